"""A scheme's template in pieces that a language can write: what stands between, and the parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.public_keys import Asymmetric
from requestbin.providers.signatures.signed import Signed

_NAMED = re.compile(r"\{([^{}]*)\}")


def pieces(text: str) -> list[tuple[bool, str]]:
    """Return the pieces of a template: whether each is the name of a part, and its text."""
    found = [(bool(at % 2), piece) for at, piece in enumerate(_NAMED.split(text))]
    return [(named, piece) for named, piece in found if piece]


def writable(scheme: Signed, parts: Sequence[str]) -> list[str]:
    """Return the templates of a scheme that can be written with these parts, for a secret that is
    one text; none where the usual one cannot."""
    kinds = {place.kind for place in scheme.places}
    one = len(scheme.places) == 1 or kinds == {"header"}
    odd = scheme.items or scheme.secret or "{" in scheme.prefix or not one
    if odd or (isinstance(scheme, Asymmetric) and (scheme.certificate or scheme.envelope)):
        return []
    if isinstance(scheme, Hmac) and (scheme.fold or "*" in scheme.signature):
        return []
    texts = [each.text for each in scheme.templates if _known(each.text, parts)]
    return texts if scheme.templates[0].text in texts else []


def needed(text: str, functions: Mapping[str, str]) -> list[str]:
    """Return those of `functions`, each by its call, that `text` needs, and that those need."""
    wanted = {call for call in functions if _calls(text, call)}
    while True:
        more = {call for call in functions if any(_calls(functions[each], call) for each in wanted)}
        if more <= wanted:
            return [made for call, made in functions.items() if call in wanted]
        wanted |= more


def _calls(text: str, call: str) -> bool:
    return re.search(rf"\b{re.escape(call)}", text) is not None


def _known(text: str, parts: Sequence[str]) -> bool:
    names = [name for named, name in pieces(text) if named]
    return all(name in parts or _placed(name) for name in names)


def _placed(name: str) -> bool:
    kind, _, where = name.partition(":")
    return kind in ("header", "query", "form", "json") and bool(where) and "*" not in where
