"""A small Friday night against a real server: everyone is served, and the terminal says how it went."""

import signal
import subprocess

from ocpizza.orders.flow import Status
from tests import services

TONIGHT = """
from django.utils import timezone
from ocpizza.orders.models import Order
print(*Order.objects.filter(day=timezone.localdate()).values_list("status", flat=True))
"""


def rush(*arguments: str, env=None) -> subprocess.CompletedProcess:
    """Play, as a visitor does in a second terminal: without the server's settings."""
    bare = {name: value for name, value in services.environment().items() if name != "OCPIZZA_DEMO"}
    return services.manage("rush", *arguments, env=env or bare, check=False)


def statuses(site) -> list[str]:
    return site.manage("shell", "--no-imports", "-c", TONIGHT).stdout.split()


def test_every_order_of_the_night_ends_and_nothing_goes_wrong(fresh_site):
    night = rush("--orders", "8", "--minutes", "0.2", "--url", fresh_site.url, "--store", "rouen-centre", "sotteville")
    assert night.returncode == 0, night.stdout + night.stderr
    assert "Errors: none" in night.stdout
    assert "Orders: 8 (" in night.stdout
    ended = statuses(fresh_site)
    assert len(ended) == 8
    assert set(ended) <= {Status.COMPLETED, Status.CANCELLED}


def test_without_a_server_one_sentence_says_so():
    night = rush("--url", f"http://127.0.0.1:{services.free_port()}")
    assert night.returncode == 2
    assert night.stderr.startswith("CommandError: No server answers at http://127.0.0.1:")
    assert len(night.stderr.splitlines()) == 1


def test_impossible_wishes_are_refused():
    assert rush("--orders", "0").returncode == 2
    assert rush("--minutes", "0").returncode == 2
    assert rush("--minutes", "nan").returncode == 2
    assert rush("--minutes", "inf").returncode == 2
    assert rush("--url", "ftp://example.com").returncode == 2
    assert rush("--url", "http://[::1").returncode == 2
    assert rush("--url", "http://127.0.0.1:port").returncode == 2
    assert rush("--store", "paris").returncode == 2


def test_an_interrupted_night_still_ends_with_its_table(live_site, tmp_path):
    log = tmp_path / "rush.log"
    command = services.python("manage.py", "rush", "--orders", "50", "--minutes", "5", "--url", live_site.url)
    with log.open("w") as out:
        night = subprocess.Popen(command, cwd=services.ROOT, env=services.environment(), stdout=out, stderr=out)
        services.wait_until(lambda: " ordered" in log.read_text(), 30, "the night begins")
        night.send_signal(signal.SIGINT)
        assert night.wait(30) == 130
    assert "Traceback" not in log.read_text()
    assert "HTTP answer" in log.read_text()
