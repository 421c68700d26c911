"""Code that verifies a provider's requests right, with the standard library, made from its row."""

from __future__ import annotations

from collections.abc import Callable

from requestbin.providers.provider import Provider
from requestbin.providers.recipes import node, python
from requestbin.providers.signatures.scheme import Scheme

LANGUAGES: dict[str, Callable[[str, Scheme], str]] = {"python": python.code, "node": node.code}


def recipe(provider: Provider, language: str) -> str:
    """Return code with a function `verify` for the provider's usual scheme, "" where there is none.

    `verify(headers, body, secret, url, method, now)`: headers by lower-case name, the raw bytes of
    the body, the URL as the provider calls it. `language` is a name of LANGUAGES. Never raises.
    """
    made = LANGUAGES.get(language)
    if made is None:
        return ""
    codes = (made(provider.name, scheme) for scheme in provider.schemes)
    return next(filter(None, codes), "")


__all__ = ["LANGUAGES", "recipe"]
