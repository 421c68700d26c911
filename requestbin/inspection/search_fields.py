"""The JSON that a search by field looks at: one meaning, whatever database reads it later.

Databases disagree about doubled keys, `NaN`, NUL, deep nesting and large numbers, and one body
that they refuse would end a whole search; what is made here has none of it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from requestbin.inspection.content import Content
from requestbin.inspection.formats.form import fields_of as form_fields_of

MAX_BYTES = 64 * 1024
"""Of a decoded body; larger ones are not searched by field."""
MAX_WHOLE = 2**63
GREATEST, LEAST = 1e300, 1e-300
"""Beyond these SQLite's own reader of numbers goes wrong."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NO_KEY = re.compile('[\x00-\x1f\x7f"\\\\\ud800-\udfff]')
_HALVES = re.compile("[\ud800-\udfff]")


def search_fields(content: Content) -> str | None:
    """Return the body as JSON text to be stored, None where it has none or is too large.

    Of doubled keys the last counts; numbers are as `number_of` gives them; what has no place in a
    number or a text of all databases is written as text or as U+FFFD. A form is an object of its
    fields, and JSON in one of them (Slack, Mandrill) is part of it.
    """
    if not content.data or len(content.data) > MAX_BYTES:
        return None
    try:
        found = _form(content) if _is_form(content) else _read(content.text(MAX_BYTES)[0])
        text = _written(found)
        # Most bodies have neither, and need no walk, which takes as long as all the rest.
        return _written(_clean(found)) if "\\" in text or _HALVES.search(text) else text
    except (ValueError, RecursionError):
        return None


def number_of(text: str) -> int | float | None:
    """Return the number that JSON's grammar writes as `text`, None where it cannot be compared.

    Whole numbers of 64 bits are exact; all others have 15 digits, which is as far as all databases
    read them alike.
    """
    if len(text) <= 20 and text.lstrip("-").isdigit():
        whole = int(text)
        if -MAX_WHOLE <= whole < MAX_WHOLE:
            return whole
    value = float(text)
    if not abs(value) < GREATEST:
        return None
    value = 0.0 if abs(value) < LEAST else float(f"{value:.15g}")
    return int(value) if value.is_integer() and abs(value) < MAX_WHOLE else value


def key_of(name: str) -> str:
    """Return a name as it is stored: SQLite's paths have no way to write some characters."""
    return _NO_KEY.sub("\ufffd", name)


def _is_form(content: Content) -> bool:
    return content.media_type == "application/x-www-form-urlencoded" and content.data[:64].lstrip()[
        :1
    ] not in (b"{", b"[")


def _form(content: Content) -> dict[str, Any]:
    return {
        field.name: _value(field.value)
        for field in form_fields_of(content.data, content.named_charset)
    }


def _value(text: str) -> Any:
    try:
        return _read(text)
    except (ValueError, RecursionError):
        return text


def _read(text: str) -> Any:
    """Read an object or a list; anything else is text to a search."""
    if text[:64].lstrip()[:1] not in ("{", "["):
        raise ValueError("neither an object nor a list")
    return json.loads(text, parse_int=_number, parse_float=_number, parse_constant=str)


def _number(text: str) -> int | float | str:
    value = number_of(text)
    return text if value is None else value


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {key_of(name): _clean(each) for name, each in value.items()}
    return value
