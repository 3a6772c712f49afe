"""Why a socket was closed; the browser retries every code except the first four."""

from typing import Final

LOG_IN: Final = 4401
FORBIDDEN: Final = 4403
GONE: Final = 4404
RELOAD: Final = 4426
FINAL: Final = frozenset({LOG_IN, FORBIDDEN, GONE, RELOAD})

AGAIN: Final = 4000  # come back: what you may see has changed
TOO_SLOW: Final = 4008
TOO_BIG: Final = 4009
FAILED: Final = 4011
RESTART: Final = 4012  # this process stops, another one answers

HTTP_STATUS: Final = {LOG_IN: 401, FORBIDDEN: 403, GONE: 404}
