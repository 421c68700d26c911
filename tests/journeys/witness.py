"""Follows one request all the way: what was sent, against everything that shows, gives or sends it.

`sent` is the truth, written down before any of our code saw it.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.server.wire import Wire
from tests.serving import Serving
from tests.targets import Target

Pair = tuple[bytes, bytes]

NOT_REPLAYED = frozenset(
    b"host connection content-length transfer-encoding expect te upgrade keep-alive".split()
)
"""What belongs to the sender's connection, or says under which name we were reached."""


@dataclass(frozen=True)
class Sent:
    """A request as it goes to the wire; `raw_body` where its framing makes that another."""

    method: bytes
    rest: bytes
    headers: Sequence[Pair]
    body: bytes
    raw_body: bytes | None = None

    def target(self, key: str) -> bytes:
        """Return the request target at the bin with `key`."""
        return self.rest.replace(b"{key}", b"/in/" + key.encode())

    def head(self, key: str) -> bytes:
        """Return request line and fields, to the empty line."""
        lines = [self.method + b" " + self.target(key) + b" HTTP/1.1"]
        lines += [name + b": " + value for name, value in self.headers]
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def octets(self, key: str) -> bytes:
        """Return all of it."""
        return self.head(key) + (self.body if self.raw_body is None else self.raw_body)


class Witness:
    """One bin of a running server, and what becomes of requests that are sent to it."""

    def __init__(self, server: Serving, **settings: Any) -> None:
        self.server = server
        self.bin = server.make_bin(**settings)
        self.id, self.key = self.bin["id"], self.bin["key"]
        self.cookie = {"Cookie": server.cookie()}

    def send(self, sent: Sent) -> dict[str, Any]:
        """Send from a raw socket; return what the API lists of it then."""
        wire = Wire(self.server.port)
        try:
            reply = wire.ask(sent.octets(self.key), method=sent.method.decode())
        finally:
            wire.close()
        assert reply.status == 200, reply
        return self.newest()

    def newest(self) -> dict[str, Any]:
        """Return what the API tells of the newest request."""
        found: list[dict[str, Any]] = self.server.api(
            "GET", f"/bins/{self.id}/requests?limit=1"
        ).json()["items"]
        return found[0]

    def page(self, path: str, **headers: str) -> Any:
        """Return a page below this bin's own, as a paired browser gets it."""
        return self.server.request("GET", f"/bins/{self.id}/{path}", headers=self.cookie | headers)

    def is_told(self, item: dict[str, Any], sent: Sent) -> None:
        """Hold what the API tells against what was sent."""
        assert item["method"] == sent.method.decode()
        assert item["target"].encode("latin-1") == sent.target(self.key)
        told = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in item["headers"]]
        assert told == list(sent.headers)
        assert item["names_exact"] is True
        facts = {"size": len(sent.body), "sha256": hashlib.sha256(sent.body).hexdigest()}
        assert item["body"].items() >= (facts | {"complete": True}).items()

    def is_given(self, item: dict[str, Any], sent: Sent) -> None:
        """Hold the bytes that API and page give for download against what was sent."""
        seq = item["seq"]
        assert self.server.api("GET", f"/bins/{self.id}/requests/{seq}/body").body == sent.body
        for path, octets in (("body", sent.body), ("raw", sent.head(self.key) + sent.body)):
            answer = self.page(f"requests/{seq}/{path}/")
            assert answer.status == 200
            assert answer.body == octets
            assert answer.header("content-type") == "application/octet-stream"
            assert answer.header("content-disposition").startswith("attachment; filename=")
            assert answer.header("x-content-type-options") == "nosniff"

    def is_shown(self, item: dict[str, Any], *facts: str) -> None:
        """See every tab of the request answer, and the facts on one of them."""
        tabs = ("payload", "headers", "deliveries", "raw")
        answers = [self.page(f"requests/{item['seq']}/?tab={tab}") for tab in tabs]
        assert [answer.status for answer in answers] == [200] * len(tabs)
        shown = "".join(html.unescape(answer.text) for answer in answers)
        size = item["body"]["size"]
        for fact in (f"#{item['seq']}", f"{size:,} byte" if size else "no body", *facts):
            assert fact in shown, fact

    def is_replayed(self, item: dict[str, Any], sent: Sent, target: Target) -> None:
        """Replay as captured; hold the bytes that reach `target` against what was sent."""
        delivery = self.server.api(
            "POST",
            f"/bins/{self.id}/requests/{item['seq']}/replay",
            {"url": f"{target.url}hook?again=1", "wait": 20},
        )
        assert delivery.status == 200, delivery
        assert delivery.json()["state"] == "delivered", delivery
        kept = [pair for pair in sent.headers if pair[0].lower() not in NOT_REPLAYED]
        fields = [
            (b"Host", target.url[7:-1].encode()),
            *kept,
            (b"X-Requestbin-Delivery", delivery.json()["id"].encode()),
        ]
        if sent.body or sent.method in (b"POST", b"PUT", b"PATCH"):
            fields.append((b"Content-Length", b"%d" % len(sent.body)))
        fields.append((b"Connection", b"close"))
        lines = [sent.method + b" /hook?again=1 HTTP/1.1"]
        lines += [name + b": " + value for name, value in fields]
        assert target.received()[-1] == b"\r\n".join(lines) + b"\r\n\r\n" + sent.body
