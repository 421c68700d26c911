"""Capture through the ASGI door: everything is stored exactly, or refused with a clear answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from requestbin.bins import actions
from requestbin.bins.models import Bin, CapturedRequest, Refusal
from requestbin.bins.probe.key import new_key
from requestbin.bins.queries import body_of
from requestbin.capture.core import Core
from requestbin.capture.door import CaptureApp
from tests.asgi import call
from tests.builders import make_bin

pytestmark = pytest.mark.django_db(transaction=True)

OURS = ("requestbin-session-1",)
Start = Callable[..., tuple[Core, CaptureApp]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    cores: list[Core] = []

    def made(**conf: Any) -> tuple[Core, CaptureApp]:
        core = Core(replace(settings.REQUESTBIN, **conf), OURS)
        cores.append(core)
        return core, CaptureApp(core)

    yield made
    for core in cores:
        await core.drain()


@pytest.fixture
async def bin() -> Bin:
    return await sync_to_async(make_bin)()


def to(bin: Bin, rest: bytes = b"") -> bytes:
    return b"/in/" + bin.key.encode() + rest


async def only(bin: Bin) -> CapturedRequest:
    return await CapturedRequest.objects.aget(bin=bin)


async def test_stores_exactly_and_answers_200_with_nothing(start: Start, bin: Bin) -> None:
    _, app = start()
    body = bytes(range(256))
    answer = await call(
        app,
        to(bin, b"//a%2Fb?x=1&x=2"),
        method="BREW",
        headers=[(b"X-One", b"1"), (b"x_two", b"\xe9"), (b"x-one", b"3")],
        chunks=[body[:100], body[100:]],
    )
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header(b"content-length") == b"0"
    assert answer.header(b"x-content-type-options") == b"nosniff"
    assert answer.header(b"content-security-policy") == b"sandbox"
    row = await only(bin)
    assert row.method == "BREW"
    assert bytes(row.target) == to(bin, b"//a%2Fb?x=1&x=2")
    assert list(row.headers) == [(b"x-one", b"1"), (b"x_two", b"\xe9"), (b"x-one", b"3")]
    assert not row.names_exact  # this server told names in lower case only
    assert await sync_to_async(body_of)(bin.pk, row.seq) == body


async def test_takes_target_and_names_from_a_server_that_keeps_them(start: Start, bin: Bin) -> None:
    _, app = start()
    target = b"http://other.example" + to(bin, b"/x?")
    wire = {"target": target, "headers": [(b"X-CaSe", b"1")]}
    await call(app, to(bin, b"/x"), wire=wire)
    row = await only(bin)
    assert (bytes(row.target), list(row.headers)) == (target, [(b"X-CaSe", b"1")])
    assert row.names_exact


async def test_an_unknown_key_is_answered_404(start: Start, bin: Bin) -> None:
    _, app = start()
    answer = await call(app, b"/in/nobody")
    assert answer.status == 404
    assert answer.body.startswith(b"No bin here.")
    assert answer.header(b"x-content-type-options") == b"nosniff"


async def test_the_old_key_dies_at_once(start: Start, bin: Bin) -> None:
    _, app = start()
    old = to(bin)
    assert (await call(app, old)).status == 200
    await sync_to_async(actions.renew_key)(bin)
    assert (await call(app, old)).status == 404
    assert (await call(app, to(bin))).status == 200


async def test_settings_apply_at_once(start: Start, bin: Bin) -> None:
    _, app = start()
    await call(app, to(bin))
    await sync_to_async(actions.update)(
        bin, answer_status=500, answer_body=b"no", answer_headers=[["X-A", "b"]]
    )
    answer = await call(app, to(bin))
    assert (answer.status, answer.body, answer.header(b"x-a")) == (500, b"no", b"b")


@pytest.mark.parametrize(("status", "method"), [(204, "POST"), (304, "GET"), (200, "HEAD")])
async def test_some_answers_have_no_body(start: Start, bin: Bin, status: int, method: str) -> None:
    _, app = start()
    await sync_to_async(actions.update)(bin, answer_status=status, answer_body=b"text")
    answer = await call(app, to(bin), method=method)
    assert (answer.status, answer.body) == (status, b"")
    assert answer.header(b"content-length") == (b"4" if method == "HEAD" else None)


async def test_a_body_at_the_limit_is_stored_and_one_over_it_not(start: Start, bin: Bin) -> None:
    core, app = start(max_body=1000)
    assert (await call(app, to(bin), chunks=[b"x" * 600, b"y" * 400])).status == 200
    over = await call(app, to(bin), chunks=[b"x" * 600, b"y" * 401])
    announced = await call(app, to(bin), headers=[(b"Content-Length", b"90000")], chunks=[])
    assert over.status == announced.status == 413
    assert b"up to 1,000 bytes" in over.body
    await core.drain()
    assert await CapturedRequest.objects.filter(bin=bin).acount() == 1
    refusal = await Refusal.objects.aget(bin=bin)
    assert (refusal.reason, refusal.count, refusal.largest) == ("too_large", 2, 90000)


async def test_a_cut_off_body_is_stored_and_marked(start: Start, bin: Bin) -> None:
    _, app = start()
    await call(app, to(bin), chunks=[b"half", None])
    row = await only(bin)
    assert not row.complete
    assert await sync_to_async(body_of)(bin.pk, row.seq) == b"half"


async def test_too_fast_is_answered_429_and_counted(start: Start, bin: Bin) -> None:
    core, app = start(rate_per_bin=1)
    answers = [await call(app, to(bin)) for _ in range(15)]
    refused = [answer for answer in answers if answer.status == 429]
    assert 3 <= len(refused) <= 5  # a burst of ten passes, and a second or so may go by
    assert int(refused[0].header(b"retry-after") or 0) >= 1
    await core.drain()
    assert (await Refusal.objects.aget(bin=bin)).count == len(refused)


async def test_one_sender_cannot_take_it_all(start: Start, bin: Bin) -> None:
    _, app = start(rate_per_address=1)
    for _ in range(15):
        await call(app, to(bin), client="2001:db8:1:2::1")
    assert (await call(app, to(bin), client="2001:db8:1:2::ffff")).status == 429
    assert (await call(app, to(bin), client="2001:db8:1:3::1")).status == 200


async def test_our_cookies_are_not_captured(start: Start, bin: Bin) -> None:
    _, app = start()
    await call(app, to(bin), headers=[(b"Cookie", b"a=1; requestbin-session-1=secret")])
    row = await only(bin)
    assert list(row.headers) == [(b"cookie", b"a=1")]
    assert row.cookies_removed


@pytest.mark.parametrize(
    ("trusted", "address", "scheme"),
    [(0, "203.0.113.9", "http"), (1, "198.51.100.7", "https")],
)
async def test_the_sender_is_who_trusted_proxies_say(
    start: Start, bin: Bin, trusted: int, address: str, scheme: str
) -> None:
    _, app = start(trusted_proxies=trusted)
    told = [(b"X-Forwarded-For", b"6.6.6.6, 198.51.100.7"), (b"X-Forwarded-Proto", b"https")]
    await call(app, to(bin), headers=told)
    row = await only(bin)
    assert (row.remote_addr, row.scheme) == (address, scheme)


@pytest.mark.parametrize(
    ("host", "target", "status"),
    [
        (b"hooks.example", b"", 404),
        (b"hooks.example:443", b"", 404),
        (b"hooks.example:", b"", 404),
        (b"Hooks.EXAMPLE", b"", 404),
        (b"hooks.example.", b"", 404),
        (b"hooks.example.:443", b"", 404),
        (b"in.example", b"https://hooks.example", 404),
        (b"in.example", b"HTTP://a@Hooks.example.:443", 404),
        (b"in.example", b"", 200),
        (b"in.example", b"https://in.example", 200),
        (b"hooks.example:8443", b"", 200),
        (b"hooks.example.in.example", b"", 200),
        (b"", b"", 200),
    ],
)
async def test_captures_are_not_taken_on_the_pages_origin(
    start: Start, bin: Bin, host: bytes, target: bytes, status: int
) -> None:
    _, app = start(url="https://hooks.example", capture_url="https://in.example")
    wire = {"target": target + to(bin, b"/x?to=http://hooks.example"), "headers": [(b"Host", host)]}
    assert (await call(app, to(bin), wire=wire)).status == status


async def test_what_cannot_be_stored_is_answered_503_and_counted(start: Start, bin: Bin) -> None:
    core, app = start(min_free_disk=2**62)
    if settings.REQUESTBIN.database_url:
        pytest.skip("the disk of a database server is not ours to measure")
    answer = await call(app, to(bin))
    assert (answer.status, answer.header(b"retry-after")) == (503, b"5")
    await core.drain()
    assert (await Refusal.objects.aget(bin=bin)).reason == "unavailable"


async def test_an_answer_waits_as_long_as_the_bin_says(start: Start, bin: Bin) -> None:
    import asyncio

    _, app = start()
    await sync_to_async(actions.update)(bin, answer_delay_ms=200)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await call(app, to(bin))
    assert loop.time() - began >= 0.2


async def test_a_probe_is_answered_on_any_origin_and_stored_nowhere(start: Start) -> None:
    _, app = start(url="https://bins.example.com", capture_url="https://in.example.com")
    for host in (b"bins.example.com", b"in.example.com"):
        target = b"/in/" + new_key().encode() + b"/x?y"
        answer = await call(app, target, headers=[(b"host", host)])
        assert answer.status == 200
        assert b'"rest": "/x?y"' in answer.body
        forged = await call(app, b"/in/probe-forged", headers=[(b"host", host)])
        assert forged.status == 404
    assert not await CapturedRequest.objects.aexists()
