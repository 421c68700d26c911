"""What a value holds: each structure, one in another, and text that has none."""

from __future__ import annotations

import base64
import json

import pytest

from requestbin.inspection.masking.names import Names
from requestbin.inspection.masking.sweep import Sweep
from requestbin.inspection.masking.values import MAX_DEPTH, masked_value

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r"
WRAPPED = base64.b64encode(b'{"secret":"s3cr3t!!","a":1}').decode()
MASKED = base64.b64encode(b'{"secret":"(masked)","a":1}').decode()


def masked(text: str) -> str:
    return masked_value(text, Sweep(Names()), "value")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1.10, "token":"abc"}', '{"a": 1.10, "token":"(masked)"}'),
        ('"a \\"token: abc\\""', '"a \\"token: (masked)"'),
        ("<a><token>abc</token></a>", "<a><token>(masked)</token></a>"),
        ("a=1&token=a b c&b=2", "a=1&token=(masked)&b=2"),
        ("payload=%7B%22token%22%3A%22abc%22%7D", "payload=%7B%22token%22:%22(masked)%22%7D"),
        (WRAPPED, MASKED),
        (WRAPPED.rstrip("="), MASKED.rstrip("=")),
        ("%7B%22token%22%3A%22abc%22%7D", "%7B%22token%22%3A%22(masked)%22%7D"),
        ("%257B%2522token%2522%253A%2522abc%2522%257D", "%7B%22token%22%3A%22(masked)%22%7D"),
    ],
)
def test_structures(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "see https://bob:p4ss@h.com/a?sig=1f&b=2#c",
            "see https://(masked)@h.com/a?sig=(masked)&b=2#c",
        ),
        ("redis://:p4ss@h:6379/0", "redis://(masked)@h:6379/0"),
        ("https://h.com/cb#access_token=abc&b=1", "https://h.com/cb#access_token=(masked)&b=1"),
        (
            "https://h.com/?u=https%3A%2F%2Fx%2F%3Ftoken%3Dabc",
            "https://h.com/?u=https://x/%3Ftoken%3D(masked)",
        ),
        ("/a;jsessionid=12AB?x", "/a;jsessionid=(masked)"),
        ("Authorization: Bearer abc, ok", "Authorization: (masked)"),
        ("set password='a b' and go", "set password='(masked)' and go"),
        ('{bad "pin": "12", "a": 1', '{bad "pin": "(masked)", "a": 1'),
        ("token => abc", "token => (masked)"),
        (f"jwt is {JWT}.", "jwt is (masked JWT)"),
        ("then Bearer 0123456789abcdef-x", "then Bearer (masked)"),
        ("basic dXNlcjpwYXNz", "basic (masked)"),
        ("paid with 4242 4242 4242 4242", "paid with (masked)"),
        ("paid with 378282246310005.", "paid with 378282246310005."),
        ("paid with 378282246310005", "paid with (masked)"),
        ("key sk_live_0123456789abcdef!", "key (masked)!"),
        ("https://hooks.slack.com/services/T0/B0/xyz", "https://hooks.slack.com/services/(masked)"),
        (
            "-----BEGIN PRIVATE KEY-----\nMII\n-----END",
            "-----BEGIN PRIVATE KEY-----(masked)-----END",
        ),
    ],
)
def test_text(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "1.10",
        "an invoice was paid",
        "a=1&b=2",
        "https://h.com/a?b=1#c",
        "[ALERT] disk",
        "4242424242424241",
        "0.4242424242424242",
        "12:30",
        "bearer of news",
        "basic information",
        "eyJhbGciOiJIUzI1NiJ9",
        "100% sure",
        "50%25",
        "<b>bold",
        "dXNlcjpwYXNz",
        "user@example.com",
        "[1, 2",
        "{ a }",
        "sha256=0123456789abcdef",
        "größe",
        "\udcff\ud800",
    ],
)
def test_what_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text", ['{"token": "abc', "[token] abc", "<a><token>abc</a>", '{"\\u0074oken":"a']
)
def test_what_cannot_be_read_and_speaks_of_secrets_goes_whole(text: str) -> None:
    assert masked(text) == "(masked)"


def test_what_is_nested_too_deep_goes_whole() -> None:
    text = '{"a":"harmless, and long"}'
    for _ in range(MAX_DEPTH + 2):
        text = json.dumps({"a": text})
    assert "(masked)" in masked(text)
    assert "harmless" not in masked(text)


def test_what_is_known_is_masked_wherever_it_stands() -> None:
    sweep = Sweep(Names(), "KEY", frozenset(("hunter2", "a=b")))
    assert masked_value('["KEY", "x hunter2", "a=b", 1]', sweep, "v") == (
        '["(masked)", "x (masked)", "(masked)", 1]'
    )
    assert sweep.counts == {"capture key": 1, "repeated value": 2}
