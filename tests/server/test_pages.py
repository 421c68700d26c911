"""What the application is told of a request, and a client of an application that fails."""

from __future__ import annotations

import base64
import json
import os
import struct
from typing import Any

import pytest

from tests.server.conftest import Subject
from tests.server.wire import Wire, get, post


def test_the_scope_tells_the_wire(wire: Wire) -> None:
    fields = [b"X-B: 1", b"x_under: 2", b"X-b: caf\xe9", b"Daphne-Root-Path: /evil"]
    scope = wire.ask(post(b"/a%2Fb//c?d=%20&d", b"body", *fields)).json()
    sent = [
        ["Host", "h"], ["X-B", "1"], ["x_under", "2"], ["X-b", "caf\xe9"],
        ["Daphne-Root-Path", "/evil"], ["Content-Length", "4"],
    ]  # fmt: skip
    assert scope["headers"] == sent
    assert scope["lower"] == [[name.lower(), value] for name, value in sent]
    assert (scope["target"], scope["path"], scope["query"]) == (
        "/a%2Fb//c?d=%20&d", "/a/b//c", "d=%20&d",
    )  # fmt: skip
    assert (scope["root_path"], scope["size"]) == ("", 4)


@pytest.mark.parametrize("kind", [b"multipart/form-data", b"multipart/form-data; boundary=x"])
def test_a_malformed_form_reaches_the_application(wire: Wire, kind: bytes) -> None:
    assert wire.ask(post(b"/", b"garbage", b"Content-Type: " + kind)).json()["size"] == 7


@pytest.mark.parametrize("size", [20_000_000, 20 * 1024 * 1024 + 1])
def test_pages_have_a_limit_of_their_own(wire: Wire, size: int) -> None:
    reply = wire.ask(post(b"/", b"x" * size))
    assert reply.status == (200 if size == 20_000_000 else 413)


def test_the_api_is_refused_in_its_own_shape(wire: Wire) -> None:
    wire.send(b"POST /api/bins HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n")
    reply = wire.reply()
    assert reply.status == 413
    assert json.loads(reply.body)["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n", 400),
        (b"GET http://evil/ HTTP/1.1\r\nHost: good\r\n\r\n", 400),
        (b"GET http:///x HTTP/1.1\r\nHost: good\r\n\r\n", 400),
        (b"GET /caf\xc3\xa9 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET /?\xff HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: h\r\nX: a\x0bb\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\n\r\n", 200),
        (b"GET http://H:1/x?y HTTP/1.1\r\nHost: h:1\r\n\r\n", 200),
    ],
)
def test_what_a_page_may_be_asked_for(wire: Wire, data: bytes, status: int) -> None:
    reply = wire.ask(data)
    assert reply.status == status
    assert b"<html" not in reply.body


def test_an_absolute_target_is_a_path_to_the_application(wire: Wire) -> None:
    scope = wire.ask(b"GET http://h/x?y HTTP/1.1\r\nHost: h\r\n\r\n").json()
    assert (scope["path"], scope["query"], scope["target"]) == ("/x", "y", "http://h/x?y")


@pytest.mark.parametrize("path", [b"/boom", b"/silent"])
def test_an_application_that_fails_is_a_500_at_once(wire: Wire, path: bytes) -> None:
    reply = wire.ask(get(path))
    assert reply.status == 500
    assert b"boom" not in reply.body
    assert wire.ask(get(b"/")).status == 200


def test_half_an_answer_is_not_passed_off_as_whole(wire: Wire) -> None:
    reply = wire.send(get(b"/half"))._read.read()
    assert b"half" in reply
    assert not reply.endswith(b"0\r\n\r\n")


def test_answers_have_a_date_and_no_server(wire: Wire) -> None:
    reply = wire.ask(get(b"/"))
    assert reply.header(b"date")
    assert reply.header(b"server") is None


def test_whoever_waits_is_told_when_the_client_has_gone(front: Subject) -> None:
    wire = front.wire().send(get(b"/hang?leaver"))
    front.noted("leaver")
    wire.close()
    assert front.noted("leaver") == "http.disconnect leaver"


def test_finished_requests_are_forgotten_at_once(front: Subject) -> None:
    wire = front.wire()
    for _ in range(50):
        wire.ask(get(b"/"))
    assert front.ask(get(b"/connections")).json()["applications"] == 1
    wire.close()


def handshake(wire: Wire, path: bytes = b"/live", *fields: bytes) -> Any:
    key = base64.b64encode(os.urandom(16))
    upgrade = (b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Version: 13")
    return wire.ask(get(path, *upgrade, b"Sec-WebSocket-Key: " + key, *fields), method="HEAD")


def frame(text: bytes, opcode: int = 1) -> bytes:
    return bytes((0x80 | opcode, 0x80 | len(text))) + b"\0\0\0\0" + text


def read_frame(wire: Wire) -> tuple[int, bytes]:
    first, length = wire._read.read(2)
    if length == 126:
        (length,) = struct.unpack("!H", wire._read.read(2))
    return first & 15, wire._read.read(length)


def test_a_websocket(front: Subject) -> None:
    wire = front.wire()
    assert handshake(wire, b"/live?x=1", b"Daphne-Root-Path: /evil").status == 101
    opcode, text = read_frame(wire)
    scope = json.loads(text)
    assert (opcode, scope["path"], scope["root_path"]) == (1, "/live", "")
    assert read_frame(wire.send(frame(b"hello"))) == (1, b"HELLO")
    assert read_frame(wire.send(frame(b"ping", opcode=9))) == (10, b"ping")
    wire.close()


def test_a_message_too_large_closes_a_websocket(front: Subject) -> None:
    wire = front.wire()
    handshake(wire)
    read_frame(wire)
    wire.send(b"\x81\xff" + struct.pack("!Q", 65_537) + b"\0\0\0\0" + b"x" * 65_537)
    assert wire.closed()


def test_a_websocket_to_a_bin_is_captured_as_the_request_that_it_is(front: Subject) -> None:
    wire = front.wire()
    assert handshake(wire, b"/in/k").status == 200
    wire.close()
