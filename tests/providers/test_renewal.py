"""A signed request signed again: by its own scheme, for its new address, with what changed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, Provider, provider_of, sign, stamp, verify
from requestbin.providers.renewal import Change, NotSigned, changes, masked, renewed, schemes_of
from requestbin.providers.signatures import keys

THEN, NOW = 1_700_000_000.0, 1_700_090_000.0
FORM = ("Content-Type", "application/x-www-form-urlencoded")
SECRET = {"stripe": "whsec_x", "twilio": "12345", "vonage_sms": "vonage-secret", "hubspot": "hub"}
WHSEC = "whsec_" + "c2VjcmV0LW9mLWFuLWFwcA=="


def row(slug: str) -> Provider:
    found = provider_of(slug)
    assert found
    return found


def old(slug: str, secret: str, request: Request) -> Request:
    return sign(request, slug, secret, now=THEN)


def test_it_is_fresh_and_genuine_again() -> None:
    captured = old("stripe", "whsec_x", Request("POST", "https://bin/in/k", body=b'{"a":1}'))
    sent = replace(captured, url="http://localhost:3000/hooks")
    assert not verify(sent, "stripe", "whsec_x", now=NOW).valid
    made = renewed(sent, row("stripe"), "whsec_x", now=NOW, captured=captured)
    assert verify(made, "stripe", "whsec_x", now=NOW).valid
    [change] = changes(sent, made)
    assert change.name == "Stripe-Signature"
    assert change.was == captured.headers.text("Stripe-Signature") != change.now


def test_the_url_that_is_signed_is_where_it_goes_or_the_one_that_is_named() -> None:
    captured = old("twilio", "12345", Request("POST", "https://bin/in/k", Headers([FORM]), b"a=1"))
    sent = replace(captured, url="http://localhost:3000/hooks")
    made = renewed(sent, row("twilio"), "12345", now=NOW, captured=captured)
    assert verify(made, "twilio", "12345", now=NOW).valid
    named = "https://app.example.com/hooks"
    made = renewed(sent, row("twilio"), "12345", now=NOW, captured=captured, signed_url=named)
    assert made.url == sent.url
    assert verify(replace(made, url=named), "twilio", "12345", now=NOW).valid


@pytest.mark.parametrize("index", range(5))
def test_the_algorithm_stays_that_of_the_capture(index: int) -> None:
    vonage = row("vonage_sms")
    fields = b"msisdn=1&messageId=2&text=hi&timestamp=2023-11-14&nonce=a"
    bare = Request("POST", "https://bin/in/k", Headers([FORM]), fields)
    only = replace(vonage, schemes=(vonage.schemes[index],))
    captured = sign(bare, only, "vonage-secret", now=THEN)
    assert schemes_of(captured, vonage, ["other", "vonage-secret"], NOW) == list(only.schemes)
    made = renewed(captured, vonage, "new", now=NOW, captured=captured, known=["vonage-secret"])
    assert verify(made, only, "new", now=NOW).authentic
    assert [each.place for each in changes(captured, made)] == ["form:timestamp", "form:sig"]


def test_every_signature_of_the_same_kind_is_made_again() -> None:
    both = Headers([("X-Hub-Signature-256", "sha256=" + "0" * 64), ("X-Hub-Signature", "sha1=0")])
    made = renewed(Request("POST", "https://a/", both, b"{}"), row("github"), "s", now=NOW)
    for index in (0, 1):
        only = replace(row("github"), schemes=(row("github").schemes[index],))
        assert verify(made, only, "s", now=NOW).valid


def test_a_signing_secret_never_takes_the_place_of_a_token() -> None:
    bare = Headers([("X-Gitlab-Event", "Push Hook"), ("X-Gitlab-Token", "token")])
    captured = sign(Request("POST", "https://a/", bare, b"{}"), "gitlab_signing", WHSEC, now=THEN)
    made = renewed(captured, row("gitlab"), WHSEC, now=NOW, captured=captured, known=[WHSEC])
    assert made.headers.text("X-Gitlab-Token") == "token"
    assert verify(made, "gitlab_signing", WHSEC, now=NOW).valid


def test_what_cannot_be_signed_says_why() -> None:
    request = Request("POST", "https://a/", body=b"{}")
    with pytest.raises(NotSigned, match="does not sign its"):
        renewed(request, replace(row("mollie"), schemes=()), "s", now=NOW)
    with pytest.raises(NotSigned, match="Only Discord has the private key"):
        renewed(request, row("discord"), "ab" * 32, now=NOW)
    with pytest.raises(NotSigned, match="signing secret"):
        renewed(request, row("stripe"), None, now=NOW)


def test_a_new_id_is_signed_with_it() -> None:
    bare = Request("POST", "https://a/", Headers([("webhook-id", "msg_old")]), b"{}")
    captured = sign(bare, "standard_webhooks", WHSEC, now=THEN)
    made = renewed(
        captured, row("standard_webhooks"), WHSEC, now=NOW, captured=captured, event_id="msg_new"
    )
    assert made.headers.text("webhook-id") == "msg_new"
    assert verify(made, "standard_webhooks", WHSEC, now=NOW).valid


def test_changes_name_headers_fields_and_the_url() -> None:
    before = Request("POST", "https://a/", Headers([("A", "1"), FORM]), b"x=1&y=2")
    after = Request("POST", "https://a/?s=1", Headers([("A", "2"), FORM, ("B", "3")]), b"x=1&y=3")
    assert changes(before, after) == [
        ("header:A", "1", "2"),
        ("header:B", None, "3"),
        ("url", "https://a/", "https://a/?s=1"),
        ("form:y", "2", "3"),
    ]
    json = [Request("POST", "https://a/", body=b'{"a":{"b":[%d]},"c":1}' % n) for n in (1, 2)]
    assert changes(*json) == [("json:a.b.0", "1", "2")]


def test_no_secret_is_left_in_what_is_shown() -> None:
    found = [Change("header:A", "old", "Basic dXNlcjpwYXNz"), Change("header:B", None, "x-tok-y")]
    shown = masked(found, ["user:pass", {"a": "tok"}])
    assert shown == [("header:A", "old", "Basic (masked)"), ("header:B", None, "x-(masked)-y")]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)
def test_no_provider_is_broken_by_it(provider: Provider) -> None:
    pair = keys.test_pair("ed25519")
    request = Request("POST", "https://a/?b=1", Headers([FORM]), b"payload=1")
    for secret in ("s" * 32, pair, WHSEC):
        with suppress(NotSigned):
            made = renewed(request, provider, secret, now=NOW, event_id="evt_2")
            assert stamp(made, provider) is not None


def test_a_stamp_tells_age_and_what_is_covered() -> None:
    captured = old("stripe", "whsec_x", Request("POST", "https://a/", body=b"{}"))
    found = stamp(captured, "stripe")
    assert found
    assert (found.at, found.good_for, found.signs_url, found.signs_body) == (THEN, 300, False, True)
    assert found.stale(THEN + 301)
    assert not found.stale(THEN + 300)
    assert stamp(Request("POST", "https://a/"), "stripe") is None
    token = stamp(Request("POST", "https://a/", Headers([("X-Gitlab-Token", "a")])), "gitlab")
    assert token
    assert (token.at, token.stale(NOW), token.signs_body) == (None, False, False)
    twilio = stamp(Request("POST", "https://a/", Headers([("X-Twilio-Signature", "a")])), "twilio")
    assert twilio
    assert twilio.signs_url


@pytest.mark.parametrize("slug", ["messagebird", "upstash_qstash", "rfc9421", "plaid"])
def test_a_stamp_of_tokens_and_messages(slug: str) -> None:
    found = provider_of(slug)
    if found is None:
        pytest.skip(f"no row is called {slug}")
    secret = "k" * 32 if found.shared else keys.test_pair("ecdsa")
    made = sign(Request("POST", "https://a/", body=b"{}"), found, secret, now=THEN)
    stamped = stamp(made, found)
    assert stamped
    assert stamped.at == THEN
