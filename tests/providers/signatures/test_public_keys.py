"""A certificate's address is believed as its provider writes it, in each of its spellings."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from requestbin.http import Request
from requestbin.providers import Reason, sign, verify
from tests.providers.fitting import REQUEST, TOPIC, pair

NOW = 1_760_000_000
KEYS = pair("rsa-sha256")
URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem"


def _signed(**fields: str) -> Request:
    body = json.dumps({**TOPIC, "SignatureVersion": "2", **fields}).encode()
    return sign(replace(REQUEST, body=body), "aws_sns", KEYS, now=NOW)


@pytest.mark.parametrize("name", ["SigningCertURL", "SigningCertUrl"])
def test_both_spellings_of_the_certificate_count(name: str) -> None:
    signed = _signed(**{name: URL})
    assert verify(signed, "aws_sns", KEYS, now=NOW).valid
    found = json.loads(signed.body)
    assert {each for each in found if each.lower() == "signingcerturl"} == {name}
    untrusted = _signed(**{name: "https://example.com/a.pem"})
    assert verify(untrusted, "aws_sns", KEYS, now=NOW).reason is Reason.CERT_URL_UNTRUSTED


def test_of_two_spellings_the_one_of_lambda_counts_as_in_the_libraries() -> None:
    both = _signed(SigningCertURL=URL, SigningCertUrl="https://example.com/a.pem")
    assert verify(both, "aws_sns", KEYS, now=NOW).reason is Reason.CERT_URL_UNTRUSTED
