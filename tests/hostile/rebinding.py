"""`manage.py serve` with a name server of the attacker's: each look-up answers another address."""

from __future__ import annotations

import itertools
import socket
import sys
from typing import Any

from django.core.management import execute_from_command_line

NAME = b"rebind.example"
ANSWERS = itertools.cycle(["127.0.0.2", "127.0.0.1"])
"""What was permitted, then what is not."""

_ask = socket.getaddrinfo


def _answer(host: Any, port: Any, *rest: Any, flags: int = 0, **more: Any) -> Any:
    if host == NAME and not flags & socket.AI_NUMERICHOST:
        host = next(ANSWERS)
    return _ask(host, port, *rest, flags=flags, **more)


if __name__ == "__main__":
    socket.getaddrinfo = _answer
    execute_from_command_line(["manage.py", *sys.argv[1:]])
