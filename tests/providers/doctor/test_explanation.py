"""What an app computed is explained by the mistake that computes exactly that."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, provider_of
from requestbin.providers.doctor import Cause, Explanation, explain
from requestbin.providers.doctor.trial import covers
from requestbin.providers.signatures.hashes import Hmac
from tests.providers.doctor.cases import NOW, Case, cases
from tests.strategies import bodies, pairs

CASES = [case for case in cases() if isinstance(case.scheme, Hmac) and not case.scheme.items]
STRIPE = next(case for case in CASES if case.provider.slug == "stripe")
TIME = b"1760000000."
BODY = STRIPE.request.body


def _made(message: bytes, secret: str = STRIPE.text, method: str = "sha256") -> str:
    return hmac.new(secret.encode(), message, method).hexdigest()


def _stripe(**given_: Any) -> Explanation:
    return explain(STRIPE.request, STRIPE.provider, STRIPE.secret, now=NOW, **given_)


RIGHT = _made(TIME + BODY)
DUMPED = json.dumps(json.loads(BODY)).encode()
COMPUTED: tuple[tuple[str, Cause], ...] = (
    (RIGHT, Cause.COMPARISON),
    (f"v1={RIGHT}", Cause.COMPARISON),
    (f"sha256={RIGHT}", Cause.PREFIX),
    (RIGHT.upper(), Cause.LETTER_CASE),
    (base64.b64encode(bytes.fromhex(RIGHT)).decode(), Cause.ENCODING),
    (RIGHT[:20], Cause.TRUNCATED),
    (_made(BODY), Cause.TEMPLATE),
    (_made(TIME + BODY, method="sha1"), Cause.ALGORITHM),
    (_made(TIME + DUMPED), Cause.REDUMPED),
    (_made(TIME + BODY + b"\n"), Cause.NEWLINE_REMOVED),
    (_made(TIME), Cause.BODY_EMPTY),
    (_made(TIME + str(BODY).encode()), Cause.CONVERTED),
    (_made(TIME + b"[object Object]"), Cause.CONVERTED),
    (_made(TIME + base64.b64encode(BODY)), Cause.CONVERTED),
    (_made(TIME + BODY.decode("latin-1").encode()), Cause.CHARSET),
    (_made(TIME + BODY, STRIPE.text.removeprefix("whsec_")), Cause.SECRET_PREFIX),
    (_made(TIME + BODY, "undefined"), Cause.SECRET_BLANK),
    (hashlib.sha256(TIME + BODY).hexdigest(), Cause.ALGORITHM),
    (hmac.new(TIME + BODY, STRIPE.text.encode(), "sha256").hexdigest(), Cause.ALGORITHM),
    ("00" * 32, Cause.UNKNOWN),
    ("not one", Cause.MALFORMED),
)


@pytest.mark.parametrize(("computed", "cause"), COMPUTED, ids=lambda each: str(each)[:20])
def test_a_signature_is_explained(computed: str, cause: Cause) -> None:
    found = _stripe(computed=computed)
    assert found.cause is cause
    assert found.sure is (cause not in (Cause.UNKNOWN, Cause.MALFORMED))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (TIME + BODY, Cause.COMPARISON),
        (BODY, Cause.TEMPLATE),
        (TIME + DUMPED, Cause.REDUMPED),
        (TIME + BODY + b"?", Cause.UNKNOWN),
    ],
)
def test_a_string_is_explained(text: bytes, cause: Cause) -> None:
    found = _stripe(signed_string=text.decode())
    assert found.cause is cause
    if cause is Cause.UNKNOWN:
        assert found.difference is not None
        assert found.difference.received == b"?"


def test_a_secret_is_explained() -> None:
    assert _stripe(app_secret=STRIPE.text + "\n").cause is Cause.SECRET_SPACES
    assert _stripe(app_secret="whsec_of_another").cause is Cause.OTHER_SECRET
    assert _stripe(app_secret=STRIPE.text).cause is Cause.COMPARISON
    both = _stripe(app_secret="another", computed=_made(TIME + DUMPED, "another"))
    assert both.causes == (Cause.REDUMPED, Cause.OTHER_SECRET)


def test_the_secret_of_another_endpoint_is_named() -> None:
    others = [("test", "whsec_of_another"), ("old", {"secret": "whsec_old"})]
    for given_ in (
        {"computed": _made(TIME + BODY, "whsec_of_another")},
        {"computed": _made(TIME + DUMPED, "whsec_of_another")},
        {"app_secret": "whsec_of_another"},
    ):
        found = _stripe(**given_, others=others)
        assert found.sentence.startswith('Your app uses your secret "test", and another one signed')
        assert Cause.OTHER_SECRET in found.causes
    assert '"old"' in _stripe(app_secret="whsec_old", others=others).sentence


def test_an_api_key_in_place_of_the_secret_is_named() -> None:
    found = _stripe(app_secret="sk_live_" + "a1" * 12)
    assert found.sentence == "That is an API key, not a signing secret."
    assert found.fix.startswith("In Stripe: ")


def test_a_request_that_is_not_genuine_explains_nothing() -> None:
    request = replace(STRIPE.request, body=b"other")
    found = explain(request, STRIPE.provider, STRIPE.secret, computed=RIGHT, now=NOW)
    assert (found.cause, found.sure) == (Cause.UNKNOWN, False)


def _local(url: str) -> str:
    return url.replace("https://hooks.example.com", "http://127.0.0.1:3000")


APPS: tuple[tuple[str, Callable[[Request], Request], tuple[Cause, ...]], ...] = (
    (
        "json.dumps",
        lambda it: replace(it, body=json.dumps(json.loads(it.body)).encode()),
        (Cause.REDUMPED,),
    ),
    ("local URL", lambda it: replace(it, url=_local(it.url)), (Cause.URL_HOST,)),
    (
        "no query",
        lambda it: replace(it, url=it.url.partition("?")[0]),
        (Cause.URL_QUERY, Cause.TEMPLATE),
    ),
    ("newline", lambda it: replace(it, body=it.body + b"\n"), (Cause.NEWLINE_REMOVED,)),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_scheme_is_explained(case: Case) -> None:
    scheme = case.scheme
    assert isinstance(scheme, Hmac)
    for name, change, causes in APPS:
        if name == "json.dumps" and not case.json:
            continue
        if not covers(scheme) & ({"url"} if "URL" in name or "query" in name else {"body"}):
            continue
        theirs = _computed(case, change(case.request))
        if theirs == _computed(case, case.request):
            continue
        found = explain(case.request, case.provider, case.secret, computed=theirs, now=NOW)
        assert found.cause in causes, (name, found)


def _computed(case: Case, request: Request) -> str:
    from requestbin.providers.doctor.trial import Trial
    from requestbin.providers.seen import Seen

    assert isinstance(case.scheme, Hmac)
    trial = Trial(Seen(request), case.secret, case.scheme)
    return case.scheme.made(case.scheme.keys(case.secret)[0], trial.messages()[0])


texts = st.none() | st.text(max_size=60) | st.just("ab" * 32) | st.just("sha256=" + "A" * 44)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(CASES), texts, texts, texts, st.lists(st.text(max_size=20), max_size=2))
def test_nothing_makes_it_raise(case, computed, string, secret, urls) -> None:  # type: ignore[no-untyped-def]
    found = explain(
        case.request,
        case.provider,
        case.secret,
        computed=computed,
        signed_string=string,
        app_secret=secret,
        now=NOW,
        urls=urls,
    )
    assert found.sentence


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(PROVIDERS), st.text(max_size=30), pairs, bodies, texts)
def test_no_request_makes_it_raise(provider, url, headers, body, computed) -> None:  # type: ignore[no-untyped-def]
    request = Request("POST", url, Headers(headers), body)
    explain(request, provider, "secret", computed=computed, now=NOW)
    assert provider_of(provider.slug) is provider
