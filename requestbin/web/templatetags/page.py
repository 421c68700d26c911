"""Filters for what a page says again and again: sizes, days, lines of code."""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from requestbin.web import words

if TYPE_CHECKING:
    from datetime import datetime

    from requestbin.inspection.shapes import Token

register = template.Library()

_UNSEEN = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""What would be invisible, or would make a line read other than it is (Trojan Source)."""

_JOINED = re.compile(
    "(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"
    "|(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff])"
)
"""Joiners within an emoji, and between letters of scripts that are written with them."""
_FOLDED, _FOLDED_FROM = 240, 360
_FOLD_LINES = 6
"""What is shown, about three lines, of a text that has more characters, or more lines."""

_JOINT = re.compile(r"(?<=\w)([._/-])(?=\w)")
_STEP = re.compile(r"(?<=\w)([._/-])(?=\w)|(?<=[\w\]])()(?=\[)")

register.filter("size", words.size)
register.filter("exact_size", words.exact_size)
register.filter("span", words.span)
register.filter("number", words.number)
register.filter("ordinal", words.ordinal)


@register.filter
def day(moment: datetime) -> str:
    """Return the day of a moment as a list heads it: `Today`, `Yesterday`, `Tuesday 3 March`."""
    local, today = timezone.localtime(moment).date(), timezone.localdate()
    if local >= today - timedelta(days=1):
        return "Yesterday" if local < today else "Today"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%A} {local.day} {local:%B}{year}"


@register.filter
def seen(text: str) -> SafeString:
    """Escape a text and make visible what is not: `U+202E` for a turn of direction, say."""
    return mark_safe(_UNSEEN.sub(_named, escape(text)))  # noqa: S308 - escaped before


@register.filter
def breakable(text: str) -> SafeString:
    """Escape a name like `customer.subscription.updated` and let its lines break between words."""
    return mark_safe(_JOINT.sub(r"\1<wbr>", seen(text)))  # noqa: S308 - escaped before


@register.filter
def named(text: str) -> SafeString:
    """Escape the name of a field and let its lines break between its steps: `order[items][0]`."""
    return mark_safe(_STEP.sub(lambda found: f"{found[1] or ''}<wbr>", seen(text)))  # noqa: S308 - escaped before


@register.filter
def folded(text: str) -> SafeString:
    """Escape a text; of a long one the rest is there to unfold."""
    start = _fold_at(text)
    if not start:
        return seen(text)
    more = (
        f'<span class="more">… <span class="link">Show all {len(text):,} characters</span></span>'
    )
    head, rest = seen(text[:start]), seen(text[start:])
    return mark_safe(f'<details class="fold"><summary>{head}{more}</summary>{rest}</details>')  # noqa: S308 - escaped before


def _fold_at(text: str) -> int:
    """Return how many characters stay in sight, 0 for all."""
    lines = text[:_FOLDED].split("\n", _FOLD_LINES)
    if len(lines) > _FOLD_LINES:
        start = sum(len(line) + 1 for line in lines[:-1]) - 1
    else:
        start = _FOLDED if len(text) > _FOLDED_FROM else 0
    return start - 1 if text[start - 1 : start + 1] == "\r\n" else start


@register.filter
def code_line(tokens: list[Token]) -> SafeString:
    """Return one line of tokens as markup; a template loop would take ten times as long."""
    parts = []
    for kind, text in tokens:
        shown = _UNSEEN.sub(_named, escape(text))
        parts.append(f'<span class="{kind}">{shown}</span>' if kind else shown)
    return mark_safe("".join(parts))  # noqa: S308 - escaped before


def _named(found: re.Match[str]) -> str:
    if _JOINED.match(found.string, found.start()):
        return found[0]
    return f'<span class="unseen">U+{ord(found[0]):04X}</span>'
