"""Runs the code that a recipe gives, and makes requests that are signed with a private key."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS
from requestbin.providers.recipes import LANGUAGES, recipe
from requestbin.providers.signatures import keys
from requestbin.providers.signatures.public_keys import Asymmetric
from tests.providers.doctor.cases import NOW, RICH, URL, Case


def covered(case: Case, language: str) -> bool:
    """Tell whether the provider's recipe is about this very scheme."""
    text = recipe(case.provider, language)
    return bool(text) and text == LANGUAGES[language](case.provider.name, case.scheme)


def verifying(code: str) -> Callable[..., Any]:
    """Return the `verify` of a module in Python."""
    scope: dict[str, Any] = {}
    exec(compile(code, "recipe.py", "exec"), scope)
    made: Callable[..., Any] = scope["verify"]
    return made


def headers_of(request: Request) -> dict[str, str]:
    """Return the headers as frameworks give them, by lower-case name."""
    return {name.lower(): value for name, value in request.headers.as_text()}


def of_keys() -> Iterator[Case]:
    """Yield a case of every scheme with a public key, whose secret is that key."""
    for provider in PROVIDERS:
        for scheme in provider.schemes:
            if not isinstance(scheme, Asymmetric):
                continue
            pair = keys.test_pair(scheme.algorithm)
            form = scheme.signature.startswith("form:")
            kind = "application/x-www-form-urlencoded" if form else "application/json"
            body = b"payload=%7B%22a%22%3A1%7D&p_signature=x" if form else RICH
            request = Request("POST", URL, Headers([("Content-Type", kind)]), body)
            made = scheme.sign(request, pair["private_key"], NOW, "")
            if made is None:
                continue
            yield Case(provider, scheme, shown(scheme, pair["public_key"]), made)


def shown(scheme: Asymmetric, public: str) -> str:
    """Return a public key as the provider shows it: Ed25519 in the encoding of its signatures."""
    if scheme.encoding == "base64" and scheme.algorithm == "ed25519":
        return base64.b64encode(bytes.fromhex(public)).decode()
    return public


def another(case: Case) -> str:
    """Return a secret or key that is not the case's."""
    if isinstance(case.scheme, Asymmetric):
        return shown(case.scheme, keys.test_pair(case.scheme.algorithm)["public_key"])
    return case.text[:-4] + "0bad"
