"""Target and headers: what stays of each, and what is known of it afterwards."""

from __future__ import annotations

import base64

import pytest

from requestbin.inspection.masking.head import masked_pair, masked_target
from requestbin.inspection.masking.names import Names
from requestbin.inspection.masking.sweep import Sweep


def sweep() -> Sweep:
    return Sweep(Names(), "KEY")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/in/KEY/a?b=1", "/in/(masked)/a?b=1"),
        ("/in/KEY?token=x&sig=y&code=z", "/in/(masked)?token=(masked)&sig=y&code=(masked)"),
        ("http://u:p4ss@h/in/KEY?", "http://(masked)@h/in/(masked)?"),
        ("/in/KEY/%2f//a%20b/?%ff", "/in/(masked)/%2f//a%20b/?%ff"),
        ("/in/KEY/a;jsessionid=1A/b", "/in/(masked)/a;jsessionid=(masked)"),
        ("*", "*"),
        ("", ""),
    ],
)
def test_targets(target: str, expected: str) -> None:
    assert masked_target(target.encode(), sweep()) == expected.encode()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Authorization", "Bearer abc", "Bearer (masked)"),
        ("AUTHORIZATION", "bearer  abc", "bearer (masked)"),
        ("Proxy-Authorization", "Basic eDp5", "Basic (masked)"),
        ("Authorization", "my secret", "(masked)"),
        ("Authorization", "Bearer", "(masked)"),
        ("Authorization", 'Digest username="x", response="y"', "Digest (masked)"),
        ("Cookie", "a=1; b = x ;c; d=", "a=(masked); b = (masked) ;(masked); d="),
        ("Set-Cookie", "a=1; Path=/; X=y; Secure", "a=(masked); Path=/; X=(masked); Secure"),
        ("X-Api-Key", "a b", "(masked)"),
        ("X-Hub-Signature", "sha1=abc", "sha1=abc"),
        ("Referer", "https://h/in/KEY?token=x", "https://h/in/(masked)?token=(masked)"),
        ("Host", "KEY.example.com", "(masked).example.com"),
        ("X", '{"token":"x"}', '{"token":"(masked)"}'),
        (
            "Content-Type",
            'multipart/form-data; boundary="a b"',
            'multipart/form-data; boundary="a b"',
        ),
        (
            "User-Agent",
            "Stripe/1.0 (+https://stripe.com/docs)",
            "Stripe/1.0 (+https://stripe.com/docs)",
        ),
    ],
)
def test_headers(name: str, value: str, expected: str) -> None:
    assert masked_pair(name.encode(), value.encode(), sweep()) == (name.encode(), expected.encode())


def test_bytes_of_no_charset_stay() -> None:
    assert masked_pair(b"X", b"caf\xe9 \x00\xff", sweep())[1] == b"caf\xe9 \x00\xff"


def test_basic_gives_away_user_and_password() -> None:
    found = sweep()
    masked_pair(b"Authorization", b"Basic " + base64.b64encode(b"someone:p4ssw0rd"), found)
    assert {"someone:p4ssw0rd", "p4ssw0rd"} <= found.found


def test_short_cookies_and_words_are_looked_for_nowhere() -> None:
    found = sweep()
    masked_pair(b"Cookie", b"theme=dark; sid=0123456789ab", found)
    for value in (b"true", b"abc", b"1234", b"(masked", b"null"):
        masked_pair(b"X-Token", value, found)
    masked_pair(b"X-Token", b"a1b2", found)
    assert found.found == {"0123456789ab", "a1b2"}
