"""JSON, and forms with brackets in their names, as values within values to open and close."""

from __future__ import annotations

import re
from collections.abc import Callable

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.form import is_form, nested
from requestbin.inspection.formats.format import cut_note
from requestbin.inspection.formats.json import opens_json
from requestbin.inspection.moments import moment_of, told
from requestbin.inspection.notation.json import SCALARS, CutOff, Event, events, unescaped
from requestbin.inspection.shapes import Node, Tree

MAX_BYTES = 1024 * 1024
MAX_NODES = 5_000
"""About 1 MB of markup."""
MAX_DEPTH = 200

_BRACKETED = re.compile(rb"(?:^|&)[^=&\[%]{1,100}(?:\[|%5[Bb])")
"""A field of a form whose name has brackets."""


class TreeView:
    """Branches that close, each leaf with its path."""

    slug, name = "tree", "Tree"

    def fit(self, content: Content) -> float:
        """Stand behind the notation itself, for what has branches."""
        if len(content.data) > MAX_BYTES:
            return 0.0
        if is_form(content.media_type) and not opens_json(content):
            return 0.45 if _BRACKETED.search(content.data[: content.limit]) else 0.0
        return 0.7 if opens_json(content) else 0.0

    def shape(self, content: Content, start: int) -> Tree:
        """Build the tree, up to MAX_NODES."""
        if is_form(content.media_type) and not opens_json(content):
            return Tree([nested(content)])
        if len(content.data) > MAX_BYTES:
            raise Unreadable("A tree of more than 1 MB is not drawn.")
        grower = _Grower(content)
        flags: tuple[str, ...] = ()
        try:
            for event, text in events(content.text(MAX_BYTES)[0]):
                if grower.count >= MAX_NODES:
                    return Tree(grower.roots, note=cut_note(f"the first {MAX_NODES:,} values"))
                _GROW[event](grower, event, text)
        except CutOff as error:
            flags = (str(error),)
        return Tree(grower.roots, flags=flags)


class _Grower:
    """The branches that are open, and what hangs on them."""

    def __init__(self, content: Content) -> None:
        self.roots: list[Node] = []
        self.count = 0
        self._arrived_at = content.arrived_at
        self._open: list[Node] = []
        self._name = ""

    def branch(self, _event: Event, text: str) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise Unreadable(f"Nested more than {MAX_DEPTH} deep: that tree would have no room.")
        node = Node(self._named(), "object" if text == "{" else "array")
        self._hang(node)
        self._open.append(node)

    def end(self, _event: Event, _text: str) -> None:
        self._open.pop()

    def key(self, _event: Event, text: str) -> None:
        self._name = unescaped(text)

    def leaf(self, event: Event, text: str) -> None:
        name = self._named()
        aside = ""
        if self._arrived_at and event is not Event.WORD and 9 <= len(text) <= 42:
            moment = moment_of(text.strip('"'), name, self._arrived_at)
            aside = told(moment, self._arrived_at) if moment else ""
        self._hang(Node(name, event.name.lower(), text, aside=aside))

    def skip(self, _event: Event, _text: str) -> None:
        pass

    def _named(self) -> str:
        if not self._open:
            return ""
        parent = self._open[-1]
        return self._name if parent.kind == "object" else str(len(parent.children))

    def _hang(self, node: Node) -> None:
        self.count += 1
        (self._open[-1].children if self._open else self.roots).append(node)


_GROW: dict[Event, Callable[[_Grower, Event, str], None]] = {
    **dict.fromkeys(Event, _Grower.skip),
    Event.OPEN: _Grower.branch,
    Event.CLOSE: _Grower.end,
    Event.KEY: _Grower.key,
    **dict.fromkeys(SCALARS, _Grower.leaf),
}
