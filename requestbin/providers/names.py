"""The names under which providers put secrets and signatures, for what shows or masks a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from requestbin.providers.catalog import PROVIDERS
from requestbin.providers.places import BEARER, Place, place
from requestbin.providers.provider import Provider
from requestbin.providers.signatures.tokens import Token


def secret_names(rows: Iterable[Provider] = PROVIDERS) -> frozenset[str]:
    """Return the names of headers and fields in which providers send a secret as it is."""
    found = (_name(each) for row in rows for each in _places(row, tokens=True))
    return frozenset(found)


def signature_headers(rows: Iterable[Provider] = PROVIDERS) -> frozenset[str]:
    """Return the headers in which providers send signatures, in lower case."""
    found = (each for row in rows for each in _places(row, tokens=False))
    return frozenset(each.name.lower() for each in found if each.kind == "header")


def _places(row: Provider, *, tokens: bool) -> Iterator[Place]:
    for scheme in row.schemes:
        if isinstance(scheme, Token) == tokens:
            yield from (place(each) for each in getattr(scheme, "signature", "").split())


def _name(where: Place) -> str:
    return "authorization" if where.kind == BEARER else where.name.rpartition(".")[2].lower()
