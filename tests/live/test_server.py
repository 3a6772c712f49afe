"""The server as a process of its own, with real sockets: what it sends, refuses and finishes."""

import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests import services
from tests.live.toy import __name__ as toy

SETTINGS = {"DJANGO_SETTINGS_MODULE": f"{toy}.settings"}


@pytest.fixture(scope="module")
def make_site(engine, request):
    """Give each test that asks a server on a new, empty database, and the URL of that database."""

    @contextlib.contextmanager
    def made(**how):
        with tempfile.TemporaryDirectory(prefix="ocpizza-toy-") as folder:
            url = f"sqlite:///{folder}/toy.sqlite3"
            if engine == "postgres":
                cluster = request.getfixturevalue("cluster")
                name = f"toy_{Path(folder).name.rsplit('-', 1)[1]}".lower()
                url = cluster.create(name)
            env = services.environment(DATABASE_URL=url, OCPIZZA_VAR=folder, **SETTINGS)
            services.manage("migrate", "--noinput", "--verbosity=0", env=env)
            with services.web(url, env=SETTINGS, **how) as web:
                yield web, url
            if engine == "postgres":
                cluster.drop(name)

    return made


@pytest.fixture(scope="module")
def web(make_site):
    """One server for the tests that leave it running."""
    with make_site() as (server, _):
        yield server


def add(web, key, text=None):
    """Change what the toy screens of the key show; return the versions that contain it."""
    body = f"text={text or time.monotonic_ns()}".encode()
    request = urllib.request.Request(f"{web.url}/toy/add/{key}/", body, {"HX-Request": "true"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 204
        return answer.headers["OC-Version"]


def screen(web, held, **how):
    how = {"origin": web.url, "open_timeout": 10, "close_timeout": 1} | how
    return connect(f"{web.socket_url}?v={held.replace('=', '%3D').replace(' ', '+')}", **how)


def code_of(web_screen):
    with pytest.raises(ConnectionClosed) as closed:
        web_screen.recv(10)
    return closed.value.rcvd.code


def kind(frame):
    return re.search(r'data-kind="(\w+)"', frame)[1]


def test_a_change_by_post_reaches_a_socket(web):
    with screen(web, "toy.k1=0") as window:
        assert kind(window.recv(10)) == "hello"
        assert add(web, "k1", "news") == "late.k1=1 till.k1=1 toy.k1=1"
        frame = window.recv(10)
        assert kind(frame) == "patch"
        assert "k1:news" in frame


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", None, "{}.evil.example", "http://evil{}", "file://", "http://["]
)
def test_the_pages_of_others_learn_a_code_that_is_not_retried(web, origin):
    with screen(web, "toy.k2=0", origin=origin and origin.replace("{}", web.url)) as window:
        assert code_of(window) == 4403


def test_an_unknown_path_for_sockets_is_gone(web):
    with connect(web.socket_url.replace("/ws/live/", "/ws/other/"), origin=web.url) as window:
        assert code_of(window) == 4404


def test_long_messages_close_the_socket(web):
    with screen(web, "toy.k3=0") as window:
        window.recv(10)
        window.send("x" * 4097)
        assert code_of(window) == 4009
    with screen(web, "toy.k3=0") as window:
        window.recv(10)
        window.send("x" * 70_000)
        assert code_of(window) == 1009


class Line:
    """A client without a library: it sees the bytes, and reads only when told."""

    def __init__(self, web, held, **buffers):
        self.socket = socket.socket()
        for option, size in buffers.items():
            self.socket.setsockopt(socket.SOL_SOCKET, getattr(socket, option), size)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", web.port))
        lines = [
            f"GET /ws/live/?v={held.replace('=', '%3D')} HTTP/1.1",
            f"Host: 127.0.0.1:{web.port}",
            f"Origin: {web.url}",
        ]
        lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
        lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        self.bytes = b""
        while b"\r\n\r\n" not in self.bytes:
            self.bytes += self.socket.recv(4096)
        self.bytes = self.bytes.split(b"\r\n\r\n", 1)[1]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.socket.close()

    def message(self):
        """Return the bytes of one whole message from the server."""
        self._need(4)
        size, head = self.bytes[1], 2
        if size == 126:
            size, head = int.from_bytes(self.bytes[2:4]), 4
        self._need(head + size)
        whole, self.bytes = self.bytes[: head + size], self.bytes[head + size :]
        return whole

    def _need(self, size):
        while len(self.bytes) < size:
            got = self.socket.recv(65_536)
            assert got, "closed by the server"
            self.bytes += got


def test_the_fast_path_and_await_send_put_the_same_bytes_on_the_wire(make_site):
    with make_site() as (fast, url), tempfile.TemporaryDirectory() as folder:
        add(fast, "a", "é" * 20)
        for number in range(40):
            add(fast, "a", f"row {number}")
        plain = services.Web(
            services.free_port(), services.environment(DATABASE_URL=url, OCPIZZA_VAR=folder, **SETTINGS), Path(folder)
        )
        plain.server = services.Process(
            [sys.executable, "-m", f"{toy}.plain"], plain.folder / "log", plain.env | {"PORT": str(plain.port)}
        )
        plain.server.spawn()
        try:
            services.wait_until(plain.alive, 30, "the plain server answers")
            for held in ("toy.a=0", "toy.a=41"):
                with Line(fast, held) as one, Line(plain, held) as two:
                    seen = [one.message(), two.message()]
                seen = [re.sub(rb'data-now="\d+"', b"", message) for message in seen]
                assert seen[0] == seen[1]
                assert seen[0][0] == 0x81
        finally:
            plain.kill()


def test_a_client_that_does_not_read_is_cut_while_others_are_served(make_site):
    with make_site() as (web, _):
        for number in range(120):
            add(web, "a", f"{number:0>140}")
        with Line(web, "toy.a=0", SO_RCVBUF=4096) as slow, screen(web, "toy.a=120") as well:
            well.recv(10)
            for _ in range(400):
                add(web, "a")
                assert kind(well.recv(10)) in {"patch", "heal"}
                if sockets_of(web, slow.socket.getsockname()[1]) == 0:
                    break
            else:
                pytest.fail("the client that does not read was not cut")


def sockets_of(web, port):
    """Count the server's established connections to this client port."""
    import psutil

    return sum(1 for c in psutil.Process(web.pid).net_connections("tcp") if c.raddr and c.raddr.port == port)


def talk(web, request, body=b""):
    """Send raw bytes and return the status line and what follows."""
    with socket.create_connection(("127.0.0.1", web.port), timeout=10) as line:
        line.sendall(request + b"\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            line.sendall(body)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while b"\r\n\r\n" not in answer or b"200 OK" in answer:
                got = line.recv(4096)
                if not got:
                    break
                answer += got
        return answer


def test_a_body_announced_as_too_long_is_refused_before_it_is_sent(web):
    begun = time.monotonic()
    answer = talk(web, b"POST /toy/echo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000000000")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert time.monotonic() - begun < 5


def test_a_chunked_body_is_refused_once_it_is_too_long(web):
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    answer = talk(web, b"POST /toy/echo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked", chunk * 20)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_short_chunked_body_is_read(web):
    request = b"POST /toy/echo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked"
    answer = talk(web, request, b"5\r\nhello\r\n4\r\n you\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"9")


def test_a_request_line_or_header_that_never_ends_is_refused_in_words(web):
    assert talk(web, b"GET /?" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1").startswith(b"HTTP/1.1 431 ")
    answer = talk(web, b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + b"x" * 20_000)
    assert answer.startswith(b"HTTP/1.1 431 ")


def test_a_length_that_is_no_number_is_refused(web):
    answer = talk(web, b"POST /toy/echo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5")
    assert answer.split()[1] in {b"400", b"413"}


def test_a_port_in_use_is_said_in_one_line(web):
    env = web.env | {"PORT": str(web.port)}
    done = subprocess.run(
        [sys.executable, "-m", "ocpizza.serve"],
        cwd=services.ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 2
    assert "cannot listen" in done.stderr
    assert str(web.port) in done.stderr
    assert "Traceback" not in done.stderr


def test_the_server_says_where_it_listens(web):
    assert f"http://127.0.0.1:{web.port}/" in web.output()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_answers_what_it_began_and_sends_the_screens_elsewhere(make_site, number):
    answers = []

    def ask():
        with urllib.request.urlopen(f"{web.url}/toy/slow/?seconds=2", timeout=20) as answer:
            answers.append((answer.status, answer.read()[:4]))

    with make_site() as (web, _), screen(web, "toy.a=0") as window:
        window.recv(10)
        askers = [threading.Thread(target=ask) for _ in range(6)]  # two more than there are threads
        for asker in askers:
            asker.start()
        services.wait_until(lambda: connections(web) > len(askers), 10, "six requests are in flight")
        begun = time.monotonic()
        web.server.send(number)
        services.wait_until(lambda: not accepts(web), 10, "nobody new is let in")
        assert code_of(window) not in {1000, 4401, 4403, 4404, 4426}
        for asker in askers:
            asker.join(20)
        assert answers == [(200, b"done")] * 6
        assert web.server.wait(25) == 0
        assert time.monotonic() - begun < 25


def connections(web):
    import psutil

    return sum(1 for c in psutil.Process(web.pid).net_connections("tcp") if c.status == "ESTABLISHED")


def accepts(web):
    try:
        socket.create_connection(("127.0.0.1", web.port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_request_that_does_not_end_does_not_keep_the_process(make_site):
    with make_site() as (web, _), contextlib.closing(http.client.HTTPConnection("127.0.0.1", web.port)) as line:
        line.request("GET", "/toy/slow/?seconds=40")
        services.wait_until(lambda: connections(web) >= 1, 5, "the request arrives")
        begun = time.monotonic()
        assert web.terminate(26) == 0
        assert time.monotonic() - begun < 25


@pytest.mark.postgres
def test_a_process_holds_at_most_six_connections_however_many_ask(make_site, cluster):
    with make_site() as (web, url), contextlib.ExitStack() as stack:
        for number in range(10):
            stack.enter_context(screen(web, f"toy.k{number}=9")).recv(10)
        threads = [threading.Thread(target=add, args=(web, f"k{n % 10}", f"r{n}")) for n in range(60)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        name = url.rsplit("/", 1)[1]
        held = cluster.execute(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'")[0][0]
        assert 1 <= held <= 6


def test_two_processes_tell_each_other_and_follow_by_the_sweep_when_redis_is_dead(make_site, redis_server):
    with (
        make_site(redis_url=redis_server.url) as (one, url),
        services.web(url, redis_server.url, env=SETTINGS) as two,
        screen(two, "toy.a=0") as window,
    ):
        window.recv(10)
        heard = services.wait_until(lambda: told(one, window), 20, "the second process hears the first")
        assert heard == "patch"
        redis_server.kill()
        begun = time.monotonic()
        versions = [re.search(r"toy.a=\d+", add(one, "a"))[0] for _ in range(10)]
        assert time.monotonic() - begun < 2, "a dead Redis delayed requests"
        assert kind(until_shown(window, versions[-1], 8)) == "heal"
        redis_server.start()
        services.wait_until(lambda: told(one, window) == "patch", 20, "Redis is back in use")
        done = subprocess.run(
            [
                sys.executable,
                "manage.py",
                "shell",
                "-v0",
                "-c",
                "from ocpizza.live.streams import announce; announce(['toy.a'])",
            ],
            cwd=services.ROOT,
            env=one.env,
            check=True,
            capture_output=True,
            text=True,
        )
        assert "notice_lost" not in done.stdout + done.stderr
        assert kind(window.recv(10)) == "patch"


def told(web, window):
    """Make a change through one process and say how the other one's screen learns of it."""
    version = re.search(r"toy.a=\d+", add(web, "a"))[0]
    return kind(until_shown(window, version, 8))


def until_shown(window, version, within):
    deadline = time.monotonic() + within
    while True:
        frame = window.recv(max(0.1, deadline - time.monotonic()))
        if f'data-v="{version}"' in frame:
            return frame


def test_health_is_told_as_before(web):
    with urllib.request.urlopen(f"{web.url}/livez", timeout=5) as answer:
        assert answer.status == 200
        assert answer.headers.get("Server") is None
        json.dumps(answer.read().decode())
