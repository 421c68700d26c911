"""Two servers on one PostgreSQL and one Valkey: each shows at once what the other caught."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from requestbin.http import Headers, Request
from requestbin.providers import sign
from tests.serving import Serving, until

DEADLINE = 10


def page_of(server: Serving, bin_id: str) -> ClientConnection:
    netloc = urlsplit(server.base).netloc
    headers = {"Cookie": server.cookie()}
    url = f"ws://{netloc}/live/bins/{bin_id}/"
    return connect(url, origin=server.base, additional_headers=headers)  # type: ignore[arg-type]


def told(page: ClientConnection, change: int) -> None:
    """Read until the page heard of `change`; fails at the deadline."""
    while json.loads(page.recv(timeout=DEADLINE)).get("change", 0) < change:
        pass


def test_a_page_at_one_hears_of_a_capture_at_the_other(
    serve: Callable[..., Serving], postgres_url: str, redis_url: str
) -> None:
    stores = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    one, other = serve(**stores), serve(**stores)
    bin = one.make_bin(name="shared")
    path = urlsplit(bin["capture_url"]).path
    with page_of(one, bin["id"]) as at_one, page_of(other, bin["id"]) as at_other:
        told(at_one, 0)
        told(at_other, 0)
        assert other.request("POST", path, b"caught by the other").status == 200
        told(at_one, 1)
        told(at_other, 1)
    item = one.api("GET", f"/bins/{bin['id']}/requests").json()["items"][0]
    body = one.api("GET", f"/bins/{bin['id']}/requests/{item['seq']}/body").body
    assert body == b"caught by the other"


def test_a_key_renewed_at_one_is_dead_at_the_other(
    serve: Callable[..., Serving], postgres_url: str, redis_url: str
) -> None:
    stores = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    one, other = serve(**stores), serve(**stores)
    bin = one.make_bin()
    path = urlsplit(bin["capture_url"]).path
    assert other.request("POST", path).status == 200
    assert one.api("POST", f"/bins/{bin['id']}/key").status == 200
    assert other.request("POST", path).status == 404


def test_a_secret_given_at_one_judges_what_the_other_caught(
    serve: Callable[..., Serving], postgres_url: str, redis_url: str
) -> None:
    stores = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    one, other = serve(**stores), serve(**stores)
    bin = one.make_bin()
    path = urlsplit(bin["capture_url"]).path
    headers = {"X-GitHub-Event": "push"}
    request = sign(Request("POST", path, Headers(headers.items()), b"{}"), "github", "s", now=0)
    signed = {name.decode(): value.decode() for name, value in request.headers}
    for sent in [signed] * 40 + [headers]:
        assert other.request("POST", path, b"{}", sent).status == 200

    def verdicts(server: Serving) -> dict[str, int]:
        items = server.api("GET", f"/bins/{bin['id']}/requests").json()["items"]
        return Counter(item["verdict"] for item in items)

    until(lambda: verdicts(one) == {"unchecked": 40, "unsigned": 1})
    given = one.api("POST", f"/bins/{bin['id']}/secrets", {"provider": "github", "secret": "s"})
    assert given.status == 201
    until(lambda: verdicts(other) == {"valid": 40, "unsigned": 1})
    assert other.request("POST", path, b"{}", signed).status == 200
    until(lambda: verdicts(one) == {"valid": 41, "unsigned": 1})
