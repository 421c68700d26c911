"""Every sample fits the row of its provider: recognised, named, signed and found genuine."""

from __future__ import annotations

import base64

import pytest

from requestbin.http import Request
from requestbin.providers import PROVIDERS, provider_of, sign, verify
from requestbin.providers.detection import recognise
from requestbin.providers.samples import events, providers_with_samples, sample
from requestbin.providers.signatures.keys import test_pair as key_pair
from requestbin.providers.signatures.secrets import Secret

URL = "https://bin.example.com/in/key"
NOW = 1_790_000_000.0
SAMPLES = [(slug, event) for slug in providers_with_samples() for event in events(slug)]
PRIVATE_KEYS = [
    key_pair(algorithm)["private_key"] for algorithm in ("ed25519", "rsa-sha256", "ecdsa-sha256")
]
SECRETS: list[Secret] = [
    "k" * 40,
    "whsec_" + base64.b64encode(b"k" * 32).decode(),
    "6b" * 32,
    base64.b64encode(b"k" * 32).decode(),
    {"public_key": "public", "private_key": "private"},
    *PRIVATE_KEYS,
    *({"private_key": key, "webhook_id": "WH"} for key in PRIVATE_KEYS),
]
ODD = {
    ("monday", "challenge"),  # anybody's
    ("cloudevents", "order.created__batch"),  # told by its Content-Type alone
    ("microsoft_graph", "validation"),  # is not signed
}
NAMELESS = {"plivo", "websub", "mollie"}
"""A received message, an updated feed and a payment that changed name no event."""


def signed(slug: str, event: str) -> Request | None:
    plain = sample(slug, event, url=URL, now=NOW, seed=1)
    for secret in SECRETS:
        made = sign(plain, slug, secret, now=NOW)
        if verify(made, slug, secret, now=NOW).valid:
            return made
    return None


def test_every_row_has_a_sample_and_every_sample_a_row() -> None:
    assert set(providers_with_samples()) == {row.slug for row in PROVIDERS}


@pytest.mark.parametrize(("slug", "event"), SAMPLES)
def test_a_sample_is_genuine_once_it_is_signed_and_its_sender_is_known(
    slug: str, event: str
) -> None:
    if (slug, event) in ODD:
        return
    row = provider_of(slug)
    assert row is not None
    request = signed(slug, event) if row.signs else sample(slug, event, url=URL, now=NOW, seed=1)
    assert request is not None, "no kind of secret signs it"
    found = recognise(request)
    assert found is not None
    assert found.provider.slug == slug


@pytest.mark.parametrize("slug", sorted(set(providers_with_samples()) - NAMELESS))
def test_a_row_finds_the_event_in_the_usual_sample(slug: str) -> None:
    row = provider_of(slug)
    assert row is not None
    request = signed(slug, events(slug)[0]) or sample(
        slug, events(slug)[0], url=URL, now=NOW, seed=1
    )
    found = recognise(request, [row])
    assert found is not None
    assert found.event or not row.event
