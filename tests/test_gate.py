"""Who gets through the gate in local mode, and what is refused in every mode."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from requestbin import gate
from requestbin.conf import Conf
from requestbin.gate import Gate, Receive, Scope, Send
from tests.gates import LOCAL, OPEN, PUBLIC, TEAM, Pairs, outcome, says, visit


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000", "127.0.0.2:8000"]
)
async def test_local_pages_open_under_the_names_of_this_machine(host: str) -> None:
    assert await outcome(LOCAL, ("host", host)) == "in"


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["127.0.0.1"],
        ["127.0.0.1:8001"],
        ["localhost:80"],
        ["localhost:8000:8000"],
        ["localhost:8000", "localhost:8000"],
        ["localhost:8000", "blue-cat.trycloudflare.com"],
        ["localhost:8000, localhost:8000"],
        ["blue-cat.trycloudflare.com"],
        ["blue-cat.trycloudflare.com:8000"],
        ["localhost.example.com:8000"],
        ["127.0.0.1.nip.io:8000"],
        ["bins.localhost:8000"],
        ["localhost.:8000"],
        ["user@localhost:8000"],
        ["192.168.1.5:8000"],
        ["0.0.0.0:8000"],
        ["[::1%lo]:8000"],
        ["localhost:8000/"],
        ["localhost:99999"],
        ["localhost:٨٠٠٠".encode().decode("latin-1")],
    ],
)
async def test_local_pages_open_under_no_other_host(hosts: list[str]) -> None:
    told = await outcome(LOCAL, *(("host", host) for host in hosts))
    assert told == says(gate.NOT_FROM_HERE)


@pytest.mark.parametrize(
    "name",
    [
        "forwarded",
        "Forwarded",
        "x-forwarded-for",
        "X-FORWARDED-HOST",
        "x-forwarded-anything",
        "x_forwarded_for",
        "x-real-ip",
        "X-Real-Ip",
        "via",
        "cf-connecting-ip",
        "CF-Ray",
        "cdn-loop",
        "x-original-host",
        "tailscale-user-login",
    ],
)
async def test_local_pages_do_not_open_through_what_forwards(name: str) -> None:
    pairs = [("host", "127.0.0.1:8000"), (name, "")]
    assert await outcome(LOCAL, *pairs) == says(gate.NOT_FROM_HERE)
    assert await outcome(LOCAL, *pairs, path="/api/bins", method="POST") == says(gate.NOT_FROM_HERE)


@pytest.mark.parametrize(
    "scope",
    [
        {"client": ("192.0.2.1", 4711)},
        {"client": ("::ffff:192.0.2.1", 4711)},
        {"client": None},
        {"server": None},
        {"http_version": "1.0"},
        {"http_version": "2"},
    ],
)
async def test_local_pages_open_from_this_machine_alone(scope: dict[str, Any]) -> None:
    assert await outcome(LOCAL, ("host", "localhost:8000"), **scope) == says(gate.NOT_FROM_HERE)


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
async def test_any_loopback_peer_is_this_machine(peer: str) -> None:
    assert await outcome(LOCAL, ("host", "localhost:8000"), client=(peer, 4711)) == "in"


async def test_on_port_80_the_host_needs_no_port() -> None:
    assert await outcome(LOCAL, ("host", "localhost"), server=("127.0.0.1", 80)) == "in"


async def test_what_asks_neither_page_nor_socket_passes() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    async def never(*_: Any) -> Any:
        raise AssertionError

    await Gate(app, LOCAL)({"type": "lifespan"}, never, never)
    assert seen == [{"type": "lifespan"}]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND", "FOO"])
@pytest.mark.parametrize("path", ["/", "/bins/abc/", "/bins/abc/requests/3/", "/stripe"])
@pytest.mark.parametrize("conf", [LOCAL, TEAM, OPEN, PUBLIC])
async def test_a_webhook_at_a_page_learns_where_to_go(conf: Conf, path: str, method: str) -> None:
    pairs = [("host", "blue-cat.trycloudflare.com"), ("x-forwarded-for", "192.0.2.1")]
    assert await outcome(conf, *pairs, method=method, path=path) == says(gate.PAGE_POSTED)


async def test_the_api_is_no_page() -> None:
    pairs = [("host", "127.0.0.1:8000")]
    assert await outcome(LOCAL, *pairs, method="POST", path="/api/bins") == "in"


async def test_a_form_of_ours_is_no_webhook() -> None:
    cookie = ("cookie", f"other=1; {settings.CSRF_COOKIE_NAME}=abc")
    assert await outcome(LOCAL, ("host", "localhost:8000"), cookie, method="POST") == "in"


async def test_the_api_is_refused_in_its_own_shape() -> None:
    start, body = await visit(LOCAL, ("host", "evil.example"), path="/api/bins")
    assert dict(start["headers"])[b"content-type"] == b"application/json"
    error = json.loads(body["body"])["error"]
    assert error == {"code": "forbidden", "message": gate.NOT_FROM_HERE.sentence}


async def test_a_refusal_is_plain_text_that_no_cache_keeps() -> None:
    start, body = await visit(LOCAL, ("host", "evil.example"))
    headers = dict(start["headers"])
    assert headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert headers[b"cache-control"] == b"no-store"
    assert int(headers[b"content-length"]) == len(body["body"])
    _, body = await visit(LOCAL, ("host", "evil.example"), method="HEAD")
    assert body["body"] == b""


NAMES = st.sampled_from(["host", "origin", "sec-fetch-site", "cookie", "x-forwarded-for"])
ANY_TEXT = st.one_of(
    st.text(st.characters(max_codepoint=255)),
    st.from_regex(r"\A(https?://)?(localhost|\[[0-9a-f:]*\]|[a-z0-9.-]*)(:[0-9]*)?\Z"),
)


@given(
    st.lists(st.tuples(NAMES, ANY_TEXT), max_size=5),
    st.sampled_from([LOCAL, TEAM, OPEN, PUBLIC]),
    st.sampled_from(["GET", "POST"]),
)
async def test_any_header_bytes_are_judged(headers: Pairs, conf: Conf, method: str) -> None:
    start, _ = await visit(conf, *headers, method=method)
    assert start["status"] in (200, 403, 404)


@given(st.lists(st.tuples(NAMES, ANY_TEXT), max_size=5))
async def test_from_another_machine_no_header_opens_a_local_page(headers: Pairs) -> None:
    assert await outcome(LOCAL, *headers, client=("192.0.2.1", 1)) == says(gate.NOT_FROM_HERE)
