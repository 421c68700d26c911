"""Which items of a header count as signatures, and why the others do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from requestbin.http import Request
from requestbin.providers import Reason, sign, verify
from requestbin.providers.places import place
from tests.providers.fitting import REQUEST

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = 1_760_000_000
WHERE = place("header:webhook-signature")
SIGNED = sign(replace(REQUEST, body=b"{}"), "openai", SECRET, now=NOW)
ITEM = SIGNED.headers.text("webhook-signature").removeprefix("v1,")
OTHER = "A" * 43 + "="


def _with(value: str) -> Request:
    return WHERE.put(SIGNED, value)


@pytest.mark.parametrize("value", [ITEM, f"{OTHER} {ITEM}", f"v1,{OTHER}  {ITEM}", f"v2,x {ITEM}"])
def test_an_item_without_a_version_counts_as_openai_counts_it(value: str) -> None:
    assert verify(_with(value), "openai", SECRET, now=NOW).valid
    assert not verify(_with(value), "standard_webhooks", SECRET, now=NOW).valid


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (OTHER, Reason.SIGNATURE_MISMATCH),
        ("v1=", Reason.NO_SUPPORTED_SIGNATURE_VERSION),
        (f"v2,{ITEM}", Reason.NO_SUPPORTED_SIGNATURE_VERSION),
        (f"v1a,{ITEM}", Reason.NO_SUPPORTED_SIGNATURE_VERSION),
        ("short", Reason.SIGNATURE_MALFORMED),
    ],
)
def test_what_is_no_signature_without_a_version_is_told_why(value: str, reason: Reason) -> None:
    assert verify(_with(value), "openai", SECRET, now=NOW).reason is reason
