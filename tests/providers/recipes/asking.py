"""Runs the code that a recipe gives, and makes requests that are signed with a private key."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, Secret, provider_of, verify
from requestbin.providers.recipes import LANGUAGES, recipe
from requestbin.providers.signatures import keys
from requestbin.providers.signatures.public_keys import Asymmetric
from tests.providers.doctor.cases import NOW, RICH, URL, Case

VECTORS = json.loads((Path(__file__).parents[1] / "vectors.json").read_text())["vectors"]
WHOLE = ("plivo", "contentful", "mercadopago")
"""Rows whose recipe judges all that the row does, so that it agrees with every vector."""

Call = tuple[Request, Secret, float]
"""A request, the secret and the time with which it is judged."""


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


def judged(check: Callable[..., Any], call: Call) -> bool:
    """Return what the `verify` of a module in Python says."""
    request, secret, now = call
    headers, method = headers_of(request), request.method
    return bool(check(headers, request.body, secret, request.url, method, now))


def expected(case: Case, call: Call) -> bool:
    """Return what we say, by the scheme of the case alone."""
    request, secret, now = call
    return verify(request, replace(case.provider, schemes=(case.scheme,)), secret, now=now).valid


def calls(case: Case) -> list[Call]:
    """Return the ways in which a case is judged: as it is, with another secret, changed, late."""
    request = case.request
    changed = [
        replace(request, body=request.body.replace(b"o", b"0")),
        replace(request, url=URL.replace("order=7", "order=8")),
    ]
    return [
        (request, case.text, NOW),
        (request, another(case), NOW),
        *((each, case.text, NOW) for each in changed),
        (request, case.text, NOW + 100_000),
    ]


def headers_of(request: Request) -> dict[str, str]:
    """Return the headers as frameworks give them, by lower-case name."""
    return {name.lower(): value for name, value in request.headers.as_text()}


def of_vectors() -> Iterator[tuple[str, str, Call, bool]]:
    """Yield the name of every vector of these rows, its row's slug, the call and the verdict."""
    for vector in VECTORS:
        if vector["catalog_id"] in WHOLE:
            headers = Headers(vector["headers"].items())
            body = vector["body"].encode()
            request = Request(vector["method"], vector["url"], headers, body)
            call = (request, vector["secret"], vector["now"])
            yield vector["id"], vector["catalog_id"], call, vector["expected_valid"]


def of_forms() -> Iterator[Case]:
    """Yield cases of forms in which a name begins another, and their values sort otherwise."""
    for slug, pairs in (("twilio", b"CallerCity=SF&Caller=zed"), ("plivo", b"ToCity=SF&To=zed")):
        provider = provider_of(slug)
        assert provider
        kind = Headers([("Content-Type", "application/x-www-form-urlencoded")])
        secret = "S3cret-of_Tests"
        made = provider.schemes[0].sign(Request("POST", URL, kind, pairs), secret, NOW, "")
        assert made
        yield Case(provider, provider.schemes[0], secret, made)


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
