"""What a value holds, masked inside: JSON, XML, forms, base64, links and text, one in another."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.form import Inner, looks_like_form, masked_form
from requestbin.inspection.masking.json import masked_json
from requestbin.inspection.masking.looks import masked_looks
from requestbin.inspection.masking.octets import decoded_base64, encoded_base64, octets_of
from requestbin.inspection.masking.prose import masked_links, masked_pairs
from requestbin.inspection.masking.sweep import Sweep
from requestbin.inspection.masking.xml import masked_xml

MAX_DEPTH = 6
LEAST_BASE64 = 12
MAX_ROUNDS = 6
"""What is masked may bring to light what looks like a secret: then it is looked at once more."""

_PLAIN = re.compile(r"[\w .,;()+*'|~-]{0,11}")
"""Too short, and too plain, to hold anything that is looked for."""
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_KEPT = "/()"
"""Encoded anew, a text keeps nothing that would make it look like another thing."""


def masked_value(text: str, sweep: Sweep, kind: str, depth: int = 0) -> str:
    """Return the text of a value with the secrets in it masked, whatever it holds.

    What seems to have a structure that speaks of secrets, but cannot be read, is masked whole, and
    so is what is nested too deep.
    """
    if _PLAIN.fullmatch(text):
        return sweep.show(sweep.repeated(text))
    if depth > MAX_DEPTH:
        return sweep.hide(text, kind)

    def inner(held: str) -> str:
        return masked_value(held, sweep, kind, depth + 1)

    wrapped = _masked_base64(text, inner)
    if wrapped != text:
        return sweep.show(wrapped)
    for fits, mask in _STRUCTURES:
        if fits(text):
            try:
                with sweep.attempting():
                    return sweep.show(mask(text, sweep, inner, kind))
            except Unreadable:
                if sweep.names.are_mentioned(text):
                    return sweep.hide(text, kind)
    return _masked_text(text, sweep, inner, kind)


def _masked_text(text: str, sweep: Sweep, inner: Inner, kind: str) -> str:
    text = _looked_at(text, sweep, kind)
    masked = _masked_escapes(masked_links(text, sweep, inner, kind), inner)
    return sweep.show(masked if masked == text else _looked_at(masked, sweep, kind))


def _looked_at(text: str, sweep: Sweep, kind: str) -> str:
    for _ in range(MAX_ROUNDS):
        before = text
        text = masked_looks(masked_pairs(sweep.repeated(text), sweep, kind), sweep, kind)
        if text == before:
            return text
    return sweep.hide(text, kind)


def _masked_escapes(text: str, inner: Inner) -> str:
    """Undo percent-encoding as often as it was done, so that nothing hides below it."""
    plain = text
    for _ in range(MAX_ROUNDS):
        if not _ESCAPED.search(plain):
            break
        plain = unquote(plain, errors="surrogateescape")
    if plain == text:
        return text
    masked = inner(plain)
    return text if masked == plain else quote(octets_of(masked), safe=_KEPT)


def _masked_base64(text: str, inner: Inner) -> str:
    plain = decoded_base64(text) if len(text) >= LEAST_BASE64 else ""
    masked = inner(plain) if plain else ""
    return text if masked == plain else encoded_base64(masked, text)


def _looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[") or (text[:1] == '"' and text[-1:] == '"')


def _looks_like_xml(text: str) -> bool:
    return text.lstrip()[:1] == "<" and ("</" in text or "/>" in text)


def _masked_form(text: str, sweep: Sweep, inner: Inner, kind: str) -> str:
    """Look at it as a whole, too: a secret may hold what parts fields."""
    return sweep.repeated(masked_form(text, sweep, inner, kind))


_STRUCTURES: tuple[tuple[Callable[[str], bool], Callable[[str, Sweep, Inner, str], str]], ...] = (
    (_looks_like_json, lambda text, sweep, inner, _: masked_json(text, sweep, inner)),
    (_looks_like_xml, lambda text, sweep, inner, _: masked_xml(text, sweep, inner)),
    (looks_like_form, _masked_form),
)
