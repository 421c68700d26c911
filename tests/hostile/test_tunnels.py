"""A tunnel to a local instance: captures come through it, and pages, API and sockets do not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.proxy import Change, as_http_1_0, proxy, with_host
from tests.journeys.witness import Witness
from tests.server.wire import Reply, Wire
from tests.serving import Serving

PUBLIC = "blue-cat.trycloudflare.example"
HERE = "127.0.0.1:{port}"

TUNNELS: dict[str, Change] = {
    "keeps the public name": with_host(PUBLIC),
    "keeps it, and adds our port": with_host(f"{PUBLIC}:{{port}}"),
    "adds X-Forwarded-For": with_host(HERE, "X-Forwarded-For: 203.0.113.9"),
    "adds X-Forwarded-Host": with_host(HERE, f"x-forwarded-host: {PUBLIC}"),
    "adds Forwarded": with_host("localhost:{port}", "Forwarded: for=203.0.113.9"),
    "adds Via": with_host(HERE, "Via: 1.1 proxy"),
    "adds X-Real-IP": with_host(HERE, "X-Real-IP: 203.0.113.9"),
    "adds CF-Connecting-IP": with_host(HERE, "CF-Connecting-IP: 203.0.113.9"),
    "names no port": with_host("localhost"),
    "names another port": with_host("127.0.0.1:80"),
    "speaks HTTP/1.0": as_http_1_0(with_host(HERE)),
    "names two hosts": with_host(HERE, f"Host: {PUBLIC}"),
    "is silent about itself": with_host(HERE),
}
SILENT = "is silent about itself"
"""It cannot be told from a browser here: what is left is the cookie, which nobody else has."""

UPGRADE = (
    b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13",
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)  # fmt: skip

LOGIN_ENDED = b"\x88\x02" + (4401).to_bytes(2, "big")
"""The frame that closes a socket whose cookie is none of ours."""


class Visitor:
    """Whoever comes through a tunnel, with what they bring."""

    def __init__(self, server: Serving, port: int) -> None:
        self.server, self.port = server, port

    def ask(self, line: str, *fields: bytes, body: bytes = b"") -> Reply:
        if body:
            fields = (*fields, b"Content-Length: %d" % len(body))
        head = [f"{line} HTTP/1.1".encode(), f"Host: {PUBLIC}".encode(), *fields]
        wire = Wire(self.port)
        try:
            return wire.ask(b"\r\n".join([*head, b"", body]))
        finally:
            wire.close()


@pytest.fixture(params=TUNNELS)
def tunnel(request: pytest.FixtureRequest, local: Serving) -> Iterator[tuple[str, Visitor]]:
    def change(head: list[bytes]) -> list[bytes]:
        port = str(local.port).encode()
        return [line.replace(b"{port}", port) for line in TUNNELS[request.param](head)]

    with proxy(local.port, change) as running:
        yield request.param, Visitor(local, running.port)


def test_captures_come_through(tunnel: tuple[str, Visitor]) -> None:
    how, visitor = tunnel
    witness = Witness(visitor.server, name=how)
    body = bytes(range(256)) * 400
    reply = visitor.ask(f"PUT /in/{witness.key}/a%2Fb?c=1", b"X-Mixed: caf\xe9", body=body)
    assert reply.status == 200, reply
    item = witness.newest()
    assert (item["method"], item["path"], item["query"]) == ("PUT", "/a%2Fb", "c=1")
    assert ["X-Mixed", "caf\xe9"] in item["headers"]
    assert witness.page(f"requests/{item['seq']}/body/").body == body


def test_nothing_else_does(tunnel: tuple[str, Visitor]) -> None:
    how, visitor = tunnel
    witness = Witness(visitor.server)
    cookie = f"Cookie: {witness.cookie['Cookie']}".encode()
    bearer = f"Authorization: Bearer {visitor.server.token}".encode()
    proofs: tuple[tuple[bytes, ...], ...] = ((),) if how == SILENT else ((), (cookie,), (bearer,))
    here = f"/bins/{witness.id}"
    for proof in proofs:
        for path in ("/", f"{here}/", f"{here}/rows/", f"{here}/settings/", f"/api{here}",
                     "/api/bins", f"{here}/requests/1/body/", "/login/"):  # fmt: skip
            reply = visitor.ask(f"GET {path}", *proof)
            assert reply.status in (400, 401, 403, 404), (path, proof, reply)
            assert witness.key.encode() not in reply.body
        assert visitor.ask(f"POST {here}/settings/delete/", *proof, body=b"x=1").status in (
            403,
            404,
            400,
        )
        assert visitor.ask(f"DELETE /api{here}", *proof).status in (400, 401, 403)
        assert visitor.ask(f"GET /live{here}/", *proof, *UPGRADE).status != 101 or how == SILENT
    if how != SILENT:
        for path in (f"/?pair={visitor.server.token}", "/metrics", "/readyz", "/api/docs"):
            assert visitor.ask(f"GET {path}").status in (400, 403), path
    assert witness.page("").status == 200


def test_who_comes_is_told_what_to_do(local: Serving) -> None:
    with proxy(local.port, with_host(PUBLIC)) as running:
        reply = Visitor(local, running.port).ask("GET /")
    assert reply.status == 403
    assert reply.body.startswith(b"Webhooks are accepted here; pages are not. ")


def test_probes_of_load_balancers_come_through(tunnel: tuple[str, Visitor]) -> None:
    how, visitor = tunnel
    assert visitor.ask("GET /healthz").body == b"ok" or how == "names two hosts"
