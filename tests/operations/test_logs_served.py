"""What a real server has written after visits of every kind."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import closing, suppress

from tests.serving import Serving

MARK = "sesame-4711"
VISITS = [
    ("GET", f"/{MARK}", None),
    ("POST", f"/in/{MARK}/path?{MARK}", b"unknown bin"),
    ("GET", f"/bins/{MARK}/", None),
    ("GET", f"/api/bins/{MARK}?{MARK}", None),
    ("POST", f"/bins/?{MARK}", MARK.encode()),
    ("GET", f"/?pair={MARK}", None),
    ("GET", f"/static/{MARK}", None),
    ("FOO", f"/live/bins/{MARK}/", None),
]
RAW = [
    f"GET /{MARK} HTTP/9.9\r\n\r\n",
    f"{MARK}\r\n\r\n",
    f"GET /in/{MARK} HTTP/1.1\r\nHost: {MARK}\r\nContent-Length: {MARK}\r\n\r\n",
    f"POST /in/{MARK} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{MARK}",
]


def test_logs_hold_nothing_of_what_was_sent(serve: Callable[..., Serving]) -> None:
    server = serve(REQUESTBIN_LOG_LEVEL="DEBUG")
    made = server.make_bin(name=MARK)
    headers = {"Cookie": MARK, "X-Secret": MARK, "Origin": f"http://{MARK}.example"}
    captured = server.request("POST", f"/in/{made['key']}/{MARK}?{MARK}", MARK.encode(), headers)
    assert captured.status == 200
    for method, path, body in VISITS:
        server.request(method, path, body, headers)
    for raw in RAW:
        with closing(socket.create_connection(("127.0.0.1", server.port), 5)) as wire:
            wire.sendall(raw.encode())
            wire.shutdown(socket.SHUT_WR)
            with suppress(TimeoutError, ConnectionError):
                while wire.recv(65536):
                    pass
    assert server.terminate() == 0
    logged = server.output.partition("Ctrl+C stops it")[2]
    for word in (MARK, made["key"], made["id"], made["token"], server.token):
        assert word not in logged
    lines = [line for line in logged.splitlines() if line.startswith("{")]
    assert all(json.loads(line)["event"] for line in lines)
