"""XML, masked token by token: no entity is expanded, and nothing but secrets is written anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.beside import HELD, LABELS
from requestbin.inspection.masking.form import Inner
from requestbin.inspection.masking.sweep import Sweep

KIND = "XML value"
MAX_DEPTH = 200

_MARKUP = re.compile(
    r"""<!--(?P<comment>.*?)-->
      | <!\[CDATA\[(?P<cdata>.*?)\]\]>
      | <\?(?P<instruction>.*?)\?>
      | (?P<doctype><!DOCTYPE(?:[^<>\[\]"']|"[^"]*"|'[^']*')*>)
      | </(?P<end>[^\s<>/]+)\s*>
      | <(?P<start>[^\s<>/!?="'&]+)""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(\s+)([^\s=<>"'/]+)(\s*=\s*)(?:"([^"<]*)"|'([^'<]*)')""")
_TAG_END = re.compile(r"\s*(/?)>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_RESERVED = re.compile("[&<>\"'\ud800-\udfff]")
NOT_XML = "It is not well-formed XML."


def masked_xml(text: str, sweep: Sweep, inner: Inner) -> str:
    """Return XML with what secret elements and attributes hold masked, the rest masked inside.

    Raises Unreadable for what is not well-formed, or declares entities.
    """
    if _CONTROLS.search(text):
        raise Unreadable(NOT_XML)
    walk = _Walk(text, sweep, inner)
    walk.run()
    return "".join(walk.pieces)


@dataclass
class _Element:
    """An element that is open; `named` tells that a `<key>` in it has just named a secret."""

    name: str
    secret: bool
    named: bool = False
    text: list[str] = field(default_factory=list)

    @property
    def local(self) -> str:
        return _local(self.name)


class _Walk:
    """The text as it grows, and the elements that are open."""

    def __init__(self, text: str, sweep: Sweep, inner: Inner) -> None:
        self.pieces: list[str] = []
        self._text, self._sweep, self._inner = text, sweep, inner
        self._open: list[_Element] = []
        self._roots = 0
        self._position = 0

    def run(self) -> None:
        """Read to the end. Raises Unreadable."""
        while (at := self._text.find("<", self._position)) >= 0:
            self._characters(self._text[self._position : at])
            found = _MARKUP.match(self._text, at)
            if found is None:
                raise Unreadable(NOT_XML)
            self._position = found.end()
            _TOKENS[found.lastgroup or ""](self, found)
        self._characters(self._text[self._position :])
        if self._open or self._roots != 1:
            raise Unreadable(NOT_XML)

    def _characters(self, raw: str) -> None:
        core = raw.strip()
        if not core:
            self.pieces.append(raw)
            return
        if not self._open:
            raise Unreadable(NOT_XML)
        before, after = raw.split(core, 1)
        self.pieces += [before, self._masked(core, self._open[-1].secret), after]
        self._open[-1].text.append(unescaped(core))

    def _masked(self, raw: str, secret: bool) -> str:
        plain = unescaped(raw)
        masked = self._sweep.hide(plain, KIND) if secret else self._inner(plain)
        return raw if masked == plain else escaped(masked)

    def _cdata(self, found: re.Match[str]) -> None:
        if not self._open:
            raise Unreadable(NOT_XML)
        plain, element = found["cdata"], self._open[-1]
        masked = self._sweep.hide(plain, KIND) if element.secret else self._inner(plain)
        element.text.append(plain)
        self.pieces.append(f"<![CDATA[{masked.replace(']]>', ']]&gt;')}]]>")

    def _aside(self, found: re.Match[str]) -> None:
        """A comment or instruction: nothing says what it holds, so none may speak of secrets."""
        group = found.lastgroup or 0
        plain, (start, end) = found[group], found.span(group)
        spoken = self._sweep.names.are_mentioned(plain)
        masked = self._sweep.hide(plain, KIND) if spoken else self._inner(plain)
        text = self._text
        self.pieces.append(text[found.start() : start] + masked + text[end : found.end()])

    def _doctype(self, found: re.Match[str]) -> None:
        self.pieces.append(self._sweep.show(found[0]))

    def _start(self, found: re.Match[str]) -> None:
        name = found["start"]
        attributes = self._attributes()
        end = _TAG_END.match(self._text, self._position)
        if end is None or len(self._open) == MAX_DEPTH or (not self._open and self._roots):
            raise Unreadable(NOT_XML)
        self._position = end.end()
        parent = self._open[-1] if self._open else None
        labelled = any(
            _local(each[2]) in LABELS and self._sweep.is_secret(unescaped(each[4] or each[5] or ""))
            for each in attributes
        )
        element = _Element(name, labelled or self._is_secret(name, parent))
        self.pieces.append(f"<{self._sweep.show(name)}")
        self.pieces += [self._attribute(each, labelled or element.secret) for each in attributes]
        self.pieces.append(end[0])
        self._roots += not self._open
        if not end[1]:
            self._open.append(element)

    def _is_secret(self, name: str, parent: _Element | None) -> bool:
        if parent and (parent.secret or (parent.named and _local(name) not in LABELS)):
            return True
        return self._sweep.is_secret(_local(name))

    def _attributes(self) -> list[re.Match[str]]:
        found = []
        while attribute := _ATTRIBUTE.match(self._text, self._position):
            found.append(attribute)
            self._position = attribute.end()
        return found

    def _attribute(self, found: re.Match[str], secret: bool) -> str:
        space, name, equals, double, single = found.groups()
        local = _local(self._sweep.show(name))
        quote, raw = ('"', double) if double is not None else ("'", single)
        hidden = self._sweep.is_secret(local) or (secret and local in HELD)
        return f"{space}{name}{equals}{quote}{self._masked(raw, hidden) if raw else ''}{quote}"

    def _end(self, found: re.Match[str]) -> None:
        if not self._open or self._open[-1].name != found["end"]:
            raise Unreadable(NOT_XML)
        element = self._open.pop()
        if self._open and element.local in LABELS:
            self._open[-1].named = self._sweep.is_secret("".join(element.text))
        self.pieces.append(found[0])


_TOKENS = {
    "comment": _Walk._aside,
    "cdata": _Walk._cdata,
    "instruction": _Walk._aside,
    "doctype": _Walk._doctype,
    "end": _Walk._end,
    "start": _Walk._start,
}


def _local(name: str) -> str:
    return name.rpartition(":")[2].casefold()


def unescaped(text: str) -> str:
    """Return the text that references to characters stand in; other entities stay as they are."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def escaped(text: str) -> str:
    """Return a text as XML holds it."""
    return _RESERVED.sub(lambda found: f"&#{ord(found[0])};", text)


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if code < 0x110000 else found[0]
