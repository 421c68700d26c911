"""Secrets at rest survive rotated keys, and a lost key is said and not raised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from requestbin.access.secrets import seal, unseal

SECRET = b"whsec_" + bytes(range(256))


@given(st.binary())
def test_what_is_sealed_comes_back(secret: bytes) -> None:
    sealed = seal(secret)
    assert unseal(sealed) == secret
    assert len(secret) < 8 or secret not in sealed


def test_two_seals_of_one_secret_differ() -> None:
    assert seal(SECRET) != seal(SECRET)


def test_a_rotated_key_still_opens(settings: Settings) -> None:
    old = settings.SECRET_KEY
    sealed = seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [old]
    assert unseal(sealed) == SECRET
    anew = seal(SECRET)
    settings.SECRET_KEY_FALLBACKS = []
    assert (unseal(sealed), unseal(anew)) == (None, SECRET)


def test_a_lost_key_gives_nothing(settings: Settings) -> None:
    sealed = seal(SECRET)
    settings.SECRET_KEY = "another" * 10
    assert unseal(sealed) is None


@given(st.binary())
def test_what_was_not_sealed_gives_nothing(junk: bytes) -> None:
    assert unseal(junk) is None


def test_a_changed_byte_gives_nothing() -> None:
    sealed = bytearray(seal(SECRET))
    sealed[40] ^= 1
    assert unseal(bytes(sealed)) is None
