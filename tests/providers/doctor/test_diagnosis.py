"""The doctor names what was done to a request, and claims nothing that it did not reproduce."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, provider_of, sign
from requestbin.providers.doctor import Cause, Diagnosis, diagnose, explain
from tests.doctor_score import outcomes
from tests.providers.doctor.mistakes_table import TABLE
from tests.strategies import bodies, octets, pairs

STRIPE = provider_of("stripe") or PROVIDERS[0]
SECRET = "whsec_Zk3PQm0vT7xYb2LcAe9RdHs1"
NOW = 1_760_000_000.0
BODY = b'{"id":"evt_1","amount":1999,"name":"Zo\xc3\xab"}'
PLAIN = Request(
    "POST",
    "https://hooks.example.com/in/abc",
    Headers([("Content-Type", "application/json")]),
    BODY,
)
SIGNED = sign(PLAIN, STRIPE, SECRET, now=NOW)


def _of(body: bytes = BODY, *secrets: tuple[str, str]) -> Diagnosis:
    request = replace(SIGNED, body=body)
    return diagnose(request, STRIPE, secrets or [("live", SECRET)], now=NOW + 2)


def test_nineteen_of_twenty_mistakes_are_named_and_none_wrongly() -> None:
    """Of each mistake one scheme in 48; `python -m tests.doctor_score` takes them all."""
    marks: Counter[str] = Counter()
    wrong = []
    for each in outcomes(TABLE, every=48):
        marks[each.mark] += 1
        if each.mark == "wrong":
            wrong.append((each.mistake.name, each.case.name, each.found.sentence))
    assert not wrong
    assert marks["right"] >= 0.95 * marks.total()


def test_a_newline_is_shown_with_its_place() -> None:
    found = _of(BODY + b"\n")
    assert found.cause is Cause.NEWLINE_ADDED
    assert found.sentence == "The signature matches once the last byte, a newline, is removed."
    assert found.sure
    assert found.request is not None
    assert found.request.body == BODY
    assert found.difference is not None
    assert found.difference.offset == len("1760000000.") + len(BODY)
    assert (found.difference.signed, found.difference.received) == (b"", b"\n")


def test_a_genuine_request_is_genuine() -> None:
    assert _of().cause is Cause.GENUINE


def test_a_late_one_is_late() -> None:
    found = diagnose(SIGNED, STRIPE, [("live", SECRET)], now=NOW + 840)
    assert found.cause is Cause.LATE
    assert found.sentence.startswith("Genuine, but late. It arrived 14 min after it was signed")


def test_another_stored_secret_is_named() -> None:
    found = _of(BODY, ("test", "whsec_other"), ("live", SECRET))
    assert (found.cause, found.label) == (Cause.OTHER_SECRET, "live")
    assert found.sentence == 'Signed with your secret "live".'


def test_two_things_at_once_are_both_told() -> None:
    found = _of(json.dumps(json.loads(BODY)).encode(), ("live", f'"{SECRET}"'))
    assert set(found.causes) == {Cause.REDUMPED, Cause.SECRET_QUOTED}
    found = _of(BODY + b"\n", ("test", "whsec_other"), ("live", SECRET))
    assert set(found.causes) == {Cause.NEWLINE_ADDED, Cause.OTHER_SECRET}


def test_equal_changes_resolve_to_the_simpler() -> None:
    assert _of(BODY + b"\r\n").causes == (Cause.NEWLINE_ADDED,)
    assert _of(BODY[:-1] + b"}\n").causes == (Cause.NEWLINE_ADDED,)


def test_nothing_reproduced_means_suspect_the_secret() -> None:
    found = _of(BODY, ("live", "whsec_wrong"))
    assert (found.cause, found.sure) == (Cause.UNKNOWN, False)
    assert "suspect the secret first" in found.sentence
    assert "Developers, Webhooks, your endpoint, Signing secret" in found.fix


def test_what_cannot_be_checked_says_so() -> None:
    mailchimp = provider_of("mailchimp") or STRIPE
    assert diagnose(PLAIN, mailchimp, [], now=NOW).cause is Cause.NEVER_SIGNED
    assert diagnose(SIGNED, STRIPE, [], now=NOW).cause is Cause.NO_SECRET
    assert diagnose(PLAIN, STRIPE, [("live", SECRET)], now=NOW).cause is Cause.UNSIGNED


def test_a_secret_that_is_signed_is_not_shown() -> None:
    hubspot = provider_of("hubspot") or STRIPE
    request = hubspot.schemes[2].sign(PLAIN, "hush-hush-secret", NOW, "")
    assert request is not None
    spoiled = replace(request, body=request.body + b"\n")
    found = diagnose(spoiled, hubspot, [("live", "hush-hush-secret")], now=NOW)
    assert found.difference is not None
    assert b"hush" not in found.difference.before


@pytest.mark.parametrize("kilobytes", [300, 3000])
def test_a_large_body_is_not_parsed(kilobytes: int) -> None:
    body = json.dumps(["a" * 1000] * kilobytes).encode()
    signed = sign(replace(PLAIN, body=body), STRIPE, SECRET, now=NOW)
    found = diagnose(replace(signed, body=body + b"\n"), STRIPE, [("a", SECRET)], now=NOW)
    assert found.cause is Cause.NEWLINE_ADDED


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("x-www-form-urlencoded", b"=" * 40_000 + b"<"),
        ("json", b'["' + b'\\"' * 30_000 + b'"]'),
        ("json", b'{"a":"' + "\u0315\u0300".encode() * 40_000 + b'"}'),
        ("json", json.dumps({f"{name}{n}": 1 for n in range(5000) for name in ("", "k")}).encode()),
    ],
)
def test_no_body_takes_long(kind: str, body: bytes) -> None:
    request = replace(PLAIN, headers=Headers([("Content-Type", f"application/{kind}")]), body=body)
    signed = sign(request, STRIPE, SECRET, now=NOW)
    start = time.process_time()
    assert diagnose(replace(signed, url="x"), STRIPE, [("a", f"{SECRET}x")], now=NOW).sentence
    assert explain(signed, STRIPE, SECRET, computed="00" * 32, now=NOW).expected
    assert time.process_time() - start < 5  # 1 s; quadratic ones took 6 s and more


secrets_ = (
    st.text(max_size=30) | st.just(SECRET) | st.dictionaries(octets.map(str), st.text(), max_size=2)
)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(PROVIDERS),
    st.text(max_size=40) | st.just("https://h.example/in/a?b=c"),
    pairs,
    bodies,
    secrets_,
    st.lists(st.text(max_size=20), max_size=2),
)
def test_nothing_makes_it_raise(provider, url, headers, body, secret, others) -> None:  # type: ignore[no-untyped-def]
    request = Request("POST", url, Headers(headers), body)
    for each in (request, sign(request, provider, secret, now=NOW)):
        spoiled = replace(each, body=each.body + b"x", url=each.url + "?x")
        found = diagnose(spoiled, provider, [("a", secret)], now=NOW, others=others)
        assert isinstance(found.sentence, str)
        assert not re.search(r"\{(?!body\})[a-z_]+\}", found.fix) or found.cause is Cause.MALFORMED
