"""The server with one thing broken on purpose: `python -m tests.faults.broken <fault>`."""

import os
import signal
import sys

from ocpizza import serve
from ocpizza.live import hub, notices


def no_sweep() -> None:
    """Nobody looks whether a notice was lost."""
    hub.SWEEP_EVERY = 1e9


def dies_after_the_commit() -> None:
    """The process is gone before it says what it committed, and before it answers."""
    notices.tell = lambda versions: os.kill(os.getpid(), signal.SIGKILL)


def stops_at_once() -> None:
    """SIGTERM ends the server as Daphne alone would."""
    serve.Server.drain = lambda self: self.stop()


if __name__ == "__main__":
    globals()[sys.argv.pop(1)]()
    sys.exit(serve.main())
