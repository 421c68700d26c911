"""Who gets through the gate, mode by mode; the app behind it is real ASGI and says what it saw."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from requestbin import gate
from requestbin.conf import Conf, ConfigurationError
from requestbin.gate import Gate, Message, Receive, Refusal, Scope, Send

LOCAL = Conf()
TEAM = Conf(url="https://hooks.example.com")
OPEN = Conf(host="0.0.0.0")
PUBLIC = Conf(public=True, url="https://bins.example.com", trusted_proxies=1)

Pairs = list[tuple[str, str]]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept", "scope": scope})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [], "scope": scope})
    await send({"type": "http.response.body", "body": b"let in"})


async def visit(conf: Conf, *headers: tuple[str, str], **scope: Any) -> list[Message]:
    """Send one request (or socket) to a gate and return everything that it answers."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    full = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "client": ("127.0.0.1", 51000),
        "server": ("127.0.0.1", 8000),
        "headers": pairs,
    }
    await Gate(echo, conf)({**full, **scope}, receive, send)
    return sent


async def outcome(conf: Conf, *headers: tuple[str, str], **scope: Any) -> str:
    """Return "in", or the sentence of the refusal."""
    start, body = await visit(conf, *headers, **scope)
    return "in" if start["status"] == 200 else f"{start['status']} {body['body'].decode().strip()}"


def says(refusal: Refusal) -> str:
    return f"{refusal.status} {refusal.sentence}"


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


HERE = ("host", "localhost:8000")


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ([("origin", "http://localhost:8000")], "in"),
        ([("origin", "HTTP://LOCALHOST:8000")], "in"),
        ([("origin", "http://localhost:8000"), ("sec-fetch-site", "same-origin")], "in"),
        ([("origin", "http://127.0.0.1:8000")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:3000")], says(gate.FOREIGN)),
        ([("origin", "https://localhost:8000")], says(gate.FOREIGN)),
        ([("origin", "http://localhost")], says(gate.FOREIGN)),
        ([("origin", "http://evil.example")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000.evil.example")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000@evil.example")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000/")], says(gate.FOREIGN)),
        ([("origin", "null")], says(gate.FOREIGN)),
        ([("origin", "")], says(gate.FOREIGN)),
        ([("origin", "file://")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000"), ("origin", "null")], says(gate.FOREIGN)),
        ([("sec-fetch-site", "cross-site")], says(gate.FOREIGN)),
        ([("sec-fetch-site", "Cross-Site")], says(gate.FOREIGN)),
        ([("sec-fetch-site", "same-site")], says(gate.FOREIGN)),
        (
            [("origin", "http://localhost:8000"), ("sec-fetch-site", "cross-site")],
            says(gate.FOREIGN),
        ),
    ],
)
async def test_only_our_own_pages_change_things(headers: Pairs, told: str) -> None:
    assert await outcome(LOCAL, HERE, *headers, method="POST") == told
    if told != "in":
        assert await outcome(LOCAL, HERE, *headers, method="POST", path="/api/bins") == told
        assert await outcome(LOCAL, HERE, *headers, method="DELETE", path="/bins/abc/") == told


async def test_reading_from_elsewhere_is_navigation() -> None:
    pairs = [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")]
    assert await outcome(LOCAL, HERE, *pairs) == "in"


@pytest.mark.parametrize(
    ("conf", "headers", "closed"),
    [
        (LOCAL, [("host", "localhost:8000"), ("origin", "http://localhost:8000")], False),
        (LOCAL, [("host", "localhost:8000")], False),
        (LOCAL, [("host", "localhost:8000"), ("origin", "null")], True),
        (LOCAL, [("host", "localhost:8000"), ("origin", "http://evil.example")], True),
        (LOCAL, [("host", "evil.example:8000"), ("origin", "http://evil.example:8000")], True),
        (TEAM, [("host", "hooks.example.com"), ("origin", "https://hooks.example.com")], False),
        (TEAM, [("host", "hooks.example.com"), ("origin", "http://hooks.example.com")], True),
    ],
)
async def test_sockets_open_for_our_own_pages(conf: Conf, headers: Pairs, closed: bool) -> None:
    # As Daphne writes the scope of a socket: without method, scheme and HTTP version.
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    sent: list[Message] = []
    scope: Scope = {
        "type": "websocket",
        "path": "/live/bins/abc/",
        "client": ("127.0.0.1", 51000),
        "server": ("127.0.0.1", 8000),
        "headers": pairs,
    }

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await Gate(echo, conf)(scope, receive, send)
    assert [message["type"] for message in sent] == [
        "websocket.close" if closed else "websocket.accept"
    ]


BEHIND: dict[str, Any] = {"client": ("10.0.0.9", 4711)}


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("hooks.example.com", "in"),
        ("HOOKS.example.com", "in"),
        ("hooks.example.com:443", "in"),
        ("hooks.example.com:8443", says(gate.NOT_OUR_NAME)),
        ("in.example.com", says(gate.NOT_OUR_NAME)),
        ("10.0.0.5:8000", says(gate.NOT_OUR_NAME)),
        ("evil.example", says(gate.NOT_OUR_NAME)),
        ("", says(gate.NOT_OUR_NAME)),
    ],
)
async def test_with_a_url_only_its_host_counts(host: str, told: str) -> None:
    assert await outcome(TEAM, ("host", host), **BEHIND) == told


async def test_the_machine_itself_reaches_a_team_instance_directly() -> None:
    assert await outcome(TEAM, ("host", "127.0.0.1:8000"), path="/readyz") == "in"
    proxied = [("host", "127.0.0.1:8000"), ("x-forwarded-for", "192.0.2.1")]
    assert await outcome(TEAM, *proxied, path="/readyz") == says(gate.NOT_OUR_NAME)


async def test_with_a_url_only_its_origin_changes_things() -> None:
    host = ("host", "hooks.example.com")

    async def told(origin: str) -> str:
        return await outcome(TEAM, host, ("origin", origin), method="POST", **BEHIND)

    assert await told("https://hooks.example.com") == "in"
    assert await told("https://hooks.example.com:443") == "in"
    assert await told("http://hooks.example.com") == says(gate.FOREIGN)
    assert await told("https://in.example.com") == says(gate.FOREIGN)
    assert await told("null") == says(gate.FOREIGN)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("192.168.1.5:8000", "in"),
        ("[fd00::5]:9000", "in"),
        ("localhost:9000", "in"),
        ("evil.example:8000", says(gate.NAME_UNKNOWN)),
        ("192.168.1.5.nip.io:8000", says(gate.NAME_UNKNOWN)),
    ],
)
async def test_without_a_url_addresses_and_own_names_count(host: str, told: str) -> None:
    assert await outcome(OPEN, ("host", host), **BEHIND) == told


async def test_without_a_url_the_machines_name_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.socket, "gethostname", lambda: "Tower.lan")
    for name in ("tower.lan", "tower", "tower.local", "TOWER.LAN"):
        assert await outcome(OPEN, ("host", f"{name}:8000"), **BEHIND) == "in"
    assert await outcome(OPEN, ("host", "lan:8000"), **BEHIND) == says(gate.NAME_UNKNOWN)


async def test_without_a_url_the_origin_is_the_host_that_was_asked() -> None:
    host = ("host", "192.168.1.5:9000")
    own, other = ("origin", "http://192.168.1.5:9000"), ("origin", "http://192.168.1.5:3000")
    assert await outcome(OPEN, host, own, method="POST", **BEHIND) == "in"
    assert await outcome(OPEN, host, other, method="POST", **BEHIND) == says(gate.FOREIGN)


async def test_trusted_proxies_say_address_and_scheme() -> None:
    pairs = [
        ("host", "bins.example.com"),
        ("x-forwarded-for", "127.0.0.1, 203.0.113.7"),
        ("x-forwarded-proto", "https"),
    ]
    start, _ = await visit(PUBLIC, *pairs, **BEHIND)
    assert (start["scope"]["client"], start["scope"]["scheme"]) == (("203.0.113.7", 0), "https")
    [accepted] = await visit(PUBLIC, *pairs, type="websocket", scheme="ws", **BEHIND)
    assert accepted["scope"]["scheme"] == "wss"


async def test_untrusted_proxies_say_nothing() -> None:
    pairs = [
        ("host", "hooks.example.com"),
        ("x-forwarded-for", "203.0.113.7"),
        ("x-forwarded-proto", "https"),
    ]
    start, _ = await visit(TEAM, *pairs, **BEHIND)
    assert (start["scope"]["client"], start["scope"]["scheme"]) == (("10.0.0.9", 4711), "http")


async def test_a_proxy_that_nobody_announced_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def nothing(*_: Any) -> Any:
        return None

    async def arrive(conf: Conf, times: int) -> list[str]:
        caplog.clear()
        gated = Gate(echo, conf)
        headers = [(b"host", b"hooks.example.com"), (b"X-Forwarded-For", b"203.0.113.7")]
        scope: Scope = {"type": "http", "path": "/", "method": "GET", "headers": headers}
        for _ in range(times):
            await gated(scope, nothing, nothing)
        return [record.getMessage() for record in caplog.records]

    with caplog.at_level(logging.WARNING, logger="requestbin.gate"):
        [warning] = await arrive(TEAM, 3)
        assert "REQUESTBIN_TRUSTED_PROXIES" in warning
        assert "203.0.113.7" not in warning
        assert await arrive(dataclasses.replace(TEAM, trusted_proxies=1), 3) == []
        assert await arrive(LOCAL, 3) == []


async def test_a_refusal_is_plain_text_that_no_cache_keeps() -> None:
    start, body = await visit(LOCAL, ("host", "evil.example"))
    headers = dict(start["headers"])
    assert headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert headers[b"cache-control"] == b"no-store"
    assert int(headers[b"content-length"]) == len(body["body"])
    _, body = await visit(LOCAL, ("host", "evil.example"), method="HEAD")
    assert body["body"] == b""


def test_a_url_that_browsers_spell_otherwise_is_a_wrong_setting() -> None:
    with pytest.raises(ConfigurationError, match="REQUESTBIN_URL"):
        Gate(echo, Conf(url="https://büro.example"))


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
