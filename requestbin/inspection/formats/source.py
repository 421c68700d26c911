"""HTML and Markdown as their source, coloured and never live.

By tokens of our own: of Pygments' lexers, those of HTML and YAML take minutes for 256 KB of `&`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.text import paged
from requestbin.inspection.notation import xml
from requestbin.inspection.shapes import Code, Token

OPENING_HTML = re.compile(
    r"[\ufeff\s]{0,50}(?:<!--[^>]{0,200}-->\s{0,50})?<(?:!doctype\s+html|html|head|body|div|p|span|table"
    r"|h[1-6]|ul|ol|br|hr|img|center|strong|em|style|script)[\s/>]",
    re.IGNORECASE,
)
"""How HTML begins, a piece of it, too; XML of the same names says that it is XML."""

Painter = Callable[[str], Iterator[Token]]
"""A text to tokens, whose texts together are the text."""

MAX_PIECES = 400
"""Of one tag; what has more attributes is shown plain."""

_HTML_KINDS = {"comment": "remark", "cdata": "remark", "doctype": "remark", "instruction": "remark"}
_PIECES = {"name": "key", "value": "string"}
_MARKDOWN_LINE = re.compile(
    r"(?P<key>[ ]{0,3}\#{1,6}[ ].*)"
    r"|(?P<tag>[ ]{0,9}(?:[-*+]|\d{1,9}[.)])(?=[ ]))"
    r"|(?P<remark>[ ]{0,3}>.*)"
)
_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_INLINE = re.compile(
    r"`[^`\n]{1,200}`|\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)|\*\*[^*\n]{1,200}\*\*"
)


class Source:
    """A language as its source; `types` and `opening` tell it."""

    def __init__(
        self, slug: str, name: str, types: tuple[str, ...], opening: re.Pattern[str], paint: Painter
    ) -> None:
        self.slug, self.name = slug, name
        self._types, self._opening, self._paint = types, opening, paint

    def fit(self, content: Content) -> float:
        """Go by the media type, else by how it begins."""
        if not content.is_text:
            return 0.0
        if content.media_type in self._types:
            return 1.0
        return 0.65 if self._opening.match(content.text(256)[0]) else 0.0

    def shape(self, content: Content, start: int) -> Code:
        """Colour the piece that begins at `start`, line by line."""
        if not content.is_text:
            raise Unreadable("These bytes are not text.")
        return paged(content, start, lambda text: lines_of(self._paint(text)))


def lines_of(tokens: Iterable[Token]) -> list[list[Token]]:
    """Return tokens as lines; a token with line ends in it goes on in the next line."""
    lines: list[list[Token]] = [[]]
    for kind, text in tokens:
        for index, piece in enumerate(text.replace("\r\n", "\n").split("\n")):
            if index:
                lines.append([])
            if piece:
                lines[-1].append((kind, piece))
    return lines


def tag_tokens(tag: str) -> Iterator[Token]:
    """Give a tag with its name, its attributes' names and their values told apart."""
    name = xml.name_of(tag)
    inside = list(xml.pieces(tag))
    if not name or tag.startswith("</") or len(inside) > MAX_PIECES:
        yield "tag", tag
        return
    yield "tag", f"<{name}"
    for kind, text in inside:
        yield _PIECES.get(kind, ""), text
    yield "tag", "/>" if tag.endswith("/>") else ">"


def _html(text: str) -> Iterator[Token]:
    for kind, token in xml.tokens(text):
        if kind in ("open", "empty", "close"):
            yield from tag_tokens(token)
        else:
            yield _HTML_KINDS.get(kind, ""), token


def _markdown(text: str) -> Iterator[Token]:
    fenced = False
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "", "\n"
        fence = _FENCE.match(line)
        if fence or fenced:
            fenced = fenced != bool(fence)
            yield "string", line
        else:
            yield from _markdown_line(line)


def _markdown_line(line: str) -> Iterator[Token]:
    position = 0
    if found := _MARKDOWN_LINE.match(line):
        yield found.lastgroup or "", found[0]
        position = found.end()
    for found in _INLINE.finditer(line, position):
        yield "", line[position : found.start()]
        yield "string", found[0]
        position = found.end()
    yield "", line[position:]


HTML = Source(
    "html",
    "HTML",
    ("text/html", "application/xhtml+xml"),
    OPENING_HTML,
    _html,
)
MARKDOWN = Source(
    "markdown", "Markdown", ("text/markdown", "text/x-markdown"), re.compile(r"(?!)"), _markdown
)
