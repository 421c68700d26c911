"""A provider of one's own: the table's vocabulary as plain JSON, checked and written as a row.

{"slug": "acme", "name": "Acme", "detect": ["header:X-Acme-Signature"],
 "signature": "header:X-Acme-Signature", "signed": "{timestamp}.{body}", "algorithm": "sha256",
 "encoding": "hex", "prefix": "v1=", "separator": ",", "timestamp": "item:t=", "tolerance": 300}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from requestbin.providers.places import UnknownPlace, place
from requestbin.providers.provider import Provider, Sure, condition
from requestbin.providers.signatures.encodings import ENCODINGS
from requestbin.providers.signatures.hashes import ALGORITHMS, Hmac
from requestbin.providers.signatures.moments import UNITS
from requestbin.providers.signatures.parts import UnknownPart, template
from requestbin.providers.signatures.secrets import KEYS
from requestbin.providers.signatures.signing import ITEM

SLUG = re.compile("[a-z][a-z0-9_]{1,39}")
MAX_TEXT = 500
FIELDS = (
    *("slug", "name", "docs", "detect", "event", "event_id"),
    *("signature", "signed", "algorithm", "encoding", "prefix", "separator", "trim", "key"),
    *("timestamp", "unit", "tolerance", "id", "keyed"),
)
CHOICES: dict[str, tuple[str, ...]] = {
    "algorithm": ALGORITHMS,
    "encoding": tuple(ENCODINGS),
    "key": tuple(KEYS),
    "unit": tuple(UNITS),
}
_SCHEME = ("signature", "signed", *CHOICES, "prefix", "separator", "trim", "timestamp", "id")


class NotAProvider(ValueError):
    """A definition that cannot be a row; the message is a sentence for people."""


def provider_from(row: Any) -> Provider:
    """Return the provider that `row` defines; raises NotAProvider with what is wrong."""
    if not isinstance(row, Mapping):
        raise NotAProvider("A provider is a JSON object.")
    unknown = [str(name)[:40] for name in row if name not in FIELDS]
    if unknown:
        raise NotAProvider(f"There is no field {unknown[0]!r}. Fields: {', '.join(FIELDS)}.")
    slug = _text(row, "slug")
    if not SLUG.fullmatch(slug):
        raise NotAProvider("The slug is a short word of a-z, 0-9 and _, beginning with a letter.")
    try:
        for each in _texts(row, "detect"):
            for one in each.split(" & "):
                condition(one)
        for each in (*_texts(row, "event"), *_texts(row, "event_id")):
            place(each)
        scheme = _scheme(row)
    except (UnknownPlace, UnknownPart) as problem:
        raise NotAProvider(str(problem)) from None
    return Provider(
        slug,
        _text(row, "name") or slug,
        _text(row, "docs"),
        Sure.MEMORY,
        detect=_texts(row, "detect") or (scheme.signature,),
        schemes=(scheme,),
        event=_texts(row, "event"),
        event_id=_texts(row, "event_id"),
    )


def row_source(row: Mapping[str, Any]) -> str:
    """Return the definition as a row of the table, in Python; raises NotAProvider."""
    provider = provider_from(row)
    fields = {name: row[name] for name in (*_SCHEME, "tolerance", "keyed") if row.get(name)}
    if row.get("keyed") is False:
        fields["keyed"] = False
    scheme = ", ".join(f"{name}={value!r}" for name, value in fields.items())
    named = [(name, list_) for name in ("event", "event_id") if (list_ := _texts(row, name))]
    lines = [
        f"    Provider(\n        {provider.slug!r},\n        {provider.name!r},",
        f"        {provider.docs!r},\n        detect={provider.detect!r},",
        f"        schemes=(Hmac({scheme}),),",
        *(f"        {name}={value!r}," for name, value in named),
        "    ),",
    ]
    return "\n".join(lines)


def _scheme(row: Mapping[str, Any]) -> Hmac:
    signature = _text(row, "signature")
    if not signature:
        raise NotAProvider("Say where the signature stands, as in header:X-Signature.")
    for each in signature.split(" "):
        place(each)
    signed = _text(row, "signed") or "{body}"
    template(signed)
    if any(name.startswith("secret") for name in template(_text(row, "prefix")).names):
        raise NotAProvider("The prefix may not hold the secret: it is sent along.")
    for name, choices in CHOICES.items():
        if row.get(name) and row[name] not in choices:
            raise NotAProvider(f"{name} is one of {', '.join(choices)}.")
    timestamp = _text(row, "timestamp")
    if timestamp and not timestamp.startswith(ITEM):
        place(timestamp)
    if _text(row, "id"):
        place(_text(row, "id"))
    tolerance = row.get("tolerance")
    if tolerance is not None and (isinstance(tolerance, bool) or not isinstance(tolerance, int)):
        raise NotAProvider("The tolerance is a number of seconds.")
    texts = {name: _text(row, name) for name in _SCHEME if name != "trim" and row.get(name)}
    flags: dict[str, Any] = {name: bool(row[name]) for name in ("trim", "keyed") if name in row}
    return Hmac(**{**texts, **flags, "signed": signed, "tolerance": tolerance})


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise NotAProvider(f"{name} is a text of up to {MAX_TEXT} characters.")
    _demand_text(name, value)
    return value


def _demand_text(name: str, value: str) -> None:
    """Refuse what no page can show and PostgreSQL does not store: NUL, and half a character."""
    if "\x00" in value or any("\ud800" <= each <= "\udfff" for each in value):
        raise NotAProvider(f"{name} has a character that is no text.")


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or []
    if isinstance(value, str):
        value = [value]
    texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if not texts or any(len(each) > MAX_TEXT for each in value):
        raise NotAProvider(f"{name} is a list of texts.")
    for each in value:
        _demand_text(name, each)
    return tuple(value)
