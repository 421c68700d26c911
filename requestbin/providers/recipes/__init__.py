"""Code that verifies a provider's requests right, with the standard library, made from its row."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from requestbin.providers.catalog import provider_of
from requestbin.providers.provider import Provider
from requestbin.providers.recipes import node, python
from requestbin.providers.signatures.scheme import Scheme

LANGUAGES: dict[str, Callable[[str, Scheme], str]] = {"python": python.code, "node": node.code}
WRITTEN = Path(__file__).parent / "written"
"""The code for rows that sign as no other does: a file for each and each language."""
SUFFIXES = {"python": "py.txt", "node": "js"}


def recipe(provider: Provider, language: str) -> str:
    """Return code with a function `verify` for the provider's usual scheme, "" where there is none.

    `verify(headers, body, secret, url, method, now)`: headers by lower-case name, the raw bytes of
    the body, the URL as the provider calls it. What is written for one row judges all its schemes;
    where its secret is none of text alone, its comment says what is. `language` is a name of
    LANGUAGES. Never raises.
    """
    made = LANGUAGES.get(language)
    if made is None:
        return ""
    if provider == provider_of(provider.slug) and (own := _written(provider.slug, language)):
        return own
    codes = (made(provider.name, scheme) for scheme in provider.schemes)
    return next(filter(None, codes), "")


@cache
def _written(slug: str, language: str) -> str:
    path = WRITTEN / f"{slug}.{SUFFIXES[language]}"
    return path.read_text("utf-8") if path.is_file() else ""


__all__ = ["LANGUAGES", "SUFFIXES", "WRITTEN", "recipe"]
