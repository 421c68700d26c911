"""Events that are sent again unless their provider hears its own words are told just these."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from requestbin.http import Captured, Request
from requestbin.providers import provider_of, sign, verify
from requestbin.providers.handshakes import answer, possible
from requestbin.providers.samples.generator import events, sample
from requestbin.providers.signatures.made import RANDOM_BYTES, made_secret
from tests.builders import captured

NOW = 1_760_000_000
URL = "https://hooks.example.com/in/abc"
WORDS = {"adyen": b"[accepted]", "dropbox_sign": b"Hello API Event Received"}
NEWER = "balancePlatform.transfer.created"
EACH = [(slug, event) for slug in WORDS for event in events(slug) if event != NEWER]


def _signed(slug: str, event: str) -> Request:
    row = provider_of(slug)
    assert row
    secret = made_secret(row, b"a" * RANDOM_BYTES)
    signed = sign(sample(slug, event, url=URL, now=NOW, seed=1), slug, secret, now=NOW)
    assert verify(signed, slug, secret, now=NOW).valid
    return signed


def _told(request: Request, provider: str = "") -> bytes | None:
    found = answer(request, provider, {}, now=NOW)
    if found is None:
        return None
    assert found.response is not None
    assert found.response.status == 200
    assert found.response.headers.text("Content-Type").startswith("text/plain")
    assert "was received" in found.reason
    return found.response.body


def _as_captured(request: Request) -> Captured:
    return captured(request.method, "/in/abc", request.headers.as_text(), request.body)


@pytest.mark.parametrize(("slug", "event"), EACH)
def test_an_event_is_told_that_it_was_received(slug: str, event: str) -> None:
    signed = _signed(slug, event)
    assert possible(_as_captured(signed))
    assert _told(signed) == _told(signed, slug) == WORDS[slug]


@pytest.mark.parametrize(("slug", "event"), EACH)
def test_where_the_owner_named_another_provider_it_is_not(slug: str, event: str) -> None:
    signed = _signed(slug, event)
    for other in ("stripe", "one of the owner's own"):
        assert _told(signed, other) is None


def test_a_large_event_is_one_too_and_no_other_large_body() -> None:
    signed = _signed("adyen", "AUTHORISATION")
    value = json.loads(signed.body)
    item = value["notificationItems"][0]["NotificationRequestItem"]
    item["additionalData"]["more"] = "x" * 10_000
    large = replace(signed, body=json.dumps(value).encode())
    assert possible(_as_captured(large))
    assert _told(large) == WORDS["adyen"]
    other = json.dumps({"challenge": "x", "more": "x" * 10_000}).encode()
    assert not possible(_as_captured(replace(signed, body=other)))


@pytest.mark.parametrize(("slug", "event"), EACH)
def test_what_is_not_signed_stays_unsigned_and_gets_the_bins_own_answer(
    slug: str, event: str
) -> None:
    unsigned = sample(slug, event, url=URL, now=NOW, seed=1)
    body = unsigned.body.replace(b'"hmacSignature"', b'"other"')
    assert _told(replace(unsigned, body=body), slug) is None


def test_the_newer_webhooks_of_adyen_want_no_words() -> None:
    assert _told(_signed("adyen", NEWER), "adyen") is None
