"""Nothing that anybody sends, pastes or sets a clock to makes the check, or signing, fall over."""

from __future__ import annotations

import json
import math
import time
from typing import Any

from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, Verdict, sign, unsignable, verify
from requestbin.providers.detection import Recognised, recognise
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from tests.providers.fitting import BODIES, FORM, pair
from tests.strategies import bodies, pairs

EXAMPLES = 150
NESTED = b"[" * 100_000
TEXTS = (
    st.text(max_size=30)
    | st.sampled_from(
        [
            *("", "\x00", "\ud800", "\udcff", "²", "١٢٣", "1e400", "inf", "nan", "-0", "1_000"),
            *("9" * 400, "0x10", "=", ",", ";", "v1,", "v1=", "t=,v1=", "t=²,v1=00", "ts=1e9,h1="),
            *("sha256=", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30.", "{}", '{"kty":"EC"}'),
            *("whsec_", "whsec_é", "whsk_AA==", "-----BEGIN PUBLIC KEY-----", "é" * 9),
            *("h=é a", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:60Z", "2025-W01"),
            *('sig1=("@method" "@query-param";name="x");created=1', "sig1=:A:", "sig1=()"),
            *("https://sns.us-east-1.amazonaws.com:99999/a.pem", "https://[::1", "//\ud800"),
        ]
    )
)  # fmt: skip
OCTETS = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))
FIELDS = ("signature", "timestamp", "id", "nonce", "certificate", "body_hash", "items")
WHERE = sorted(
    {
        text
        for row in PROVIDERS
        for scheme in row.schemes
        for name in FIELDS
        for text in getattr(scheme, name, "").split(" ")
        if text.startswith(("header:", "json:", "form", "query:", "parameter:", "bearer"))
    }
)
"""Every place that a scheme looks at."""
PEM = pair("ed25519")
SECRETS: st.SearchStrategy[Any] = (
    st.none()
    | TEXTS
    | st.sampled_from([*PEM.values(), *pair("ecdsa-sha256").values()])
    | st.dictionaries(
        st.sampled_from(["key", "keyid", "key_base64", "webhook_id", "private_key", "public_key"])
        | TEXTS,
        TEXTS | st.sampled_from([*PEM.values(), None, 5, b"x", {}]),
        max_size=3,
    )
)
URLS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "", "://", "https:", "ftp://u:p@"]),
    st.sampled_from(["example.com", "[::1", "h:port", "h:99999", "h:²", "a@b:1", "", "\ud800"]),
    st.sampled_from(["", "/", "/in/abc", "//x", "/%zz/é"]),
    st.sampled_from(["", "?", "?validationToken=1&a", "?data.id=²", "?sig=1&nonce=2#?", "#f?x"])
    | TEXTS.map(lambda text: "?" + text),
)
NOWS = st.sampled_from([0, -1, 1_760_000_000, -1e18, 1e18, 1e308, math.inf, -math.inf, math.nan])
KNOWN = st.sampled_from([body for _, body in BODIES.values()])
DEEP = st.sampled_from(
    [NESTED, b'{"a":' * 50_000, b'{"webhookTimestamp":1e400}', b'{"a":' + b"9" * 5000]
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Draw a request with anything in the places that schemes look at."""
    body = draw(
        bodies | KNOWN | DEEP | st.dictionaries(TEXTS, TEXTS).map(json.dumps).map(str.encode)
    )
    content_type = draw(
        st.sampled_from(
            [FORM, "application/json", "multipart/form-data; boundary=b", "multipart/form-data", ""]
        )
    )
    headers = Headers([("Content-Type", content_type), *draw(pairs)])
    request = Request(draw(st.sampled_from(["POST", "GET", "\ud800"])), draw(URLS), headers, body)
    for where in draw(st.lists(st.sampled_from(WHERE), max_size=5)):
        request = place(where).put(request, draw(TEXTS))
    return request


SLUGS = [row.slug for row in PROVIDERS]


@limits(max_examples=EXAMPLES, deadline=None)
@given(requests(), st.lists(st.sampled_from(SLUGS), min_size=4, max_size=12), SECRETS, NOWS)
def test_nothing_raises(request: Request, slugs: list[str], secret: Any, now: float) -> None:
    for slug in slugs:
        assert isinstance(verify(request, slug, secret, now=now), Verdict)
        signed = sign(request, slug, secret, now=now)
        assert isinstance(verify(signed, slug, secret, now=now), Verdict)
        assert isinstance(unsignable(slug, secret), str)


@limits(max_examples=EXAMPLES, deadline=None)
@given(requests(), st.lists(st.sampled_from(PROVIDERS), max_size=9))
def test_nothing_recognised_raises(request: Request, rows: list[Any]) -> None:
    assert isinstance(recognise(request), Recognised | None)
    seen = Seen(request)
    for row in rows:
        assert isinstance(row.event_of(seen) + row.event_id_of(seen), str)
        assert row.recognises(seen) in (True, False)


def test_each_row_meets_every_odd_time_and_secret() -> None:
    for slug in SLUGS:
        for now in (0, -1, 1e308, math.nan, math.inf):
            for secret in (
                "x",
                "\ud800\x00²",
                "whsec_AAAA",
                {"private_key": "\ud800"},
                {"a": 5},
                None,
            ):
                request = Request("POST", "https://h:²/", Headers([]), b"{}")
                signed = sign(request, slug, secret, now=now)  # type: ignore[arg-type]
                verify(signed, slug, secret, now=now)  # type: ignore[arg-type]
                unsignable(slug, secret)  # type: ignore[arg-type]


def test_parts_within_parts_cost_nothing() -> None:
    body = b""
    for depth in range(9000):
        body += b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (depth, depth + 1)
    headers = Headers([("Content-Type", "multipart/form-data; boundary=0")])
    request = Request("POST", "https://example.com/", headers, body + b'name="token"')
    started = time.process_time()
    assert recognise(request) is None
    assert not verify(request, "mailgun", "x", now=0).valid
    assert time.process_time() - started < 0.2
