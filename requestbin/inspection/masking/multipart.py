"""Multipart bodies, masked part by part: a part that cannot be read is withheld, not the whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import Message
from email.utils import collapse_rfc2231_value

from requestbin.http import Headers
from requestbin.inspection.content import SENSELESS, Unreadable, media_type_of
from requestbin.inspection.masking.head import corrected, masked_pair
from requestbin.inspection.masking.octets import octets_of, text_of
from requestbin.inspection.masking.sweep import Sweep
from requestbin.inspection.masking.values import masked_value

KIND = "part"
WITHHELD = "(withheld)"
MAX_PARTS = 1000
MAX_HEAD_CHARACTERS = 4096
"""Of a part's headers, whose parameters Python reads in quadratic time."""
AS_IT_IS = frozenset(("", "7bit", "8bit", "binary"))

_LINE_END = r"(?:\r\n|\n|\r(?!\n))"
_END_OF_HEAD = re.compile(rf"(?:\A|{_LINE_END}){_LINE_END}")
_FOLD = re.compile(rf"{_LINE_END}[ \t]+")
_LINE = re.compile(rf"({_LINE_END})(?![ \t])")

Read = Callable[[str, Headers], str]
"""Masks text as its headers describe it. Raises Unreadable."""


def masked_multipart(text: str, boundary: str, sweep: Sweep, read: Read) -> str:
    """Return the text of a multipart body (RFC 2046 section 5.1) with each part masked.

    Raises Unreadable where the boundary does not part it.
    """
    delimiter = re.compile(
        rf"(?:\A|{_LINE_END})--{re.escape(boundary)}(?P<last>--)?[ \t]*(?=\Z|[\r\n])"
    )
    pieces, position, inside = [], 0, False
    for number, found in enumerate(delimiter.finditer(text)):
        if number > MAX_PARTS:
            raise Unreadable(f"It has more than {MAX_PARTS:,} parts.")
        between = text[position : found.start()]
        pieces += [_part(between, sweep, read) if inside else _outside(between), found[0]]
        position, inside = found.end(), not found["last"]
        if found["last"]:
            break
    if not pieces:
        raise Unreadable("It is called multipart, but its boundary does not occur in it.")
    rest = text[position:]
    return "".join([*pieces, _part(rest, sweep, read) if inside else _outside(rest)])


def _outside(text: str) -> str:
    """What stands before the first and after the last delimiter is for nobody, and no rule's."""
    return f"\r\n{WITHHELD}\r\n" if text.strip() else text


def _part(text: str, sweep: Sweep, read: Read) -> str:
    begin = re.match(_LINE_END, text)
    start = begin[0] if begin else ""
    text = text[len(start) :]
    end = _END_OF_HEAD.search(text)
    head = text[: end.start()] if end else ""
    if end is None or len(head) > MAX_HEAD_CHARACTERS:
        return start + (WITHHELD if text.strip() else text)
    sent = _headers(head)
    data = text[end.end() :]
    masked = _content(data, sent, sweep, read)
    headers = Headers.of(masked_pair(name, value, sweep) for name, value in sent)
    if masked != data:
        headers = corrected(headers, octets_of(masked), decoded=False)
    shown = head if headers == sent else _written(headers, head)
    return f"{start}{shown}{end[0]}{masked}"


def _headers(head: str) -> Headers:
    lines = _LINE.split(head)[::2] if head else []
    pairs = (_FOLD.sub(" ", line).partition(":") for line in lines)
    return Headers.of((octets_of(name), octets_of(value.strip())) for name, _, value in pairs)


def _written(headers: Headers, head: str) -> str:
    line_end = found[1] if (found := _LINE.search(head)) else ""
    return line_end.join(f"{text_of(name)}: {text_of(value)}" for name, value in headers)


def _content(data: str, headers: Headers, sweep: Sweep, read: Read) -> str:
    disposition = b";".join(headers.get_all("Content-Disposition"))
    told = _parameters(text_of(disposition))
    if _is_secret(text_of(disposition), told, sweep):
        return sweep.hide(data, KIND)
    transfer = headers.text("Content-Transfer-Encoding").strip().lower()
    if not data.strip() or data == WITHHELD:
        return data
    if transfer not in AS_IT_IS or "Content-Encoding" in headers:
        return WITHHELD
    is_field = "filename" not in told and media_type_of(_kind(headers))[0] in ("", "text/plain")
    if is_field:
        return masked_value(data, sweep, KIND)
    try:
        with sweep.attempting():
            return read(data, Headers([("Content-Type", _kind(headers))]))
    except Unreadable:
        return WITHHELD


def _kind(headers: Headers) -> str:
    return headers.text("Content-Type").strip()


def _is_secret(disposition: str, told: dict[str, str], sweep: Sweep) -> bool:
    named = (told.get("name", ""), told.get("filename", ""))
    return any(map(sweep.is_secret, named)) or sweep.names.are_mentioned(disposition)


def _parameters(disposition: str) -> dict[str, str]:
    """Return what a Content-Disposition tells (RFC 6266), in all the ways that readers accept."""
    message = Message()
    try:
        message["Content-Disposition"] = disposition
        pairs = message.get_params([], "content-disposition")
        return {name.lower(): collapse_rfc2231_value(value) for name, value in pairs}
    except SENSELESS:
        return {"name": disposition, "filename": disposition}
