"""Our own server with the direct door shut: every capture takes the way through ASGI."""

from __future__ import annotations

import os

from requestbin.server import eventloop

eventloop.install()

from requestbin.asgi import application  # noqa: E402
from requestbin.server.listening import listen  # noqa: E402
from requestbin.server.server import Server  # noqa: E402

if __name__ == "__main__":
    port = int(os.environ["PORT"])
    Server(application, None, lambda: listen("127.0.0.1", port)).run()
