"""Every reason has its sentence, and none says more than is known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from requestbin.providers import PROVIDERS, Provider, Reason, Verdict, provider_of
from requestbin.providers.verdicts import BAD, GOOD, WARN
from requestbin.web.signing.sentences import (
    REASONS,
    parts_in_words,
    place_of,
    said_of,
    when_of,
)
from tests.builders import MOMENT

STRIPE = provider_of("stripe")
assert STRIPE
VALID = Verdict(
    True,
    authentic=True,
    signed=b"1.{}",
    signed_at=MOMENT.timestamp() - 2,
    tolerance=300,
    uncovered=("method", "path", "query", "host", "headers"),
)


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: row.slug)
def test_every_sentence_is_whole(row: Provider) -> None:
    for reason in Reason:
        said = said_of(row, replace(VALID, valid=False, reason=reason), MOMENT)
        assert not re.search(r"\{\w+\}", said.head + said.text), reason
        assert said.head.endswith("."), reason
        assert said.text.count("`") % 2 == 0, reason


def test_what_is_valid_is_said_in_one_line() -> None:
    said = said_of(STRIPE, VALID, MOMENT)
    assert (said.tone, said.head) == (GOOD, "Genuine.")
    assert said.text == (
        "Stripe signed exactly these bytes, 2 s before it arrived."
        " Not covered by the signature: method, URL and other headers."
    )


def test_of_a_body_that_is_not_covered_no_more_is_said() -> None:
    said = said_of(STRIPE, replace(VALID, uncovered=("body", *VALID.uncovered)), MOMENT)
    assert said.text.startswith("Stripe signed it, 2 s before")
    assert "body, method, URL" in said.text


def test_a_token_proves_the_sender_alone() -> None:
    said = said_of(STRIPE, replace(VALID, signed=b"", signed_at=None), MOMENT)
    assert "proves who sent it, and nothing of what it says" in said.text


def test_late_and_missing_headers_are_still_genuine() -> None:
    late = replace(VALID, valid=False, reason=Reason.TIMESTAMP_TOO_OLD)
    said = said_of(STRIPE, replace(late, signed_at=MOMENT.timestamp() - 840), MOMENT)
    assert said.tone == WARN
    assert "14 min after it was signed; Stripe's libraries accept 5 min" in said.text
    missing = replace(VALID, valid=False, reason=Reason.HEADER_MISSING)
    assert said_of(STRIPE, missing, MOMENT).head == "Genuine, but incomplete."
    assert "`X-Id` is missing, which Stripe" in said_of(STRIPE, missing, MOMENT, "X-Id").text
    bare = Verdict(False, Reason.HEADER_MISSING)
    assert said_of(STRIPE, bare, MOMENT).head == "Not signed."
    assert "`Stripe-Signature`" in said_of(STRIPE, bare, MOMENT).text
    assert said_of(STRIPE, replace(bare, reason=Reason.SIGNATURE_MISMATCH), MOMENT).tone == BAD


def test_places_and_parts_in_words() -> None:
    twilio, mollie = provider_of("twilio"), provider_of("mollie")
    assert twilio
    assert mollie
    assert place_of(twilio) == "the header `X-Twilio-Signature`"
    assert place_of(replace(mollie, schemes=())) == "a header"
    assert parts_in_words(("body", "path", "query")) == "body, path and query"
    assert parts_in_words(()) == ""


def test_when_it_was_signed() -> None:
    assert when_of(VALID, MOMENT) == "2 s before it arrived"
    ahead = replace(VALID, signed_at=MOMENT.timestamp() + 60)
    assert when_of(ahead, MOMENT) == "60 s after it arrived"
    assert (
        when_of(replace(VALID, signed_at=MOMENT.timestamp()), MOMENT) == "in the second it arrived"
    )
    assert when_of(replace(VALID, signed_at=None), MOMENT) == ""
    thousandfold = replace(VALID, signed_at=MOMENT.timestamp() * 1000)
    assert when_of(thousandfold, MOMENT).startswith("with a time in milliseconds")
