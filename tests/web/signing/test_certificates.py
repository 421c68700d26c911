"""Certificates: fetched from the provider's own hosts, when somebody asks, and from no others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from requestbin import egress
from requestbin.http import NO_HEADERS, Captured, Request
from requestbin.providers import provider_of
from requestbin.providers.signatures.keys import test_pair as made_pair
from requestbin.web.signing import certificates
from requestbin.web.signing.refusals import NotTaken
from tests.builders import captured

SNS = provider_of("aws_sns")
assert SNS
URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem"


def noted(url: str, name: str = "SigningCertURL") -> Captured:
    body = json.dumps({"Type": "Notification", name: url})
    return captured(headers=[("x-amz-sns-message-type", "Notification")], body=body)


class Answering:
    """Stands where requests go out, and keeps what was asked for."""

    asked: list[str] = []

    def __init__(self, body: bytes, status: int = 200) -> None:
        self.body, self.status = body, status

    def __call__(self, *_: Any) -> Answering:
        return self

    async def exchange(self, request: Request, _limits: egress.Limits) -> egress.Answer:
        self.asked.append(request.url)
        if not self.body:
            raise egress.Failure("refused", "Nothing listens there.")
        size = len(self.body)
        facts = (size, True, 1.0, 1.0, 1.0, "1.1", "192.0.2.1")
        return egress.Answer(self.status, NO_HEADERS, self.body, *facts)


def answer(monkeypatch: pytest.MonkeyPatch, body: bytes, status: int = 200) -> list[str]:
    made = Answering(body, status)
    monkeypatch.setattr(certificates.egress, "Client", made)
    Answering.asked = []
    return Answering.asked


def test_it_comes_from_the_address_that_the_request_names(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    key = made_pair("rsa-sha256")["public_key"]
    asked = answer(monkeypatch, key.encode())
    assert certificates.fetched(SNS, noted(URL)) == key  # type: ignore[arg-type]
    assert asked == [URL]


def test_lambda_spells_the_name_of_the_address_otherwise() -> None:
    assert certificates.address_of(SNS, noted(URL, "SigningCertUrl")) == URL  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/cert.pem",
        "http://sns.eu-west-1.amazonaws.com/cert.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/cert.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/cert.pem",
        "https://user@sns.eu-west-1.amazonaws.com/cert.pem",
        "",
    ],
)
def test_any_other_address_is_never_asked(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    asked = answer(monkeypatch, b"-----BEGIN CERTIFICATE-----")
    assert certificates.address_of(SNS, noted(url)) == ""  # type: ignore[arg-type]
    with pytest.raises(NotTaken, match="no certificate at an address of Amazon SNS"):
        certificates.fetched(SNS, noted(url))  # type: ignore[arg-type]
    assert asked == []


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"<html>", 200, "gave no certificate"),
        (b"moved", 302, "answered 302"),
        (b"", 200, "could not be fetched. Nothing listens there."),
    ],
)
def test_what_is_no_certificate_is_said(
    monkeypatch: pytest.MonkeyPatch, settings: Any, body: bytes, status: int, sentence: str
) -> None:
    answer(monkeypatch, body, status)
    with pytest.raises(NotTaken, match=sentence):
        certificates.fetched(SNS, noted(URL))  # type: ignore[arg-type]
