"""Fetched from a real server: one GET, bounded, through the guard, its secret nowhere but there."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from pytest_django import Settings

from requestbin.bins import actions, keyring, retention
from requestbin.bins.models import Bin, BinSecret, CapturedRequest
from requestbin.egress import Limits
from requestbin.forwarding import fetching
from requestbin.forwarding.fetching import Busy, Wanted, authorization_of, fetch, keep_authorization
from requestbin.forwarding.models import Fetch
from requestbin.providers.refetch import NotFetchable
from tests.builders import captured, make_bin, store
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)

FORM = [("Content-Type", "application/x-www-form-urlencoded")]
TOKEN = "Bearer test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"


@pytest.fixture
def row() -> CapturedRequest:
    """Give a request of Mollie: an id, and nothing else."""
    return store(make_bin(), captured(headers=FORM, body=b"id=tr_7UhSN1zuXS"))[0]


def reply(status: str, body: bytes, *fields: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def payments(target: Target) -> str:
    return f"{target.url}v2/payments/{{form:id}}"


def test_the_thing_is_fetched_and_kept(row: CapturedRequest, target: Target) -> None:
    target.reply = reply("200 OK", b'{"id":"tr_7UhSN1zuXS"}', "Content-Type: application/json")
    made = fetch(row, Wanted(payments(target)))
    [raw] = target.received()
    assert raw.startswith(b"GET /v2/payments/tr_7UhSN1zuXS HTTP/1.1\r\n")
    assert b"authorization" not in raw.lower()
    assert (made.status, bytes(made.body)) == (200, b'{"id":"tr_7UhSN1zuXS"}')
    assert made.headers.text("Content-Type") == "application/json"
    target.reply = reply("404 Not Found", b"gone")
    again = fetch(row, Wanted(payments(target)))
    assert (again.pk, again.status) == (made.pk, 404)
    assert Fetch.objects.count() == 1


def test_the_authorization_goes_to_its_own_host_and_nowhere_else(
    row: CapturedRequest, target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    target.reply = lambda raw: reply("200 OK", raw, f"X-Echo: {TOKEN}")
    keep_authorization(row.bin, target.url.rstrip("/"), TOKEN)
    made = fetch(row, Wanted(payments(target)))
    assert f"Authorization: {TOKEN}".encode() in target.requests[0]
    assert made.authorized
    assert b"Authorization: (masked)" in bytes(made.body)
    assert made.headers.text("X-Echo") == "(masked)"
    stored = str(serializers.serialize("json", Fetch.objects.all()))
    assert TOKEN not in stored + caplog.text
    other = Target()
    try:
        assert not fetch(row, Wanted(payments(other))).authorized
        assert b"authorization" not in other.requests[0].lower()
    finally:
        other.close()


def test_a_value_takes_the_place_of_another(row: CapturedRequest) -> None:
    for value in ("Bearer one", "Bearer two"):
        keep_authorization(row.bin, "https://api.example.com", value)
    keep_authorization(row.bin, "https://other.example.com", "Bearer three")
    assert authorization_of(row.bin_id, "https://api.example.com") == "Bearer two"
    assert authorization_of(row.bin_id, "https://api.example.com:8443") == ""
    assert BinSecret.objects.count() == 2
    with pytest.raises(NotFetchable):
        keep_authorization(row.bin, "https://api.example.com", "a\r\nX: b")


def test_a_redirect_is_an_answer(row: CapturedRequest, target: Target) -> None:
    target.reply = reply("302 Found", b"", f"Location: {target.url}elsewhere")
    made = fetch(row, Wanted(payments(target), TOKEN))
    assert made.status == 302
    assert len(target.requests) == 1


def test_a_huge_answer_is_cut_off(row: CapturedRequest, target: Target) -> None:
    target.reply = reply("200 OK", b"z" * 5_000_000)
    made = fetch(row, Wanted(payments(target)))
    assert (len(made.body), made.body_complete) == (1024 * 1024, False)


def test_a_slow_answer_is_given_up(
    row: CapturedRequest, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LIMITS", Limits(total_seconds=0.2))
    over = threading.Event()
    target.reply = lambda raw: over.wait(10) and None
    made = fetch(row, Wanted(payments(target)))
    over.set()
    assert (made.status, made.error) == (None, "no_answer")
    assert "no answer within 0.2 s" in made.detail


def test_the_guard_has_its_say(row: CapturedRequest, target: Target, settings: Settings) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, allow_nets=())
    made = fetch(row, Wanted(payments(target)))
    assert (made.status, made.error) == (None, "private")
    assert "is a loopback address" in made.detail or "127.0.0.1" in made.detail
    assert not target.requests


def test_what_does_not_fit_is_not_tried(row: CapturedRequest, target: Target) -> None:
    with pytest.raises(NotFetchable, match="has no `json:id`"):
        fetch(row, Wanted(f"{target.url}{{json:id}}"))
    with pytest.raises(NotFetchable, match="may not choose the host"):
        fetch(row, Wanted("https://{form:id}/"))
    assert not target.requests
    assert not Fetch.objects.exists()


def test_only_so_many_at_once(
    row: CapturedRequest, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_places", threading.BoundedSemaphore(1))
    fetching._places.acquire()
    with pytest.raises(Busy):
        fetch(row, Wanted(payments(target)))
    fetching._places.release()
    assert fetch(row, Wanted(payments(target))).status == 200


@pytest.mark.parametrize("gone", [lambda b: actions.delete_requests(b, [1]), actions.delete])
def test_it_goes_with_its_request(
    gone: Callable[[Bin], Any], row: CapturedRequest, target: Target
) -> None:
    fetch(row, Wanted(payments(target)))
    retention.apply(by_age=False)
    assert Fetch.objects.count() == 1
    gone(row.bin)
    retention.apply(by_age=False)
    assert not Fetch.objects.exists()


def test_the_bins_own_address_comes_before_the_providers(row: CapturedRequest) -> None:
    assert fetching.template_of(row) == "https://api.mollie.com/v2/payments/{form:id}"
    row.bin.fetch_url = "https://a/{form:id}"
    assert fetching.template_of(row) == "https://a/{form:id}"
    assert keyring.known(row.bin_id) == []
