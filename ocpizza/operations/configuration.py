"""Reads the environment for settings.py, and refuses to start with one message that names everything wrong."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DEMO_SECRET_KEY = "demo-only-key-that-production-refuses-to-start-with"  # noqa: S105
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "STRIPE_SECRET_KEY", "PAYPAL_SECRET_KEY")
LIVE_KEY_PREFIXES = ("sk_live_", "rk_live_")
TEST_KEY_PREFIXES = ("sk_test_", "rk_test_")
SHORTEST_SECRET = 50  # characters; what Django's own deployment check asks for
BUILD_COMMANDS = {"collectstatic", "compilemessages", "makemessages"}
CLIENT_COMMANDS = {"rush"}  # speak to a running server by HTTP, and need nothing of its settings


def refuse_to_start_when_weak(environ: Mapping[str, str], argv: Sequence[str]) -> None:
    """Raise ImproperlyConfigured naming every missing or weak variable, unless the command needs none."""
    if len(argv) > 1 and argv[1] in BUILD_COMMANDS | CLIENT_COMMANDS:
        return
    wrong = [f"{name}: missing" for name in REQUIRED if not environ.get(name)]
    wrong += _weaknesses(environ)
    if not environ.get("EMAIL_URL", "smtp://").startswith(("smtp://", "smtps://")):
        wrong.append("EMAIL_URL: no smtp:// or smtps:// address")
    if wrong:
        listed = "\n".join(f"  - {line}" for line in wrong)
        raise ImproperlyConfigured(
            f"OC Pizza does not start in production with these settings:\n{listed}\n"
            "docs/settings.md says what each one means; OCPIZZA_DEMO=1 starts the demonstration instead."
        )


def _weaknesses(environ: Mapping[str, str]) -> list[str]:
    secret, stripe = environ.get("SECRET_KEY", ""), environ.get("STRIPE_SECRET_KEY", "").strip()
    hosts, database, redis = (environ.get(name, "") for name in ("ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"))
    weak = []
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < 5 or secret == DEMO_SECRET_KEY):
        weak.append(f"SECRET_KEY: too weak, at least {SHORTEST_SECRET} random characters")
    if "*" in hosts:
        weak.append("ALLOWED_HOSTS: '*' lets anyone choose our address")
    if hosts and not hosts_in(hosts):
        weak.append("ALLOWED_HOSTS: names no host")
    if database.startswith("sqlite"):
        weak.append("DATABASE_URL: SQLite serves one process only, production needs postgres://")
    elif database and not database.startswith(("postgres://", "postgresql://")):
        weak.append("DATABASE_URL: no postgres:// address")
    if redis and not redis.startswith(("redis://", "rediss://")):
        weak.append("REDIS_URL: no redis:// or rediss:// address")
    if stripe.startswith(TEST_KEY_PREFIXES):
        weak.append("STRIPE_SECRET_KEY: a test key, production needs a live one")
    return weak


def hosts_in(listed: str) -> list[str]:
    """Return the hosts of a comma-separated list."""
    return [host.strip() for host in listed.split(",") if host.strip()]


def refuse_demo_with_production_keys(environ: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured when the demonstration meets a live payment key: it must never charge anyone."""
    if environ.get("STRIPE_SECRET_KEY", "").strip().startswith(LIVE_KEY_PREFIXES):
        raise ImproperlyConfigured("OCPIZZA_DEMO=1 cannot be combined with a live STRIPE_SECRET_KEY: remove one.")


def database(environ: Mapping[str, str], var: Path, parse: Callable[..., Any]) -> dict[str, Any]:
    """Return Django's database entry: PostgreSQL from DATABASE_URL, else SQLite in `var`.

    Time limits on PostgreSQL: 15 s a statement, 4 s a lock, 15 s idle in a transaction.
    """
    url = environ.get("DATABASE_URL")
    if not url:
        try:
            var.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(f"OCPIZZA_VAR={var} can be no folder for the data: {error.strerror}.") from error
        url = f"sqlite:///{var / 'ocpizza.sqlite3'}"
    tls = environ.get("DATABASE_TLS", "0" if environ.get("OCPIZZA_DEMO") == "1" else "1") == "1"
    entry: dict[str, Any] = dict(
        parse(url, conn_max_age=600, conn_health_checks=True, ssl_require=tls and url.startswith("postgres"))
    )
    options = entry.setdefault("OPTIONS", {})
    if "sqlite" in entry["ENGINE"]:
        options |= {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        }
    else:
        options["options"] = (
            "-c statement_timeout=15000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=15000"
        )
    return entry


def channel_layer(redis_url: str) -> dict[str, Any]:
    """Return the Channels layer: Redis pub/sub between processes, or this process alone.

    Redis closes what idles for 300 s, redis-py what is silent for 5 s: hence the two time-outs.
    """
    if not redis_url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    host: dict[str, Any] = {
        "address": redis_url,
        "socket_timeout": None,
        "socket_connect_timeout": 2,
        "health_check_interval": 30,
    }
    if redis_url.startswith("rediss://"):
        host["ssl_cert_reqs"] = None
    return {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [host]}}


class Mail(NamedTuple):
    """How e-mail leaves: by a server, or onto the console."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail(url: str) -> Mail:
    """Return how e-mail leaves: `smtp://user:password@host:587` with STARTTLS, `smtps://…:465`; without, the console.

    `?tls=0` sends in the clear, to a server on the same machine.
    """
    if not url:
        return Mail("django.core.mail.backends.console.EmailBackend")
    parts = urlsplit(url)
    direct = parts.scheme == "smtps"
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        parts.hostname or "localhost",
        parts.port or (465 if direct else 587),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=not direct and "tls=0" not in parts.query,
        tls=direct,
    )


def static_is_gathered(root: Path, argv: Sequence[str]) -> bool:
    """Say whether `collectstatic` ran or is about to; until then the demonstration serves the sources."""
    gathering = "collectstatic" in argv[1:2] or (bool(argv) and Path(argv[0]).name == "prepare")
    return gathering or (root / "staticfiles.json").exists()


def logging() -> dict[str, Any]:
    """Return the logging set-up: one line per event on stdout, never a request body."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"handlers": ["stdout"], "level": "INFO"},
        "loggers": {
            "daphne": {"level": "WARNING"},
            "channels_redis": {
                "level": "CRITICAL"
            },  # a traceback a second while Redis is away; the live layer says it once
            "django.request": {"level": "ERROR"},
            "django.channels.server": {"level": "WARNING"},
        },
    }
