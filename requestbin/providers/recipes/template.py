"""A scheme's template in pieces that a language can write: what stands between, and the parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.public_keys import Asymmetric
from requestbin.providers.signatures.signed import Signed

_NAMED = re.compile(r"\{([^{}]*)\}")


def pieces(text: str) -> list[tuple[bool, str]]:
    """Return the pieces of a template: whether each is the name of a part, and its text."""
    found = [(bool(at % 2), piece) for at, piece in enumerate(_NAMED.split(text))]
    return [(named, piece) for named, piece in found if piece]


def writable(scheme: Signed, parts: Sequence[str]) -> bool:
    """Tell whether a scheme can be written with these parts, for a secret that is one text."""
    kinds = {place.kind for place in scheme.places}
    one = len(scheme.places) == 1 or kinds == {"header"}
    odd = scheme.items or scheme.secret or "{" in scheme.prefix or not one
    if odd or (isinstance(scheme, Asymmetric) and (scheme.certificate or scheme.envelope)):
        return False
    if isinstance(scheme, Hmac) and (scheme.fold or "*" in scheme.signature):
        return False
    names = [name for named, name in pieces(scheme.templates[0].text) if named]
    return all(name in parts or _placed(name) for name in names)


def _placed(name: str) -> bool:
    kind, _, where = name.partition(":")
    return kind in ("header", "query", "form", "json") and bool(where) and "*" not in where
