"""Who sends a request cannot keep us busy: neither with many signatures nor with a large body."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from requestbin.http import Headers, Request
from requestbin.providers import provider_of, verify
from requestbin.providers.doctor import diagnose
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.parts import Signing, template

URL = "https://example.com/in/key/hook?x=1"
MEBIBYTE = 1024 * 1024
SECONDS = 5.0
"""Of this process alone, and many times what it takes; without bounds it would be half a minute."""
FORM = "application/x-www-form-urlencoded"


def posted(body: bytes, *headers: tuple[str, str]) -> Request:
    return Request("POST", URL, Headers(headers), body)


def stripe() -> Request:
    items = ",".join(f"v1={each:064x}" for each in range(900))
    return posted(b"x" * 8 * MEBIBYTE, ("Stripe-Signature", f"t=1,{items}"))


def messages() -> Request:
    names = [f"s{each}" for each in range(900)]
    return posted(
        b"{}",
        ("Signature-Input", ", ".join(f'{name}=("@method");created=1' for name in names)),
        ("Signature", ", ".join(f"{name}=:AAAA:" for name in names)),
    )


def form(size: int) -> Request:
    body = b"a=" + b"%20" * (size // 3)
    return posted(body, ("Content-Type", FORM), ("X-Twilio-Signature", "A" * 27 + "="))


def box() -> Request:
    return posted(
        "é".encode() * 4 * MEBIBYTE,
        ("Box-Signature-Primary", "A" * 43 + "="),
        ("Box-Signature-Version", "1"),
        ("Box-Signature-Algorithm", "HmacSHA256"),
        ("Box-Delivery-Timestamp", "2026-01-01T00:00:00Z"),
    )


@pytest.mark.parametrize(
    ("slug", "made"),
    [
        ("stripe", stripe),
        ("rfc9421", messages),
        ("twilio", lambda: form(8 * MEBIBYTE)),
        ("twilio", lambda: form(MEBIBYTE // 2)),
        ("box", box),
    ],
)
def test_it_is_judged_at_once(slug: str, made: Callable[[], Request]) -> None:
    request = made()
    start = time.process_time()
    assert not verify(request, slug, "a secret of sixteen", now=1.0).authentic
    assert time.process_time() - start < SECONDS


def test_a_large_form_is_diagnosed_soon() -> None:
    row = provider_of("twilio")
    assert row is not None
    secrets = [(f"secret {each}", f"secret-{each}") for each in range(6)]
    start = time.process_time()
    diagnose(form(200_000), row, secrets, now=1.0)
    assert time.process_time() - start < 2 * SECONDS


def test_the_url_changes_and_the_form_stays() -> None:
    seen = Seen(posted(b"a=1&b=2", ("Content-Type", FORM)))
    form = seen.form
    other = seen.at("https://example.org/?c=3")
    assert other.form is form
    assert (other.query, seen.query) == ([("c", "3")], [("x", "1")])


def test_a_signature_among_many_still_counts() -> None:
    scheme = Hmac("header:X-Signature", separator=",")
    made = scheme.made(b"key", b"{}")
    seen = Seen(posted(b"{}", ("X-Signature", ",".join(["00", made.upper(), made, ""]))))
    assert scheme.verify(seen, "key", 0.0).authentic


def test_letters_are_escaped_in_units_of_utf16() -> None:
    body = 'a/"é\u0080ÿ€😀'.encode() + b"\xff"
    signed = template("{ascii body}").message(Signing(Seen(posted(body)), None))
    assert signed == rb'a\/"\u00e9\u0080\u00ff\u20ac\ud83d\ude00\udcff'
