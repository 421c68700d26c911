"""A form or a query as other libraries would have written it: + or %20, case of hex, order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, quote, quote_plus, unquote_to_bytes, urlencode

from requestbin.providers.seen import MAX_FIELDS

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"%(2[dDeE]|5[fF]|7[eE])")
_FIELD = re.compile(r"[^\s<>\"{}\[\]][^\s<>\"{}\[\]=]*=[^\s<>\"{}\[\]]*|[\w.%+-]+")
"""The first = that is not the first character ends the name: were any of them to, a run of 256 KB
took minutes."""


def reencoded(body: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield a form body written otherwise; nothing for what is no form."""
    text = body.decode("latin-1")
    if not is_form(text):
        return
    for other, it in rewritten(text):
        yield other.encode("latin-1", "replace"), it


def is_form(text: str) -> bool:
    """Tell whether `text` may be an urlencoded form."""
    return "=" in text and all(_FIELD.fullmatch(each) for each in text.split("&")[:50] if each)


def rewritten(text: str) -> Iterator[tuple[str, str]]:
    """Yield an urlencoded form or query in its other spellings, the small differences first."""
    for change, it in SPELLINGS:
        yield change(text), it
    for change, it in SPELLINGS[:4]:
        for other, its in SPELLINGS[:6]:
            yield other(change(text)), f"{it} and {its}"
    yield from _written_again(text)


def _written_again(text: str) -> Iterator[tuple[str, str]]:
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, max_num_fields=MAX_FIELDS, encoding="latin-1"
        )
    except ValueError:
        return
    for safe, plus, it in (
        ("", True, "it is written as Python and PHP write forms"),
        ("*", True, "it is written as Java and browsers write forms"),
        ("!'()*~", False, "it is written with encodeURIComponent"),
        ("", False, "it is written with %20 for a space"),
    ):
        via = quote_plus if plus else quote
        for fields, order in ((pairs, ""), (sorted(pairs), ", its fields by name")):
            yield urlencode(fields, safe=safe, encoding="latin-1", quote_via=via), it + order


def _hex(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: _ESCAPE.sub(lambda found: change(found[0]), text)


def _unreserved(text: str) -> str:
    return _UNRESERVED.sub(lambda found: unquote_to_bytes(found[0]).decode(), text)


def _with_equals(text: str) -> str:
    return "&".join(each if "=" in each or not each else f"{each}=" for each in text.split("&"))


def _without_equals(text: str) -> str:
    return "&".join(each.removesuffix("=") for each in text.split("&"))


SPELLINGS: tuple[tuple[Callable[[str], str], str], ...] = (
    (lambda text: text.replace("+", "%20"), "each + is %20"),
    (lambda text: text.replace("%20", "+"), "each %20 is +"),
    (_hex(str.upper), "its escapes are in upper case"),
    (_hex(str.lower), "its escapes are in lower case"),
    (_unreserved, "the escapes of - . _ ~ are decoded"),
    (lambda text: text.replace("~", "%7E"), "each ~ is %7E"),
    (lambda text: "&".join(sorted(text.split("&"))), "its fields stand by name"),
    (_with_equals, "fields without a value end with ="),
    (_without_equals, "empty fields have no ="),
    (lambda text: text.removesuffix("&"), "the last & is removed"),
    (lambda text: f"{text}&", "a & is added at the end"),
    (lambda text: text.replace("%5B", "[").replace("%5D", "]"), "its brackets are decoded"),
    (lambda text: text.replace("[", "%5B").replace("]", "%5D"), "its brackets are escaped"),
    (lambda text: text.replace("%0A", "%0D%0A"), "its newlines are CR LF"),
    (lambda text: text.replace("%0D%0A", "%0A"), "its CR LF are newlines"),
)
"""The small differences between writers of forms."""
