"""A secret made for tests signs and checks, whoever the provider is."""

from __future__ import annotations

import pytest

from requestbin.providers import PROVIDERS, Provider, unsignable, verify
from requestbin.providers.samples import events, sample
from requestbin.providers.signatures.check import sign
from requestbin.providers.signatures.made import RANDOM_BYTES, made_secret

SIGNING = [row for row in PROVIDERS if row.signs]


@pytest.mark.parametrize("row", SIGNING, ids=lambda row: row.slug)
def test_a_sample_signed_with_it_is_genuine(row: Provider) -> None:
    secret = made_secret(row, bytes(range(RANDOM_BYTES)))
    assert unsignable(row, secret) == ""
    request = sample(row.slug, events(row.slug)[0], url="https://example.com/", now=1.7e9, seed=1)
    signed = sign(request, row, secret, now=1.7e9)
    assert verify(signed, row, secret, now=1.7e9).valid
    other = made_secret(row, bytes(RANDOM_BYTES))
    assert not verify(signed, row, other, now=1.7e9).valid


def test_who_signs_nothing_has_none() -> None:
    unsigned = [row for row in PROVIDERS if not row.signs]
    assert unsigned
    assert {made_secret(row, bytes(RANDOM_BYTES)) for row in unsigned} == {None}
