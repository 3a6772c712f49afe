"""Our server without its fast path: every frame goes through `await send`, as on any other ASGI server."""

import sys

from daphne.server import Server as Daphne

from ocpizza import serve

serve.Server.create_application = Daphne.create_application
sys.exit(serve.main())
