"""Filters for sentences: code between backticks, and how far a moment is from now."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from requestbin.forwarding.advice import duration
from requestbin.inspection.moments import span
from requestbin.web import words
from requestbin.web.templatetags.page import seen

register = template.Library()
register.filter("took", duration)
register.filter("halves", words.halves)
register.filter("span", span)


@register.filter
def prose(sentence: str) -> SafeString:
    """Escape a sentence and set what stands between backticks as code."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:  # a backtick without a partner is only a backtick
        return seen(sentence)
    shown = [
        f"<code>{seen(part)}</code>" if at % 2 else seen(part) for at, part in enumerate(parts)
    ]
    return mark_safe("".join(shown))  # noqa: S308 - `seen` escapes each part


@register.filter
def seconds_until(moment: datetime) -> int:
    """Return the whole seconds until a moment, negative after it.

    Pages count on from such figures (static/js/clock.js): the reader's clock may go wrong.
    """
    return round((moment - timezone.now()).total_seconds())


@register.filter
def seconds_since(moment: datetime) -> int:
    """Return the whole seconds since a moment."""
    return -seconds_until(moment)


@register.filter
def ago(seconds: int) -> str:
    """Return how long ago something was: `12 s ago`, `just now`."""
    return f"{span(seconds)} ago" if seconds >= 1 else "just now"
