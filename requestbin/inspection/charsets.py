"""Which charset some bytes are in: by their mark, by what is said of them, by how they look."""

from __future__ import annotations

import codecs
import re

SNIFFED_BYTES = 4096
DECLARED_BYTES = 512
"""How far into a document it may name its charset: HTML's own rule has 1024, XML's is a line."""

KNOWN = re.compile(
    r"(utf[-_]?(8|16|32).*|ascii|iso8859-\d+|cp\d+|latin-?1|koi8-[rtu]|shift_jis|euc_(jp|kr)"
    r"|gb2312|gbk|gb18030|big5|mac-roman)",
    re.IGNORECASE,
)
"""By the name that Python gives them. The header is the sender's word, and some codecs that Python
would take are no charsets (`unicode_escape`) or quadratic (`punycode`)."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK = "cp1252"
"""What browsers read where nothing is said and it is no UTF-8 (WHATWG encoding standard)."""

_DECLARED = re.compile(
    rb"""<(?:\?xml|meta)\s[^>]{0,200}?(?:encoding|charset)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # all that text does not have; ESC it may
_ASCII = bytes(range(0x20, 0x7F)) + b"\t\r\n"
_WIDE = (
    (re.compile(rb"(?:[\x01-\x7f]\x00\x00\x00)+"), "utf-32-le"),
    (re.compile(rb"(?:\x00\x00\x00[\x01-\x7f])+"), "utf-32-be"),
    (re.compile(rb"(?:[\x01-\x7f]\x00){2,}"), "utf-16-le"),
    (re.compile(rb"(?:\x00[\x01-\x7f]){2,}"), "utf-16-be"),
)
"""How ASCII looks in wide characters without a mark (RFC 4627 section 3)."""


def marked(data: bytes) -> str:
    """Return the charset that a byte order mark tells, "" without one."""
    return next((name for mark, name in BOMS if data.startswith(mark)), "")


def ordered(name: str, data: bytes) -> str:
    """Return a wide charset with the order of bytes that the mark of `data` tells."""
    little = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE))
    return f"{name}-le" if little else f"{name}-be"


def known(name: str) -> str:
    """Return the name that Python has for a charset, "" for what is none that we read."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    if not KNOWN.fullmatch(found):
        return ""
    # Without a mark the least significant byte comes first (WHATWG encoding standard).
    return f"{found}-le" if found in ("utf-16", "utf-32") else found


def declared(data: bytes) -> str:
    """Return the charset that an XML declaration or an HTML `meta` names (XML 1.0 section 4.3.3);
    "" for none, and for a wide one: these bytes could not have been read in it."""
    found = _DECLARED.search(data[:DECLARED_BYTES])
    name = known(found[1].decode("ascii", "replace")) if found else ""
    return "" if name.startswith(("utf-16", "utf-32")) else name


def looks_like(data: bytes) -> str:
    """Return the charset that the bytes themselves suggest, "" where they look like no text."""
    head = data[:SNIFFED_BYTES]
    for pattern, name in _WIDE:
        found = pattern.match(head)
        if found and found.end() >= min(len(head), 8) - 3:
            return name
    if _CONTROLS.search(head):
        return ""
    if is_utf8(head):
        return "utf-8"
    foreign = len(head.translate(None, _ASCII))
    return FALLBACK if foreign * 3 < len(head) else ""


def is_utf8(head: bytes) -> bool:
    """Tell whether bytes are UTF-8; a character that is cut off at the end is fine."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def has_controls(data: bytes) -> bool:
    """Tell whether the beginning of the bytes has what no text in single bytes has."""
    return _CONTROLS.search(data[:SNIFFED_BYTES]) is not None
