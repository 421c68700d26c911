"""Random bytes at the socket: the server answers or closes, and serves the next client."""

from __future__ import annotations

import socket

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.conftest import Subject
from tests.server.wire import get

LIVES = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

pieces = st.sampled_from(
    [
        b"GET ", b"POST ", b"/in/k", b"/", b"http://h/in/k", b" HTTP/1.1", b" HTTP/1.0", b"\r\n",
        b"\r\n\r\n", b"\n", b"\r", b"\0", b"Host: h\r\n", b"Content-Length: 5\r\n",
        b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n",
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", b"Connection: close\r\n",
        b"5\r\nhello\r\n", b"0\r\n\r\n", b"ffffffffffffffff\r\n", b"\x81\x85", b"\x16\x03\x01",
        b" ", b":", b"hello",
    ]
)  # fmt: skip
noise = st.one_of(
    st.binary(max_size=300),
    st.lists(pieces | st.binary(max_size=5), max_size=25).map(b"".join),
)


@LIVES
@given(st.lists(noise, min_size=1, max_size=4))
def test_nothing_that_is_sent_brings_it_down(front: Subject, parts: list[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as client:
        try:
            for part in parts:
                client.sendall(part)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass
        except ConnectionError:
            pass
    assert front.ask(get(b"/in/k")).status == 200
