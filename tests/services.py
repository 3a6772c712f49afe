"""Starts the real things that tests need: PostgreSQL, Redis, Chromium and our own server, each on a free port."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """Return a TCP port that nobody listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_until(true, seconds: float, what: str, every: float = 0.02):
    """Return the first truthy value of `true()`, or fail saying `what` did not happen within `seconds`."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(every)
    return value


def chromium() -> str:
    """Return the path of the browser that Debian's package installs."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise FileNotFoundError("No Chromium: bin/test-services installs it, or says how.")


def _postgres_bin() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in [*folders, *map(Path, os.environ.get("PATH", "").split(os.pathsep))]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise FileNotFoundError("No PostgreSQL: bin/test-services installs it, or says how.")


@dataclass
class Process:
    """A program that we started, with its output in a file."""

    command: list[str]
    log: Path
    env: dict[str, str]
    popen: subprocess.Popen | None = None

    def spawn(self) -> None:
        with self.log.open("ab") as out:
            self.popen = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def send(self, number: int) -> None:
        if self.running:
            self.popen.send_signal(number)

    def wait(self, seconds: float = 30) -> int:
        """Wait for the end and return the exit code."""
        return self.popen.wait(seconds)

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self.send(signal.SIGKILL)
        if self.popen is not None:
            self.popen.wait(10)

    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


@dataclass
class Postgres:
    """An own PostgreSQL cluster in a temporary folder, with databases to create and to drop."""

    folder: Path
    port: int
    server: Process | None = None
    user: str = "ocpizza"

    def url(self, name: str = "ocpizza") -> str:
        return f"postgres://{self.user}@127.0.0.1:{self.port}/{name}"

    def _as_postgres(self, *command: str) -> list[str]:
        """PostgreSQL refuses to run as root: step down to its own user then."""
        if os.geteuid() != 0:
            return list(command)
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]

    def make(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.folder.chmod(0o700)
        command = [str(_postgres_bin() / "initdb"), "-D", str(self.folder / "data"), "-U", self.user]
        command += ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(self._as_postgres(*command), check=True, capture_output=True, cwd="/")

    def start(self) -> None:
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
            "timezone": "UTC",
        }
        command = [str(_postgres_bin() / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        command += [f"--{key}={value}" for key, value in options.items()]
        log = self.folder.parent / f"{self.folder.name}.log"
        self.server = Process(self._as_postgres(*command), log, dict(os.environ, LC_ALL="C.UTF-8"))
        self.server.spawn()
        wait_until(self.answers, 30, f"PostgreSQL on port {self.port} answers\n{self.server.output()}")

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it as an administrator would in a hurry: open connections are cut, what is committed stays."""
        self.server.send(signal.SIGINT)
        self.server.wait(30)

    def restart(self) -> None:
        self.stop()
        self.start()

    def execute(self, sql: str, database: str = "postgres") -> list[tuple]:
        """Run one statement outside any transaction and return its rows."""
        connection = psycopg2.connect(self.url(database))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def create(self, name: str, template: str = "template0") -> str:
        """Create a database, a copy of `template` if given, and return its URL."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
        return self.url(name)

    def drop(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """Run an own PostgreSQL until the end of the block."""
    base = Path(tempfile.mkdtemp(prefix="ocpizza-postgres-"))
    base.chmod(0o755)
    folder = base / "cluster"
    folder.mkdir()
    cluster = Postgres(folder, free_port())
    try:
        cluster.make()
        cluster.start()
        cluster.create("ocpizza")
        yield cluster
    finally:
        if cluster.server is not None and cluster.server.running:
            cluster.stop()
        shutil.rmtree(base, ignore_errors=True)


@dataclass
class Redis:
    """An own Redis that tests may stop, kill and start again on the same port."""

    folder: Path
    port: int
    server: Process | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [shutil.which("redis-server") or "redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self.server = Process(command, self.folder / "redis.log", dict(os.environ))
        self.server.spawn()
        wait_until(self.answers, 10, f"Redis on port {self.port} answers\n{self.server.output()}")

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        self.server.send(signal.SIGTERM)
        self.server.wait(10)

    def kill(self) -> None:
        self.server.kill()


@contextlib.contextmanager
def redis() -> Iterator[Redis]:
    """Run an own Redis until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="ocpizza-redis-") as folder:
        server = Redis(Path(folder), free_port())
        try:
            server.start()
            yield server
        finally:
            if server.server is not None:
                server.kill()


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a demonstration server or command, with nothing of the caller's own settings."""
    product = (
        "DATABASE_",
        "REDIS_",
        "OCPIZZA_",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "STRIPE_",
        "PAYPAL_",
        "DJANGO_",
        "PORT",
    )
    clean = {key: value for key, value in os.environ.items() if not key.startswith(product)}
    return (
        clean | {"OCPIZZA_DEMO": "1", "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "ocpizza.settings"} | settings
    )


def python(*arguments: str) -> list[str]:
    """Return the command that runs this Python, under coverage when this run measures its servers too."""
    measured = os.environ.get("TESTS_MEASURE_SERVERS") == "1"
    return [sys.executable, *(["-m", "coverage", "run", "--parallel-mode"] if measured else []), *arguments]


def manage(*arguments: str, env: Mapping[str, str], check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run one management command of the product and return what it said."""
    done = subprocess.run(
        python("manage.py", *arguments), cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False
    )
    assert not check or done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done


@dataclass
class Web:
    """Our server as its own process: `url`, `socket_url`, `terminate()`, `kill()`, `start()` again on the same port."""

    port: int
    env: dict[str, str]
    folder: Path
    arguments: list[str] = field(default_factory=list)
    server: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/live/"

    @property
    def pid(self) -> int:
        return self.server.pid

    def start(self, seconds: float = 30) -> None:
        command = python("-m", "ocpizza.serve", *self.arguments)
        self.server = Process(command, self.folder / f"web-{self.port}.log", self.env)
        self.server.spawn()
        wait_until(self._up_or_dead, seconds, f"the server on port {self.port} answers")
        assert self.server.running, f"the server ended with {self.server.wait()}:\n{self.server.output()}"

    def _up_or_dead(self) -> bool:
        return self.alive() or not self.server.running

    def alive(self) -> bool:
        """Say whether /livez answers now."""
        try:
            with urllib.request.urlopen(f"{self.url}/livez", timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def terminate(self, seconds: float = 25) -> int:
        """Ask it to end (SIGTERM) and return its exit code."""
        self.server.send(signal.SIGTERM)
        return self.server.wait(seconds)

    def kill(self) -> None:
        self.server.kill()

    def restart(self) -> None:
        self.kill()
        self.start()

    def output(self) -> str:
        return self.server.output()


@contextlib.contextmanager
def web(
    database_url: str,
    redis_url: str = "",
    port: int = 0,
    env: Mapping[str, str] | None = None,
    arguments: tuple[str, ...] = (),
) -> Iterator[Web]:
    """Run `python -m ocpizza.serve` until the end of the block, once it answers."""
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="ocpizza-web-") as folder:
        settings = {"DATABASE_URL": database_url, "PORT": str(port), "OCPIZZA_VAR": folder}
        if redis_url:
            settings["REDIS_URL"] = redis_url
        server = Web(port, environment(**settings) | dict(env or {}), Path(folder), list(arguments))
        try:
            server.start()
            yield server
        finally:
            if server.server is not None:
                _end(server)


def _end(server: Web) -> None:
    """End politely, so that coverage and sockets are closed, but never wait long for it."""
    server.server.send(signal.SIGTERM)
    try:
        server.server.wait(5)
    except subprocess.TimeoutExpired:
        server.kill()
