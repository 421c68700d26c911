"""Forms and queries, masked field by field; what is between the fields stays as it was sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote_plus

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.names import NONE
from requestbin.inspection.masking.octets import octets_of
from requestbin.inspection.masking.sweep import Sweep

MAX_FIELDS = 20_000
LEFT = "()[]/:,@*"
"""What an encoded value may hold as it is."""

Inner = Callable[[str], str]
"""Masks what a value holds: JSON, a link, another form."""

_FIELD = r"[\w.$%+\[\]~:*!@-]{0,200}(?:=[^&]*)?"
_FORM = re.compile(rf"(?=[^&]*=)(?:{_FIELD})?(?:&(?:{_FIELD})?)*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_SPACED_NAME = re.compile(r"(?:^|&)[^=&]*\s")


def looks_like_form(text: str) -> bool:
    """Tell whether a text is `name=value&...`, in names as forms have them."""
    return "=" in text and _FORM.fullmatch(text) is not None


def demand_form(text: str) -> None:
    """Raise Unreadable for a body that is no form, whatever its type says: `curl -d` gives that
    type to every text."""
    text = text.removesuffix("\n").removesuffix("\r")
    if "=" not in text or _CONTROLS.search(text) or _SPACED_NAME.search(text):
        raise Unreadable("It is called a form, but is not one.")
    if text.count("&") > MAX_FIELDS:
        raise Unreadable(f"It has more than {MAX_FIELDS:,} fields.")


def masked_form(
    text: str, sweep: Sweep, inner: Inner, kind: str, also: frozenset[str] = NONE
) -> str:
    """Return `a=1&b=2` with the values of secret names masked, and the others masked inside.

    A value is encoded anew only where something in it was masked. `also` are secret names here.
    """
    return "&".join(_field(part, sweep, inner, kind, also) for part in text.split("&"))


def _field(part: str, sweep: Sweep, inner: Inner, kind: str, also: frozenset[str]) -> str:
    name, equals, value = part.partition("=")
    if equals and sweep.is_secret(name, also):
        return f"{_name(name, sweep)}={_hidden(value, sweep, kind)}"
    if not equals:
        return _encoded_anew(part, inner)
    return f"{_name(name, sweep)}={_encoded_anew(value, inner)}"


def _hidden(value: str, sweep: Sweep, kind: str) -> str:
    plain = decoded(value)
    mask = sweep.hide(plain, kind)
    return value if mask == plain else mask


def _name(name: str, sweep: Sweep) -> str:
    plain = decoded(name)
    shown = sweep.show(sweep.repeated(plain))
    return name if shown == plain else encoded(shown)


def _encoded_anew(value: str, inner: Inner) -> str:
    plain = decoded(value)
    masked = inner(plain)
    return value if masked == plain else encoded(masked)


def decoded(value: str) -> str:
    """Undo the encoding of a form's value; bytes that are no UTF-8 become single surrogates."""
    return unquote_plus(value, errors="surrogateescape")


def encoded(text: str) -> str:
    """Encode a value for a form, the other way round."""
    return quote(octets_of(text), safe=LEFT)
