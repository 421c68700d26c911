"""The texts that JSON strings stand for, and back."""

from __future__ import annotations

import re
from json.encoder import encode_basestring

_ESCAPE = re.compile(
    r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u([0-9a-f]{4})|\\(.)", re.IGNORECASE
)
_PLAIN_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def unescaped(token: str) -> str:
    """Return the text of a JSON string; escapes that JSON does not have stand for themselves."""
    text = token[1:-1]
    return _ESCAPE.sub(_letter, text) if "\\" in text else text


def quoted(text: str) -> str:
    """Return a text as a JSON string. Halves of surrogate pairs are written as escapes."""
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", encode_basestring(text))


def _letter(found: re.Match[str]) -> str:
    high, low, code, plain = found.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    return chr(int(code, 16)) if code else _PLAIN_ESCAPES.get(plain, plain)
