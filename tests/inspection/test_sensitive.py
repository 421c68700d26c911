"""What is said to be in a copy, before somebody passes it on."""

from __future__ import annotations

import pytest
from hypothesis import given

from requestbin.http import Captured
from requestbin.inspection.sensitive import sentence
from tests.builders import captured
from tests.strategies import captures


@pytest.mark.parametrize(
    ("headers", "target", "body", "said"),
    [
        ([], "/in/key", "", ""),
        ([("Content-Type", "a/b"), ("X-Design", "1")], "/in/key?designer=1", '{"sign":1}', ""),
        ([("X-Hub-Signature-256", "x")], "/in/key", "", "Contains a signature."),
        ([("X-Hub-Signature", "x")], "/in/key?token=1", "", "Contains a signature and a token."),
        ([("AUTHORIZATION", ""), ("cookie", "")], "/in", "", "Contains credentials and a cookie."),
        ([], "/in/key?sig=1&x=2", "", "Contains a signature."),
        ([], "/in/key", "api_key=1&b=2", "Contains an API key."),
        ([], "/in/key", '{"a":{"client_secret" : "x","password":1}}', "Contains a secret."),
        ([("X-OTP", "1")], "/in/key", '{"pin":1}', "Contains a secret."),
        ([], "/in/key", "the token is not a name here", ""),
    ],
)  # fmt: skip
def test_it_goes_by_names(
    headers: list[tuple[str, str]], target: str, body: str, said: str
) -> None:
    assert sentence(captured(headers=headers, target=target, body=body)) == said


@given(captures())
def test_nothing_makes_it_fail(request: Captured) -> None:
    assert sentence(request) in ("", sentence(request))


@pytest.mark.parametrize("octets", [b'"', b"a", b'"a"   ', b"a=", b"&=", b'":'])
def test_a_megabyte_takes_no_time(octets: bytes) -> None:
    sentence(captured(body=octets * (1_000_000 // len(octets))))
