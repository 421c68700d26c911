"""What is signed as a provider signs is genuine by the same rules, and nothing else is."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from dataclasses import replace
from hmac import digest

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers import Provider, Reason, provider_of, sign, unsignable, verify
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.verdict import PARTS
from tests.providers.fitting import JSON, REQUEST, alone, pair, request_for, schemes, secret_for

EACH = pytest.mark.parametrize(
    ("row", "index"), schemes(), ids=[f"{row.slug}-{index}" for row, index in schemes()]
)
COVERED = (*PARTS[1:], "other headers")
NOW = 1_760_000_000
PATHS = st.text("abc/%2F+._-~ä", max_size=12)
URLS = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["example.com", "a.b.example", "127.0.0.1", "[::1]"]),
    st.sampled_from(["", ":443", ":80", ":8000"]),
    PATHS,
    st.sampled_from(["", "?", "?a=1&b=2", "?b=%C3%A4&a", "?x=%2F%3f+1&x=0#f"]),
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from([b"X-Request-Id", b"User-Agent", b"Accept", b"X-A", b"Content-Type"]),
        st.sampled_from([b"", b"1", b"text/plain", b"application/json", b"\xe4;q=1", b"a, b"]),
    ),
    max_size=4,
)
REQUESTS = st.builds(
    Request,
    st.sampled_from(["POST", "PUT", "GET"]),
    URLS,
    st.builds(Headers, HEADERS),
    st.binary(max_size=80) | st.just(JSON),
)


def _secured(row: Provider, index: int, seed: int) -> tuple[Provider, object]:
    return alone(row, index), secret_for(row, index, random.Random(seed))


@EACH
@limits(max_examples=6, deadline=None)
@given(request=REQUESTS, seed=st.integers(0, 9999), now=st.integers(0, 4_000_000_000))
def test_what_is_signed_is_genuine(
    row: Provider, index: int, request: Request, seed: int, now: int
) -> None:
    provider, secret = _secured(row, index, seed)
    request = request_for(row, index, request)
    assert unsignable(provider, secret) == ""  # type: ignore[arg-type]
    signed = sign(request, provider, secret, now=now)  # type: ignore[arg-type]
    assert signed != request
    verdict = verify(signed, provider, secret, now=now)  # type: ignore[arg-type]
    assert (verdict.valid, verdict.reason, verdict.authentic) == (True, None, True)
    again = sign(signed, provider, secret, now=now + 7)  # type: ignore[arg-type]
    assert verify(again, provider, secret, now=now + 7).valid  # type: ignore[arg-type]
    whole_row = verify(signed, row.slug, secret, now=now)  # type: ignore[arg-type]
    assert whole_row.valid or whole_row.reason is Reason.ALGORITHM_NOT_ALLOWED


def _signed(row: Provider, index: int) -> tuple[Request, Provider, object]:
    provider, secret = _secured(row, index, 7)
    request = replace(REQUEST, body=JSON)
    if row.slug == "websub":
        request = replace(request, headers=request.headers.plus(("Link", "<x>; rel=hub")))
    request = request_for(row, index, request)
    return sign(request, provider, secret, now=NOW), provider, secret  # type: ignore[arg-type]


@EACH
def test_another_secret_proves_nothing(row: Provider, index: int) -> None:
    signed, provider, secret = _signed(row, index)
    other = secret_for(row, index, random.Random(8))
    if other == secret:
        other = {**other, "public_key": _other_key(), "private_key": "", "webhook_id": "WH-1"}
    verdict = verify(signed, provider, other, now=NOW)
    assert not verdict.valid
    assert not verdict.authentic


def _other_key() -> str:
    from requestbin.providers.signatures.keys import test_pair

    return test_pair("rsa-sha256")["public_key"]


@EACH
def test_a_changed_body_is_noticed_or_said_to_be_uncovered(row: Provider, index: int) -> None:
    signed, provider, secret = _signed(row, index)
    verdict = verify(signed, provider, secret, now=NOW)  # type: ignore[arg-type]
    changed = replace(signed, body=_changed(signed))
    altered = verify(changed, provider, secret, now=NOW)  # type: ignore[arg-type]
    assert altered.valid == any(part not in COVERED for part in verdict.uncovered)


def _changed(request: Request) -> bytes:
    if request.body.startswith(b"{"):
        return json.dumps({**json.loads(request.body), "added": "by somebody"}).encode()
    if b"\r\n" in request.body:
        return request.body.replace(b"--b--", b"--b\r\n\r\nmore\r\n--b--")
    return request.body + b"&added=1"


@EACH
@pytest.mark.parametrize(
    ("part", "url"),
    [
        ("path", "https://hooks.example.com/in/other?x=1"),
        ("query", "https://hooks.example.com/in/abc?x=2"),
        ("host", "https://other.example.com/in/abc?x=1"),
    ],
)
def test_a_changed_url_is_noticed_or_said_to_be_uncovered(
    row: Provider, index: int, part: str, url: str
) -> None:
    signed, provider, secret = _signed(row, index)
    verdict = verify(signed, provider, secret, now=NOW)  # type: ignore[arg-type]
    added = signed.url.removeprefix("https://hooks.example.com/in/abc?x=1")
    altered = verify(replace(signed, url=url + added), provider, secret, now=NOW)  # type: ignore[arg-type]
    assert altered.valid == (part in verdict.uncovered)


@EACH
def test_a_changed_time_is_noticed(row: Provider, index: int) -> None:
    scheme = row.schemes[index]
    if not isinstance(scheme, Signed) or not scheme.timestamp:
        return
    signed, provider, secret = _signed(row, index)
    where = place(scheme.signature.split(" ")[0])
    if not scheme.timestamp.startswith("item:"):
        where = place(scheme.timestamp)
    old = where.value(Seen(signed)) or ""
    changed = where.put(signed, old.replace("2025-10", "2025-11").replace("1760", "1761"))
    verdict = verify(changed, provider, secret, now=NOW)  # type: ignore[arg-type]
    assert changed != signed
    assert not verdict.authentic


@EACH
def test_age_counts_where_there_is_a_tolerance(row: Provider, index: int) -> None:
    signed, provider, secret = _signed(row, index)
    tolerance = row.schemes[index].tolerance
    old = verify(signed, provider, secret, now=NOW + 10_000)  # type: ignore[arg-type]
    assert old.authentic
    if tolerance is None:
        assert old.valid or old.reason is Reason.TOKEN_EXPIRED
        return
    assert old.reason is Reason.TIMESTAMP_TOO_OLD
    assert verify(signed, provider, secret, now=NOW + tolerance).valid  # type: ignore[arg-type]
    early = verify(signed, provider, secret, now=NOW - 10_000)  # type: ignore[arg-type]
    ahead = getattr(row.schemes[index], "ahead", None)
    assert early.reason is (None if ahead is None else Reason.TIMESTAMP_IN_FUTURE)


def test_an_event_id_is_signed_where_one_is() -> None:
    signed = sign(replace(REQUEST, body=b"{}"), "svix", "whsec_MfKQ9r8G", now=NOW, event_id="msg_1")
    assert signed.headers.text("svix-id") == "msg_1"
    assert verify(signed, "svix", "whsec_MfKQ9r8G", now=NOW).valid


def test_a_time_in_the_body_is_put_there_and_nothing_else_changes() -> None:
    body = b'{ "data": {"webhookTimestamp": 5},\n "webhookTimestamp": 1 ,"z":1.50}'
    signed = sign(replace(REQUEST, body=body), "linear", "s", now=NOW)
    assert signed.body == body.replace(b": 1 ,", b": 1760000000000 ,")


def test_a_mailgun_event_gets_time_token_and_signature() -> None:
    body = b'{"event-data":{"timestamp":1.5,"token":"mine","signature":"x"}}'
    signed = sign(replace(REQUEST, body=body), "mailgun", "key", now=NOW)
    found = json.loads(signed.body)
    assert found["event-data"] == {"timestamp": 1.5, "token": "mine", "signature": "x"}
    assert found["signature"]["timestamp"] == str(NOW)
    assert set(found["signature"]) == {"timestamp", "token", "signature"}


def test_a_form_with_files_keeps_its_parts() -> None:
    content_type = "multipart/form-data; boundary=xx"
    body = (
        b'--xx\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\x00\xff\r\n'
        b'--xx\r\nContent-Disposition: form-data; name="token"\r\n\r\nold\r\n--xx--\r\n'
    )
    request = Request("POST", REQUEST.url, Headers([("Content-Type", content_type)]), body)
    signed = sign(request, "mailgun", "key", now=NOW)
    assert b"\x00\xff" in signed.body
    assert b"\r\n\r\nold\r\n" in signed.body
    assert verify(signed, "mailgun", "key", now=NOW).valid


def test_signing_again_keeps_the_headers_that_are_signed() -> None:
    first = replace(
        REQUEST,
        body=b"{}",
        headers=Headers([("X-Hook0-Signature", "t=1,h=x-a x-b,v1=00"), ("X-A", "1"), ("X-B", "2")]),
    )
    signed = sign(first, "coinbase_cdp", "s", now=NOW)
    assert ",h=x-a x-b," in signed.headers.text("X-Hook0-Signature").replace(", ", ",")
    assert verify(signed, "coinbase_cdp", "s", now=NOW).valid
    changed = replace(signed, headers=signed.headers.without("X-A").plus(("X-A", "3")))
    assert not verify(changed, "coinbase_cdp", "s", now=NOW).valid


def test_an_old_signature_is_old_though_an_older_kind_beside_it_has_no_time() -> None:
    request = replace(REQUEST, body=b"[]")
    both = sign(request, "hubspot_v3", "s", now=NOW)
    both = sign(both, "hubspot_v1", "s", now=NOW)
    assert both.headers.text("X-HubSpot-Signature-Version") == "v1"
    assert verify(both, "hubspot", "s", now=NOW + 301).reason is Reason.TIMESTAMP_TOO_OLD


def test_a_token_beside_a_signature_does_not_hide_that_the_body_changed() -> None:
    secret = {"signing": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "token": "mine"}
    signed = sign(replace(REQUEST, body=b"{}"), "gitlab", secret, now=NOW)
    signed = sign(signed, "gitlab_token", "mine", now=NOW)
    assert verify(signed, "gitlab", secret, now=NOW).valid
    changed = verify(replace(signed, body=b"[]"), "gitlab", secret, now=NOW)
    assert changed.reason is Reason.SIGNATURE_MISMATCH


def test_each_notification_must_have_the_state() -> None:
    body = b'{"value":[{"subscriptionId":"a","clientState":"s"},{"subscriptionId":"b"}]}'
    verdict = verify(replace(REQUEST, body=body), "microsoft_graph", "s", now=NOW)
    assert verdict.reason is Reason.SIGNATURE_MISSING


def test_the_older_signature_of_square_is_hmac_sha1_of_the_same() -> None:
    request = replace(REQUEST, body=b'{"type":"payment.created"}')
    made = digest(b"key", request.url.encode() + request.body, "sha1")
    old = replace(
        request, headers=request.headers.plus(("X-Square-Signature", b64encode(made).decode()))
    )
    assert verify(old, "square", "key", now=NOW).valid
    changed = verify(replace(old, body=b"{}"), "square", "key", now=NOW)
    assert changed.reason is Reason.SIGNATURE_MISMATCH
    assert "X-Square-HmacSha256-Signature" in sign(request, "square", "key", now=NOW).headers


def test_why_nothing_can_be_signed_is_told() -> None:
    assert "private key" in unsignable("discord", "ab" * 32)
    assert unsignable("discord", pair("ed25519")) == ""
    assert "does not sign" in unsignable("strava", "x")
    assert "takes its" in unsignable("stripe", "")
    row = provider_of("stripe")
    assert row is not None
    assert isinstance(row.schemes[0], Hmac)
