"""Headers for people: what they are for, what they say, and what is shown only when asked for."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.head import HeaderLine, lines_of
from requestbin.inspection.marks import SECRET, SIGNATURE
from tests.builders import jwt

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


def line(name: str, value: str) -> HeaderLine:
    [found] = lines_of(Headers([(name, value)]), NOW)
    return found


def decoded(name: str, value: str) -> list[tuple[str, str, str]]:
    return [(field.name, field.value, field.facts) for field in line(name, value).decoded]


def test_order_case_and_duplicates_stay() -> None:
    sent = [("X-Dup", "1"), ("x-dup", "2"), ("A", "")]
    assert [(each.name, each.value) for each in lines_of(Headers(sent), NOW)] == sent


def test_a_signature_with_its_time() -> None:
    found = decoded("Stripe-Signature", f"t={SECONDS - 2},v1=abc,v0=def")
    assert found == [
        ("t", str(SECONDS - 2), "2 s before arrival"),
        ("v1", "abc", ""),
        ("v0", "def", ""),
    ]
    assert not decoded("X-Hub-Signature-256", "sha256=" + "a" * 64)


def test_what_stands_beside_a_signature_is_of_its_family() -> None:
    head = Headers(
        [("svix-id", "msg_1"), ("svix-timestamp", str(SECONDS)), ("svix-signature", "v1,x=")]
    )
    assert [each.mark.slug for each in lines_of(head, NOW) if each.mark] == [
        "id",
        "signature",
        "signature",
    ]
    assert line("svix-id", "msg_1").mark is None


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abcdef", "Bearer"),
        ("Authorization", "Basic YWw6cHc=", "Basic"),
        ("Authorization", "abcdef", ""),
        ("Proxy-Authorization", "Digest a=b", "Digest"),
        ("Cookie", "a=1; b=2", ""),
        ("X-Gitlab-Token", "secret", ""),
    ],
)
def test_a_secret_shows_its_scheme_alone(name: str, value: str, shown: str) -> None:
    found = line(name, value)
    assert found.secret
    assert found.shown == shown


def test_a_header_that_is_known_to_sign_is_a_signature() -> None:
    headers = Headers([("X-Trello-Webhook", "q83v="), ("Authorization", "Basic x")])
    assert [each.mark for each in lines_of(headers, NOW)] == [None, SECRET]
    known = frozenset(("x-trello-webhook", "authorization"))
    assert [each.mark for each in lines_of(headers, NOW, known)] == [SIGNATURE, SECRET]


def test_who_is_authorized() -> None:
    assert decoded("Authorization", "Basic " + base64.b64encode(b"alice:pw").decode()) == [
        ("user", "alice", "")
    ]
    token = decoded("Authorization", "Bearer " + jwt(sub="7", exp=SECONDS + 900))
    assert ("token", "JWT", "decoded, not verified") in token
    assert ("sub", "7", "") in token
    assert ("exp", str(SECONDS + 900), "15 min after arrival") in token
    assert not decoded("Authorization", "Bearer abc")


def test_a_token_is_read_in_any_header() -> None:
    for name in ("Plaid-Verification", "X-Webhook-Signature", "X-Other"):
        assert ("sub", "7", "") in decoded(name, jwt(sub="7"))


def test_a_sentence_is_said_once() -> None:
    pairs = [("X-Hub-Signature", "sha1=a"), ("X-Hub-Signature-256", "sha256=b"), ("Digest", "c")]
    assert [bool(each.sentence) for each in lines_of(Headers(pairs), NOW)] == [True, False, True]


def test_utf8_is_read_beside_what_was_sent() -> None:
    found = line("X-City", "L\xc3\xbcbeck")
    assert (found.value, found.decoded[0].value) == ("L\xc3\xbcbeck", "Lübeck")
    assert not decoded("X-City", "L\xfcbeck")


def test_cookies_show_their_names() -> None:
    assert decoded("Cookie", "a=1; b=2; c") == [("a", "", ""), ("b", "", ""), ("c", "", "")]


def test_a_trace_comes_apart() -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    assert decoded("traceparent", trace)[2] == ("flags", "01", "sampled")
    assert not decoded("traceparent", "00-xyz")


def test_a_chain_of_proxies() -> None:
    assert decoded("X-Forwarded-For", "1.2.3.4, 10.0.0.1") == [
        ("1.", "1.2.3.4", "as the sender claims"),
        ("2.", "10.0.0.1", "written last"),
    ]
    assert not decoded("X-Forwarded-For", "1.2.3.4")


def test_the_senders_clock() -> None:
    sent = "Tue, 24 Nov 2026 14:59:30 GMT"
    assert decoded("Date", sent) == [("", "30 s before arrival", "")]


NAMES = st.sampled_from(
    ["Authorization", "Cookie", "Forwarded", "Via", "Date", "traceparent", "X-Signature", "X-Token"]
)
VALUES = st.text(st.characters(max_codepoint=255), max_size=80)


@given(st.lists(st.tuples(NAMES | VALUES, VALUES | VALUES.map("Bearer {}".format)), max_size=6))
def test_no_headers_make_it_fail(pairs: list[tuple[str, str]]) -> None:
    assert len(lines_of(Headers(pairs), NOW)) == len(pairs)


@pytest.mark.parametrize(
    "value",
    [
        "a=" * 40_000,
        "," * 80_000,
        "=" * 80_000,
        'a="' * 30_000,
        "eyJ." * 9000,
        "a" + " " * 80_000 + "b",
    ],
)
@pytest.mark.parametrize("name", ["X-Signature", "Authorization", "Cookie", "Forwarded"])
def test_no_value_takes_long(name: str, value: str) -> None:
    start = time.process_time()
    assert len(line(name, value).decoded) <= 50
    assert time.process_time() - start < 1.5
