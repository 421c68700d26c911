"""Genuine or broken, a request gets the verdict that the provider's own library gives."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers import Reason, provider_of, sign, verify
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from tests.providers.fitting import FORM, NOTICE, alone, secret_for
from tests.providers.libraries import LIBRARIES, braintree_gateway, says

CASES = 30
"""Of each library and scheme; the whole file takes 6 seconds."""
NOW = 1_760_000_000
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
FIELDS = st.lists(
    st.tuples(st.sampled_from(["From", "Body", "a", "B", "z&="]), TEXTS), min_size=1, max_size=5
)
URLS = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["example.com", "a.b.example"]),
    st.sampled_from(["", ":443", ":80", ":8000"]),
    st.sampled_from(["", "in/abc", "in/abc/", "a%20b"]),
    st.sampled_from(["", "?a=1", "?data.id=ABC12&type=x", "?b=%C3%A4&a=2&c=1+2"]),
)
JSON = st.dictionaries(TEXTS, TEXTS | st.integers() | st.booleans(), min_size=1, max_size=4)


def _form(fields: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields).encode()


@st.composite
def requests(draw: st.DrawFn, slug: str) -> Request:
    """Draw a request that a library can be asked about: its body is text."""
    url = draw(URLS)
    headers = [("Content-Type", "application/json"), ("x-request-id", draw(ASCII).strip() or "1")]
    body = json.dumps(draw(JSON), ensure_ascii=draw(st.booleans()) or slug == "airtable").encode()
    if slug in ("vonage_sms", "twilio", "braintree") and draw(st.integers(0, 3)):
        headers[0] = ("Content-Type", FORM)
        body = _form(draw(FIELDS))
    if slug == "braintree":
        headers[0] = ("Content-Type", FORM)
        body = (
            b"bt_payload=" + quote_plus(draw(st.sampled_from(["PD94", "YWJj\n", "Zg=="]))).encode()
        )
    if slug == "vonage_sms":
        fields = draw(st.dictionaries(st.sampled_from(["msisdn", "text", "to"]), TEXTS, min_size=1))
        as_json = draw(st.booleans())
        headers[0] = ("Content-Type", "application/json" if as_json else FORM)
        body = json.dumps(fields).encode() if as_json else _form(list(fields.items()))
    return Request("POST", url, Headers(headers), body)


def _notice(draw: st.DrawFn, request: Request) -> Request:
    notice = json.loads(json.dumps(NOTICE))
    item = notice["notificationItems"][0]["NotificationRequestItem"]
    item["merchantReference"] = draw(TEXTS)
    item["amount"]["value"] = draw(st.integers(0, 10**9))
    return replace(request, body=json.dumps(notice).encode())


def _flip(text: str) -> str:
    at = next((at for at, each in enumerate(text) if each.isalnum() and at > len(text) // 2), 0)
    return text[:at] + ("0" if text[at : at + 1] != "0" else "1") + text[at + 1 :]


BREAKS: dict[str, Callable[[str], str]] = {
    "kept": lambda value: value,
    "one letter": _flip,
    "cut": lambda value: value[:-4],
    "upper case": str.upper,
    "emptied": lambda value: "",
    "no prefix": lambda value: value.replace("sha256=", "").replace("v1,", "").replace("v0=", ""),
    "longer": lambda value: value + "00",
}
LENIENT = {
    "replicate": ("upper case", "longer"),
    "resend": ("upper case",),
    **dict.fromkeys(("sendgrid", "standardwebhooks", "messagebird signed"), ("longer",)),
}
"""Those that take any version before a signature, or anything behind the end of base64."""
ASCII_SECRETS = {"braintree", "messagebird signed"}


@pytest.mark.parametrize("name", LIBRARIES)
@limits(max_examples=CASES, deadline=None)
@given(case=st.data())
def test_a_verdict_is_that_of_the_library(name: str, case: st.DataObject) -> None:
    slug, index, judge = LIBRARIES[name]
    row = provider_of(slug)
    assert row is not None
    provider = alone(row, index)
    secret: Any = secret_for(row, index, random.Random(case.draw(st.integers(0, 99))))
    if name in ASCII_SECRETS:
        secret = {"public_key": "pub", "private_key": "a key"} if slug == "braintree" else "a key"
    request = case.draw(requests(slug))
    if name == "adyen notification":
        request = _notice(case.draw, request)
    signed = sign(request, provider, secret, now=NOW)
    how = case.draw(st.sampled_from(sorted(BREAKS)))
    if how not in LENIENT.get(name, ()):
        where = place(row.schemes[index].signature)
        value = where.value(Seen(signed)) or ""
        signed = where.put(signed, BREAKS[how](value)) if how != "kept" else signed
    if case.draw(st.integers(0, 3)) == 0 and name != "vonage-jwt":
        signed = _altered(signed, case.draw(st.sampled_from(["body", "url", "bodies"])))
    if case.draw(st.integers(0, 5)) == 0 and isinstance(secret, str):
        secret = secret_for(row, index, random.Random(1000))
    now = NOW + case.draw(
        st.sampled_from([0, 0, 0, 1, -1, 299, 300, 301, -300, -301, 7199, 7200, 7201, -9999])
    )
    ours = verify(signed, slug, secret, now=now)
    valid = ours.valid or (name == "vonage-jwt" and ours.reason is Reason.BODY_HASH_MISMATCH)
    assert valid == says(judge, signed, secret, now), (how, ours)


def _altered(request: Request, what: str) -> Request:
    if what == "url":
        return replace(request, url=request.url.replace("/in/", "/out/").replace("a=", "b="))
    if what == "bodies":
        return replace(request, body=request.body.replace(b"a", b"b"))
    return replace(request, body=request.body + b" ")


@pytest.mark.parametrize("kind", ["subscription_canceled", "dispute_opened", "check"])
def test_what_braintree_signs_is_genuine(kind: str) -> None:
    secret = {"public_key": "public", "private_key": "private"}
    sample = braintree_gateway(secret).webhook_testing.sample_notification(kind, "my_id")
    request = Request(
        "POST",
        "https://example.com/in/abc",
        Headers([("Content-Type", FORM)]),
        _form(list(sample.items())),
    )
    assert verify(request, "braintree", secret, now=NOW).valid
    other = {**secret, "private_key": "other"}
    assert verify(request, "braintree", other, now=NOW).reason is Reason.SIGNATURE_MISMATCH
