"""Filters that draw shapes: thousands of lines and nodes, for which a template loop is too slow."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from requestbin.web.templatetags.page import code_line, folded, seen

if TYPE_CHECKING:
    from requestbin.inspection.shapes import Code, Node, Shape, Token

register = template.Library()

SOLID = 60
"""Characters without a space, from which on a word is broken anywhere and not put on a new line."""
FLAT_FROM = 16
"""Levels of a tree, below which none is set further in."""
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
    line = _laid_out if shape.laid_out else _plain
    for number, tokens in enumerate(shape.lines):
        aside = shape.asides.get(number)
        told = f'<span class="aside">{escape(aside)}</span>' if aside else ""
        lines.append(line(tokens, told))
    return mark_safe("".join(lines))  # noqa: S308 - each token is escaped


def _plain(tokens: list[Token], told: str) -> str:
    return f'<span class="l">{code_line(tokens)}{told}</span>'


def _laid_out(tokens: list[Token], told: str) -> str:
    """A line that goes on begins below what it began with; long values are there to unfold."""
    indent = tokens[0][1] if tokens and not tokens[0][1].strip(" ") else ""
    depth = f" d{len(indent) // 2}" if indent else ""
    space = f'<span class="in">{indent}</span>' if indent else ""
    rest = tokens[1:] if indent else tokens
    short = all(len(text) < SOLID for _, text in rest)
    shown = code_line(rest) if short else "".join(_token(kind, text) for kind, text in rest)
    return f'<span class="l{depth}">{space}{shown}{told}</span>'


def _token(kind: str, text: str) -> str:
    names = f"{kind} {_solid(text)}".strip()
    return f'<span class="{names}">{folded(text)}</span>' if names else folded(text)


def _solid(text: str) -> str:
    return "solid" if len(text) >= SOLID and " " not in text[:SOLID] else ""


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
        names = f"{node.kind} {_solid(node.text)} v"
        value = f'<span class="{names}">{folded(node.text)}</span>'
        parts.append(f'<span class="leaf">{key}{joint}{value}{aside}</span></li>')
        return
    size = len(node.children)
    bracket = BRACKETS[node.kind]
    count = f'{bracket[0]}<span class="quiet">{size:,}</span>{bracket[1]}' if size else bracket
    if not size:
        parts.append(f'<span class="leaf">{key}{": " if key else ""}{count}</span></li>')
        return
    opened = all_open or (level < OPEN_LEVELS and size <= OPEN_CHILDREN)
    flat = ' class="flat"' if level >= FLAT_FROM else ""
    parts.append(f"<details{' open' if opened else ''}><summary>{key} {count}</summary><ul{flat}>")
    for child in node.children:
        _draw(child, level + 1, all_open, parts)
    parts.append("</ul></details></li>")
