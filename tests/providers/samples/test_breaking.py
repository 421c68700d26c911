"""Signed requests that are broken on purpose are broken in one way, and in no other."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers.samples import events, providers_with_samples, sample
from requestbin.providers.samples.breaking import (
    BREAKAGES,
    STALE_SECONDS,
    Sign,
    UnknownBreakage,
    altered,
    signed_sample,
)

NOW = 1_790_000_000.0
URL = "https://b.example.com/in/key"
FORM = Headers([("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")])
SAMPLES = [(slug, event) for slug in providers_with_samples() for event in events(slug)]


def signing(secret: bytes) -> Sign:
    def sign(request: Request, now: float) -> Request:
        signed = f"{int(now)}.{request.url}.".encode() + request.body
        made = hmac.new(secret, signed, hashlib.sha256).hexdigest()
        return replace(request, headers=request.headers.plus(("X-Signed", f"{int(now)},{made}")))

    return sign


RIGHT, WRONG = signing(b"right"), signing(b"wrong")


def genuine(request: Request) -> bool:
    at = float(request.headers.text("x-signed").partition(",")[0])
    again = RIGHT(replace(request, headers=request.headers.without("x-signed")), at)
    return again.headers == request.headers


@pytest.mark.parametrize(("slug", "event"), SAMPLES)
def test_each_way_breaks_what_it_says(slug: str, event: str) -> None:
    plain = sample(slug, event, url=URL, now=NOW, seed=1)
    made = {
        how: signed_sample(plain, RIGHT, how, now=NOW, sign_wrongly=WRONG)
        for how in ("", *BREAKAGES)
    }
    assert genuine(made[""])
    assert genuine(made["stale"])
    assert made["stale"].headers.text("x-signed").startswith(f"{int(NOW) - STALE_SECONDS},")
    assert not genuine(made["wrong_signature"])
    assert made["wrong_signature"].body == plain.body
    assert not genuine(made["altered"])
    assert made["altered"].headers == made[""].headers
    if plain.body.lstrip()[:1] in (b"{", b"["):
        assert json.loads(made["altered"].body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"id":"a","amount":199,"n":1}', b'{"id":"a","amount":190,"n":1}'),
        (b'{"id" : "evt_9" , "n":1}', b'{"id" : "evt_0" , "n":1}'),
        (b'{"signature":"abc","note":"hi!"}', b'{"signature":"abc","note":"hj!"}'),
        ('{"name":"Zoë Z."}'.encode(), '{"name":"Zoë A."}'.encode()),
        (b'{"name":"Zo\\u00eb"}', b'{"name":"Zp\\u00eb"}'),
        (b'{"Message":"{\\"a\\":\\"b\\"}"}', b'{"Message":"{\\"a\\":\\"c\\"}"}'),
        (b'{"timestamp":123}', b'{"timestamp":123} '),
        (b"[]", b"[] "),
        (b"<a>1</a>", b"<a>1</a> "),
        (b"\xff", b"\xff "),
    ],
)
def test_one_field_of_json_is_altered(body: bytes, expected: bytes) -> None:
    assert altered(Request("POST", URL, body=body)).body == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a=1&sig=abc", b"a=2&sig=abc"),
        (b"sig=abc&Body=Hi+%26+bye", b"sig=abc&Body=Hi+%26+byf"),
        (b"payload=%7B%22state%22%3A%22ok%22%7D", b"payload=%7B%22state%22%3A%22ol%22%7D"),
        (b"sig=abc&nonce=x", b"sig=abc&nonce=x&altered=1"),
        (b"a=", b"a=&altered=1"),
        (b"a=%FF", b"a=%FF1"),
    ],
)
def test_one_field_of_a_form_is_altered(body: bytes, expected: bytes) -> None:
    assert altered(Request("POST", URL, FORM, body)).body == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?text=hi&sig=1", "?text=hj&sig=1"),
        ("", "?altered=1"),
        ("?text=#x", "?text=&altered=1"),
    ],
)
def test_the_query_is_altered_where_there_is_no_body(query: str, expected: str) -> None:
    assert altered(Request("GET", URL + query)).url == URL + expected


texts = st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass"))
objects = st.dictionaries(st.text(max_size=8), st.text(max_size=8) | st.integers())


@given(
    body=st.binary(max_size=80) | texts | objects.map(lambda value: json.dumps(value).encode()),
    headers=st.sampled_from([FORM, Headers(), Headers([("Content-Type", "application/json")])]),
)
def test_any_request_can_be_altered(body: bytes, headers: Headers) -> None:
    request = Request("POST", URL, headers, body)
    changed = altered(request)
    assert (changed.body, changed.url) != (request.body, request.url)
    assert changed.headers == request.headers


@given(query=st.text(max_size=40))
def test_any_query_can_be_altered(query: str) -> None:
    changed = altered(Request("GET", f"{URL}?{query}"))
    assert len(parse_qsl(changed.url.partition("?")[2], keep_blank_values=True)) > 0


def test_what_cannot_be_done_is_told() -> None:
    request = Request("POST", URL)
    with pytest.raises(UnknownBreakage, match="wrong_signature, stale, altered"):
        signed_sample(request, RIGHT, "bent", now=NOW)
    with pytest.raises(UnknownBreakage, match="another secret"):
        signed_sample(request, RIGHT, "wrong_signature", now=NOW)
    assert all(
        name == each.name and each.label and each.sentence for name, each in BREAKAGES.items()
    )
