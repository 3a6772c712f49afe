"""What every figure needs: PostgreSQL and Redis of its own, databases with the demo data, servers and their clients."""

import contextlib
import http.client
import itertools
import json
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests import services

TOY_SETTINGS = "bench.toy.settings"


@dataclass
class Shop:
    """The services of one run; databases are copies of one that holds the demo data."""

    cluster: services.Postgres
    redis: services.Redis
    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def prepare(self) -> None:
        env = self.environment(self.cluster.create("bench_template"))
        done = subprocess.run(
            [sys.executable, "bin/prepare", "static"],
            cwd=services.ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        services.manage("migrate", "--noinput", env=env)
        services.manage("demo", env=env)
        self.cluster.execute("INSERT INTO auth_group (name) VALUES ('bench:0')", "bench_template")

    def database(self) -> str:
        """Return the URL of a new database with the demo data."""
        return self.cluster.create(f"bench_{next(self.numbers)}", template="bench_template")

    def environment(self, database_url: str, **more: str) -> dict[str, str]:
        return services.environment(
            DATABASE_URL=database_url,
            REDIS_URL=self.redis.url,
            OCPIZZA_VAR=str(self.folder),
            DJANGO_SETTINGS_MODULE=TOY_SETTINGS,
            **more,
        )

    @contextlib.contextmanager
    def web(self, database_url: str) -> Iterator[services.Web]:
        """Run our server, with the toy screen installed."""
        with services.web(database_url, self.redis.url, env={"DJANGO_SETTINGS_MODULE": TOY_SETTINGS}) as web:
            yield web

    @contextlib.contextmanager
    def program(self, *arguments: str, port: int, env: dict[str, str]) -> Iterator[services.Process]:
        """Run a reference server until the end of the block, once its port answers."""
        log = self.folder / f"{port}.log"
        process = services.Process([sys.executable, *arguments], log, env)
        process.spawn()
        try:
            services.wait_until(
                lambda: _listens(port) or not process.running, 30, f"{arguments} on port {port}\n{process.output()}"
            )
            assert process.running, process.output()
            yield process
        finally:
            process.kill()


def _listens(port: int) -> bool:
    try:
        http.client.socket.create_connection(("127.0.0.1", port), timeout=1).close()  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


@contextlib.contextmanager
def opened() -> Iterator[Shop]:
    """Open a shop for one run."""
    with (
        services.postgres() as cluster,
        services.redis() as redis,
        tempfile.TemporaryDirectory(prefix="ocpizza-bench-") as folder,
    ):
        shop = Shop(cluster, redis, Path(folder))
        shop.prepare()
        yield shop


class Talk:
    """A helper process that answers lines of JSON: `talk.open(port=…)` sends `{"do": "open", …}`."""

    def __init__(self, module: str, env: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=services.ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __getattr__(self, verb: str) -> Any:
        return lambda **wish: self.ask({"do": verb, **wish})

    def ask(self, wish: dict[str, Any]) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said, f"{self.process.args} ended with {self.process.wait(5)}"
        return json.loads(said)

    def end(self) -> None:
        self.process.kill()
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


@contextlib.contextmanager
def talking(module: str, env: dict[str, str] | None = None) -> Iterator[Talk]:
    talk = Talk(module, env)
    try:
        yield talk
    finally:
        talk.end()


def crowd() -> contextlib.AbstractContextManager[Talk]:
    """A crowd of screens in a process of its own."""
    return talking("bench.programs.crowd")


class Visitor:
    """An HTTP client that keeps its connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[http.client.HTTPResponse, str]:
        sent = {"Cookie": self.cookie, "Accept-Language": "fr"} | {k.replace("_", "-"): v for k, v in headers.items()}
        self.connection.request(method, path, body or None, sent)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, answer.read().decode()

    def get(self, path: str) -> str:
        answer, text = self.ask("GET", path)
        assert answer.status == 200, (path, answer.status)
        return text

    def post(self, path: str, htmx: bool = True, **form: str) -> http.client.HTTPResponse:
        """Send a form as htmx does, with the CSRF token in a header."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies["csrftoken"]}
        answer, text = self.ask(
            "POST", path, urllib.parse.urlencode(form), **headers, **({"HX-Request": "true"} if htmx else {})
        )
        assert answer.status in {200, 204, 302, 303}, (path, answer.status, text[:300])
        return answer

    def enter(self, who: str) -> None:
        """Log in through the demonstration's door."""
        self.get("/demo/")
        self.post("/demo/entrer/", htmx=False, who=who)

    def trigger(self, path: str) -> dict[str, int]:
        answer, text = self.ask("POST", path)
        assert answer.status == 200, (path, answer.status)
        found: dict[str, int] = json.loads(text)
        return found


def cpu(process: int) -> float:
    """Return the CPU seconds that the process has used."""
    times = psutil.Process(process).cpu_times()
    return float(times.user + times.system)


def cpu_of_family(process: int) -> float:
    """Return the CPU seconds of a process and of its children."""
    return sum(cpu(one.pid) for one in [psutil.Process(process), *psutil.Process(process).children()])


def rss(process: int) -> int:
    """Return the resident memory of the process in bytes."""
    return int(psutil.Process(process).memory_info().rss)


def settle(seconds: float) -> None:
    """Wait: what is measured next must not share the processor with what was before."""
    time.sleep(seconds)
