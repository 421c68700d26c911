"""What is asked before a replay leaves this machine, and how many may."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from requestbin.access import limits
from requestbin.bins.models import Bin
from requestbin.buckets import Buckets
from requestbin.forwarding.models import Delivery
from requestbin.http import Headers
from requestbin.web.replaying import MAX_URL, LiveEvent, Refused, Wish, is_live, send
from tests.builders import captured, store

pytestmark = pytest.mark.django_db

LIVE = b'{"id": "evt_1", "livemode": true}'
ELSEWHERE = "https://staging.example.com/hooks"


@pytest.mark.parametrize(
    ("body", "live"),
    [
        (LIVE, True),
        (b'{"livemode":false}', False),
        (b'{"livemode":"true"}', False),
        (b'{"data":{"livemode":true}}', False),
        (b'["livemode",true]', False),
        (b'"livemode": true', False),
        (b'{"livemode": true', False),
        (b'"livemode"' + b"[" * 100_000, False),
        (b"", False),
    ],
)
def test_a_live_event_says_so(body: bytes, live: bool) -> None:
    assert is_live(body) is live


def test_a_live_event_leaves_this_machine_only_when_that_is_said(bin: Bin) -> None:
    row = store(bin, captured(body=LIVE))[0]
    with pytest.raises(LiveEvent):
        send(bin, row, Wish(ELSEWHERE), "127.0.0.1")
    assert not Delivery.objects.exists()
    assert send(bin, row, Wish(ELSEWHERE), "127.0.0.1", sure=True).url == ELSEWHERE
    assert send(bin, row, Wish("http://localhost:3000/"), "127.0.0.1").url
    assert send(bin, row, Wish(ELSEWHERE, body=b'{"livemode": false}'), "127.0.0.1").url


def test_an_edit_can_make_an_event_live(bin: Bin) -> None:
    row = store(bin, captured(body=b"{}"))[0]
    with pytest.raises(LiveEvent):
        send(bin, row, Wish(ELSEWHERE, body=LIVE), "127.0.0.1")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("nowhere"), "url"),
        (Wish("http://a/" + "x" * MAX_URL), "url"),
        (Wish(ELSEWHERE, method="A B"), "method"),
        (Wish(ELSEWHERE, headers=Headers([("A B", "1")])), "headers"),
    ],
)
def test_a_refusal_names_the_field(bin: Bin, wish: Wish, field: str) -> None:
    row = store(bin, captured())[0]
    with pytest.raises(Refused) as refused:
        send(bin, row, wish, "127.0.0.1")
    assert refused.value.field == field


def test_a_public_instance_sends_nobody_too_much(
    bin: Bin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REQUESTBIN = dataclasses.replace(django_settings.REQUESTBIN, public=True)
    monkeypatch.setattr(limits, "REPLAYS_BY_ADDRESS", Buckets(1 / 5, burst=1))
    row = store(bin, captured())[0]
    send(bin, row, Wish(ELSEWHERE), "192.0.2.1")
    with pytest.raises(Refused, match=r"Too many replays at once\. Try again in \d s\."):
        send(bin, row, Wish(ELSEWHERE), "192.0.2.1")


def test_what_was_sent_can_be_sent_again(bin: Bin) -> None:
    row = store(bin, captured())[0]
    edited = Wish(ELSEWHERE, "PATCH", Headers([("X", "1")]), b"\x00new")
    first = send(bin, row, edited, "127.0.0.1")
    again = send(bin, row, Wish.repeating(first, "http://localhost/"), "127.0.0.1")
    assert (again.method, bytes(again.body)) == ("PATCH", b"\x00new")
    assert again.headers.get_all("X-Requestbin-Delivery") == [again.pk.encode()]
