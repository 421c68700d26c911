"""Filters for what differs: parts of values and lines marked, and whole lines side by side, since a
template loop over a thousand of them would take ten times as long."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from django import template
from django.utils.safestring import SafeString, mark_safe

from requestbin.inspection.diff.octets import ROW_BYTES, OctetRow, printable
from requestbin.inspection.diff.words import CHANGED, CUT, Part, Piece
from requestbin.web.contrast import Drawn
from requestbin.web.templatetags.page import seen

OLD, NEW = "del", "ins"

register = template.Library()


@register.filter
def old(parts: Iterable[Part]) -> SafeString:
    """Return a value of the left, what only it has marked."""
    return _joined(_marked(OLD, *part) for part in parts)


@register.filter
def new(parts: Iterable[Part]) -> SafeString:
    """Return a value of the right, what only it has marked."""
    return _joined(_marked(NEW, *part) for part in parts)


@register.filter
def side_by_side(rows: Iterable[Drawn]) -> SafeString:
    """Return lines of both sides as markup."""
    return _joined(_pair(row) for row in rows)


@register.filter
def octets(row: OctetRow) -> SafeString:
    """Return a row of bytes of both sides as markup."""
    left = _octets(OLD, row.offset, row.left, row.right)
    return _joined((left, _octets(NEW, row.offset, row.right, row.left)))


def _pair(row: Drawn) -> str:
    said = f'{row.sign}<span class="out-of-sight"> {row.word}: </span>' if row.word else ""
    note = f'<span class="whence">{seen(row.note)}</span>' if row.note else ""
    return (
        f'<div class="pair {row.kind}"><span class="sign">{said}</span>'
        f"{_line(OLD, row.left)}{_line(NEW, row.right)}{note}</div>"
    )


def _line(tag: str, line: tuple[int, list[Piece]] | None) -> str:
    if line is None:
        return f'<code class="{tag} none"></code>'
    number, pieces = line
    shown = "".join(_piece(tag, *piece) for piece in pieces)
    return f'<code class="{tag}" data-n="{number}">{shown}</code>'


def _piece(tag: str, kind: str, state: str, text: str) -> str:
    shown = _marked(tag, state, text)
    return f'<span class="{kind}">{shown}</span>' if kind else shown


def _marked(tag: str, state: str, text: str) -> str:
    if state == CHANGED:
        return f"<{tag}>{seen(text)}</{tag}>"
    return f'<span class="cut"> … {escape(text)} … </span>' if state == CUT else seen(text)


def _octets(tag: str, offset: int, ours: bytes, theirs: bytes) -> str:
    runs = groupby(range(len(ours)), lambda at: ours[at : at + 1] != theirs[at : at + 1])
    digits = []
    for differs, places in runs:
        run = " ".join(f"{ours[at]:02x}" for at in places)
        digits.append(f"<{tag}>{run}</{tag}>" if differs else run)
    gap = "   " * (ROW_BYTES - len(ours))
    shown = f"{' '.join(digits)}{gap}  {escape(printable(ours))}"
    return f'<code class="{tag}"><span class="quiet">{offset:08x}</span>  {shown}</code>'


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped
