"""Real servers with demo data for tests that speak HTTP and sockets: `live_site`, `fresh_site`, `site_factory`."""

import contextlib
import shutil
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import services


@dataclass
class DemoData:
    """Makes databases that hold the demo data: loaded once, copied for each site."""

    cluster: services.Postgres | None
    folder: Path
    _template: str = ""

    def database(self) -> str:
        """Return the URL of a new database with the demo data."""
        self._template = self._template or self._load()
        name = f"site_{uuid.uuid4().hex}"
        if self.cluster:
            return self.cluster.create(name, template=self._template)
        shutil.copy(self._template, self.folder / f"{name}.sqlite3")
        return f"sqlite:///{self.folder}/{name}.sqlite3"

    def _load(self) -> str:
        name = f"template_{uuid.uuid4().hex}"
        path = self.folder / f"{name}.sqlite3"
        url = self.cluster.create(name) if self.cluster else f"sqlite:///{path}"
        env = services.environment(DATABASE_URL=url, OCPIZZA_VAR=str(self.folder))
        services.manage("migrate", "--noinput", env=env)
        services.manage("demo", env=env)
        return name if self.cluster else str(path)

    def drop(self, url: str) -> None:
        if self.cluster:
            self.cluster.drop(url.rsplit("/", 1)[1])


@dataclass
class Site:
    """One database and the web processes that serve it; `url` is the first one's."""

    database_url: str
    redis_url: str = ""
    webs: list[services.Web] = field(default_factory=list)

    @property
    def web(self) -> services.Web:
        return self.webs[0]

    @property
    def url(self) -> str:
        return self.web.url

    @property
    def socket_url(self) -> str:
        return self.web.socket_url

    def env(self) -> dict[str, str]:
        """The environment of a command that works on this site's database."""
        settings = {"DATABASE_URL": self.database_url, "OCPIZZA_VAR": str(self.web.folder)}
        return services.environment(**settings | ({"REDIS_URL": self.redis_url} if self.redis_url else {}))

    def manage(self, *arguments: str):
        """Run a management command on this site."""
        return services.manage(*arguments, env=self.env())


@pytest.fixture(scope="session")
def demo_data(request, engine):
    """Databases with demo data, on the engine of this run."""
    cluster = request.getfixturevalue("cluster") if engine == "postgres" else None
    with tempfile.TemporaryDirectory(prefix="ocpizza-demo-") as folder:
        yield DemoData(cluster, Path(folder))


@contextlib.contextmanager
def opened(demo_data, redis_url="", webs=1, env=None, database_url=""):
    """Open a site with its own demo database and so many web processes."""
    url = database_url or demo_data.database()
    with contextlib.ExitStack() as stack:
        if not database_url:
            stack.callback(demo_data.drop, url)
        site = Site(url, redis_url)
        for _ in range(webs):
            site.webs.append(stack.enter_context(services.web(url, redis_url, env=env)))
        yield site


@pytest.fixture(scope="module")
def live_site(demo_data):
    """A running server with demo data, one for all tests of a file: leave room for the others' orders."""
    with opened(demo_data) as site:
        yield site


@pytest.fixture
def fresh_site(demo_data):
    """A running server with demo data, for this test alone."""
    with opened(demo_data) as site:
        yield site


@pytest.fixture
def site_factory(demo_data):
    """Open sites as a test needs them: `site_factory(redis_url=…, webs=2, env={…})`."""
    with contextlib.ExitStack() as stack:
        yield lambda **wishes: stack.enter_context(opened(demo_data, **wishes))
