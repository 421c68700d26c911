"""Filters that draw shapes: thousands of lines and nodes, for which a template loop is too slow."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from requestbin.web.templatetags.page import code_line, seen

if TYPE_CHECKING:
    from requestbin.inspection.shapes import Code, Node, Shape

register = template.Library()

OPEN_NODES = 300
"""A tree of so many values is drawn open; of a larger one the first levels are."""
OPEN_LEVELS = 2
OPEN_CHILDREN = 60
BRACKETS = {"object": "{}", "array": "[]"}


@register.filter
def drawn_by(shape: Shape) -> str:
    """Return the template that draws a shape."""
    return f"requests/shapes/_{shape.kind}.html"


@register.filter
def code(shape: Code) -> SafeString:
    """Return lines of tokens as markup, each with what is remarked on it."""
    lines = []
    for number, tokens in enumerate(shape.lines):
        aside = shape.asides.get(number)
        told = f'<span class="aside">{escape(aside)}</span>' if aside else ""
        lines.append(f'<span class="l">{code_line(tokens)}{told}</span>')
    return mark_safe("".join(lines))  # noqa: S308 - code_line escapes


@register.filter
def tree(roots: list[Node]) -> SafeString:
    """Return a tree as nested lists; each item holds its step, from which a path is made."""
    count = sum(_count(root) for root in roots)
    parts: list[str] = []
    for root in roots:
        _draw(root, 0, count <= OPEN_NODES, parts)
    return mark_safe("".join(parts))  # noqa: S308 - _draw escapes


def _count(node: Node) -> int:
    return 1 + sum(_count(child) for child in node.children)


def _draw(node: Node, level: int, all_open: bool, parts: list[str]) -> None:
    parts.append(f'<li data-step="{escape(node.name)}">')
    key = f'<span class="key">{seen(node.name)}</span>' if node.name else ""
    if node.kind not in BRACKETS:
        aside = f'<span class="aside">{escape(node.aside)}</span>' if node.aside else ""
        joint = ": " if key else ""
        value = f'<span class="{escape(node.kind)} v">{seen(node.text)}</span>'
        parts.append(f'<span class="leaf">{key}{joint}{value}{aside}</span></li>')
        return
    size = len(node.children)
    bracket = BRACKETS[node.kind]
    count = f'{bracket[0]}<span class="quiet">{size:,}</span>{bracket[1]}' if size else bracket
    if not size:
        parts.append(f'<span class="leaf">{key}{": " if key else ""}{count}</span></li>')
        return
    opened = all_open or (level < OPEN_LEVELS and size <= OPEN_CHILDREN)
    parts.append(f"<details{' open' if opened else ''}><summary>{key} {count}</summary><ul>")
    for child in node.children:
        _draw(child, level + 1, all_open, parts)
    parts.append("</ul></details></li>")
