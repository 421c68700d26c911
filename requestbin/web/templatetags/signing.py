"""Filters for what was signed: exact text where nothing stays unseen, and schemes in words."""

from __future__ import annotations

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

from requestbin.providers.doctor import Difference
from requestbin.providers.doctor.difference import CONTEXT_BYTES, PIECE_BYTES
from requestbin.web.templatetags.page import seen

register = template.Library()

_ENDS = re.compile(r"\r\n|\n|\t| +(?=\r?\n|\Z)")
_MARKS = {"\r\n": ("CR ↵", "\n"), "\n": ("↵", "\n"), "\t": ("→", "\t")}


@register.filter
def exact(text: str) -> SafeString:
    """Escape a text; line ends, tabs and spaces at the end of a line are marked in it.

    What is marked is drawn by the style sheet, so that a selection copies the text alone.
    """
    parts, at = [], 0
    for found in _ENDS.finditer(text):
        parts += [seen(text[at : found.start()]), _marked(found[0])]
        at = found.end()
    parts.append(seen(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - `seen` escapes


@register.filter
def scheme(title: str) -> SafeString:
    """Escape the name of a scheme and set its template as code: `{timestamp}.{body}`."""
    first, last = title.find("{"), title.rfind("}")
    if first < 0 or last < first:
        return seen(title)
    parts = (seen(title[:first]), seen(title[first : last + 1]), seen(title[last + 1 :]))
    return mark_safe(f"{parts[0]}<code>{parts[1]}</code>{parts[2]}")  # noqa: S308 - escaped before


def _marked(text: str) -> str:
    mark, written = _MARKS.get(text, ("·" * len(text), text))
    return f'<span class="end" data-mark="{mark}">{written}</span>'


@register.filter
def as_signed(difference: Difference) -> SafeString:
    """Return the bytes around a difference as they were signed, what differs marked."""
    return _pieces(difference, difference.signed, "ins")


@register.filter
def as_received(difference: Difference) -> SafeString:
    """Return the bytes around a difference as they came, what differs marked."""
    return _pieces(difference, difference.received, "del")


def _pieces(difference: Difference, differs: bytes, tag: str) -> SafeString:
    before, after = exact(_read(difference.before)), exact(_read(difference.after))
    shown = exact(_read(differs)) or '<span class="quiet">nothing</span>'
    cut = "…" if difference.offset > len(difference.before) else ""
    more = "…" if len(differs) == PIECE_BYTES else ""
    rest = "…" if len(difference.after) == CONTEXT_BYTES else ""
    return mark_safe(  # noqa: S308 - escaped before
        f"{cut}{before}<{tag}>{shown}</{tag}>{more}{after}{rest}"
    )


def _read(octets: bytes) -> str:
    return octets.decode("utf-8", "backslashreplace")
