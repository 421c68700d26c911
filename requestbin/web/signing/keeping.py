"""Secrets on their way in: looked at before they are kept, and refused with a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret
from requestbin.providers import Provider
from requestbin.providers.doctor import pasted_key
from requestbin.web.signing.refusals import NotTaken
from requestbin.web.signing.wanted import wanted_of


def keep(bin: Bin, provider: Provider, posted: Mapping[str, str], label: str = "") -> BinSecret:
    """Keep the secret of `provider` that a form holds; raises NotTaken."""
    wanted = wanted_of(provider)
    secret = wanted.given(posted)
    if not secret:
        raise NotTaken(f"Paste the {provider.secret_name} first.")
    for text in [secret] if isinstance(secret, str) else secret.values():
        if refusal := pasted_key(provider, text):
            raise NotTaken(refusal)
    try:
        return keyring.add(bin, provider.slug, label, secret)
    except keyring.NotKept as refusal:
        raise NotTaken(str(refusal)) from None
