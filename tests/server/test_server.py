"""A server's life: start-up before listening, drain at a signal, and what it says when it can't."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

import pytest

from tests.server.conftest import Subject
from tests.server.test_pages import handshake, read_frame
from tests.server.wire import Wire, get, post
from tests.stores import free_port

Start = Callable[..., Subject]


def connects(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_listens_only_after_start_up(subject: Start) -> None:
    port = free_port()
    server = subject(port=port, startup_waits=True)
    server.until("starting")
    assert not connects(port)
    assert server.process.stdin is not None
    server.process.stdin.write("go\n")
    server.process.stdin.flush()
    assert server.listening().port == port
    assert connects(port)
    server.until("background starts")


@pytest.mark.parametrize(
    ("option", "said"), [("startup_fails", "the database is away"), ("startup_raises", "no start")]
)
def test_a_failed_start_up_ends_it_with_its_message(subject: Start, option: str, said: str) -> None:
    port = free_port()
    server = subject(port=port, **{option: "the database is away"})
    assert server.ended() != 0
    assert said in server.errors()
    assert "port" not in " ".join(server.lines)


def test_a_taken_port_ends_it_and_shuts_the_application_down(subject: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = subject(port=taken.getsockname()[1])
        assert server.ended() != 0
    assert "PortTaken" in server.errors()
    assert server.lines == ["starting", "shutting down"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_drains_in_order(subject: Start, number: int) -> None:
    server = subject().listening()
    held = server.wire().send(get(b"/in/hold/flight"), get(b"/in/k/never"))
    server.noted("flight")
    page = server.wire().send(get(b"/noted?never"))
    uploading = server.wire().send(post(b"/in/k", b"slow upload")[:-4])
    idle = server.wire()
    assert idle.ask(get(b"/in/k")).status == 200
    ready = server.wire().send(b"GET /release HTTP/1.1\r\nHost: h\r\n")

    server.process.send_signal(number)
    assert idle.closed()
    assert not connects(server.port)
    assert ready.ask(b"\r\n").json() == "released"
    reply = held.reply()
    assert (reply.status, reply.header(b"connection")) == (200, b"close")
    assert held.closed()
    assert uploading.ask(b"load").seen == b"slow upload"
    page.close()
    assert server.ended() == 0
    assert server.lines[3:] == ["background settled", "shutting down"]


def test_a_drain_has_a_deadline_and_keeps_what_came(subject: Start) -> None:
    server = subject(limits={"drain_seconds": 0.3}).listening()
    stuck = server.wire().send(get(b"/in/hold/stuck"))
    server.noted("stuck")
    hanging = server.wire().send(get(b"/hang?page"))
    server.noted("page")
    half = server.wire().send(post(b"/in/half", b"1234")[:-1])
    server.process.send_signal(signal.SIGTERM)
    assert [stuck.closed(), hanging.closed(), half.closed()] == [True] * 3
    assert server.ended() == 0
    assert server.lines[-2:] == ["background settled", "shutting down"]


def test_open_sockets_are_told_to_come_back(subject: Start) -> None:
    server = subject().listening()
    wire = server.wire()
    handshake(wire)
    read_frame(wire)
    server.process.send_signal(signal.SIGTERM)
    opcode, payload = read_frame(wire)
    assert (opcode, int.from_bytes(payload[:2], "big")) == (8, 1001)
    wire.close()
    assert server.ended() == 0


def test_a_second_interrupt_ends_it_at_once(subject: Start) -> None:
    server = subject().listening()
    held = server.wire().send(get(b"/in/hold/for-ever"))
    server.noted("for-ever")
    idle = server.wire()
    assert idle.ask(get(b"/in/k")).status == 200
    server.process.send_signal(signal.SIGINT)
    assert idle.closed()  # the first was taken
    server.process.send_signal(signal.SIGINT)
    assert server.ended() == -signal.SIGINT
    held.close()


def test_a_second_terminate_does_not_hurry_it(subject: Start) -> None:
    server = subject().listening()
    held = server.wire().send(get(b"/in/hold/twice"))
    server.noted("twice")
    idle, release = server.wire(), server.wire().send(get(b"/release")[:-2])
    assert idle.ask(get(b"/in/k")).status == 200
    server.process.send_signal(signal.SIGTERM)
    assert idle.closed()
    server.process.send_signal(signal.SIGTERM)
    assert release.ask(b"\r\n").json() == "released"
    assert held.reply().status == 200
    assert server.ended() == 0


def test_restarting_on_the_same_port(subject: Start) -> None:
    first = subject().listening()
    assert Wire(first.port).ask(get(b"/in/k")).status == 200
    first.process.send_signal(signal.SIGTERM)
    first.ended()
    assert subject(port=first.port).listening().ask(get(b"/in/k")).status == 200
