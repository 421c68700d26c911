"""Finds the port to listen on; binding by itself would only say `Address already in use`."""

from __future__ import annotations

import errno
import socket

from requestbin.conf import ConfigurationError

DEFAULT_PORT = 8000
TRIED_PORTS = 20
"""How far to look for a free one from the default on."""


class PortTaken(Exception):
    """Another process listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken")
        self.port = port


def open_sockets(host: str, port: int | None) -> list[socket.socket]:
    """Listen on `port`, or without one on the first that is free from the default on.

    Raises ConfigurationError with a sentence.
    """
    try:
        return listen_near(host, DEFAULT_PORT) if port is None else listen(host, port)
    except PortTaken as taken:
        raise ConfigurationError(
            f"port {taken.port} is taken. Choose another: PORT=9000 make run"
        ) from None
    except OSError as error:
        raise ConfigurationError(f"cannot listen on {host}: {error.strerror}.") from None


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen on every address that `host` names; `port` 0 lets the system choose.

    Raises PortTaken, or OSError where the host is none of this machine's.
    """
    sockets: list[socket.socket] = []
    try:
        for family, address in _addresses(host):
            sockets.append(_listening(family, address, port))
            port = port or sockets[0].getsockname()[1]
    except OSError as error:
        for opened in sockets:
            opened.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from None
        raise
    return sockets


def listen_near(host: str, port: int) -> list[socket.socket]:
    """Listen on `port` or the next one that is free."""
    for candidate in range(port, port + TRIED_PORTS):
        try:
            return listen(host, candidate)
        except PortTaken:
            continue
    raise PortTaken(port)


def _addresses(host: str) -> list[tuple[socket.AddressFamily, str]]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def _listening(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # restart at once on Linux
        if family == socket.AF_INET6:  # `::` means everybody; `::1` is one address
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, address != "::")
        opened.bind((address, port))
        opened.listen(1024)
        opened.setblocking(False)
    except OSError:
        opened.close()
        raise
    return opened
