"""Ports: taken ones are told from free ones, and a name may mean several addresses."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from requestbin.server.listening import PortTaken, listen, listen_near


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def keep(stack: ExitStack, sockets: list[socket.socket]) -> list[int]:
    return [stack.enter_context(each).getsockname()[1] for each in sockets]


def test_the_system_may_choose(opened: ExitStack) -> None:
    assert keep(opened, listen("127.0.0.1", 0))[0] > 0


def test_a_name_with_two_addresses_gets_one_port(opened: ExitStack) -> None:
    ports = keep(opened, listen("localhost", 0))
    assert len(set(ports)) == 1


def test_a_taken_port_is_named(opened: ExitStack) -> None:
    (port,) = keep(opened, listen("127.0.0.1", 0))
    with pytest.raises(PortTaken) as caught:
        listen("127.0.0.1", port)
    assert caught.value.port == port


def test_the_next_free_one(opened: ExitStack) -> None:
    (port,) = keep(opened, listen("127.0.0.1", 0))
    (other,) = keep(opened, listen_near("127.0.0.1", port))
    assert port < other < port + 20


def test_a_host_of_another_machine(opened: ExitStack) -> None:
    with pytest.raises(OSError, match="assign"):
        listen("192.0.2.1", 0)
