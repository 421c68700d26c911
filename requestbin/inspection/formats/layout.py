"""JSON laid out over lines as its tokens come, with what a reader should know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from requestbin.inspection.content import Content
from requestbin.inspection.formats.format import MAX_LINES
from requestbin.inspection.moments import moment_of, told
from requestbin.inspection.notation.json import NO_NUMBERS, Event, unescaped
from requestbin.inspection.shapes import Code, Token

INDENT = "  "
MAX_INDENT = 20
"""What is deeper stays in line: half a phone's screen is indentation by then."""
DEEP = 64
"""Levels: .NET's reader stops there, others at 100, 512 or 1,000."""
MAX_EXACT = 2**53
"""JavaScript's numbers are exact up to it (RFC 8259 section 6)."""
LEAST_DIGITS, MAX_DIGITS = 16, 400
MAX_FLAGS = 5
SHORT = 200
"""Characters of one of many values, which then stands on one line."""


class Layout:
    """Lines that grow event by event, what is remarked on them, and what is flagged."""

    def __init__(self, content: Content) -> None:
        self.lines: list[list[Token]] = [[]]
        self.asides: dict[int, str] = {}
        self._arrived_at = content.arrived_at
        self._names: list[Counter[str]] = []  # of each open object; an array has one, empty
        self._name = ""
        self._fresh = False  # right after an opening bracket: the closing one stays on its line
        self._flags: Counter[str] = Counter()
        self._deepest = 0
        self._rounded = ""
        self._starts = [0]  # the first line of each value at the top
        self.rest = False

    @property
    def full(self) -> bool:
        """Tell whether no more is to be laid out."""
        return len(self.lines) > MAX_LINES

    def add(self, event: Event, text: str) -> None:
        """Take one event of the notation."""
        _DRAW[event](self, text)

    def flag(self, sentence: str) -> None:
        """Tell what a reader of this may stumble over."""
        self._flags[sentence] += 1

    def code(self, note: str = "", following: int | None = None) -> Code:
        """Return what was laid out; `following` is the offset of what was not."""
        values = len(self._starts)
        about = f"{values:,} JSON values, one after another." if values > 1 else ""
        lines, asides = self._joined() if values > 1 else (self.lines, self.asides)
        shown = lines[:MAX_LINES], asides, True
        return Code(*shown, about=about, note=note, flags=self._told(), following=following)

    def _told(self) -> tuple[str, ...]:
        flags = [*self._flags]
        if self._rounded:
            flags.append(
                f"Whole numbers above 2^53 ({self._rounded}): JavaScript would round them."
            )
        if self._deepest > DEEP:
            flags.append(f"Nested {self._deepest:,} deep: some readers stop at {DEEP}.")
        if len(flags) > MAX_FLAGS:
            flags = [*flags[:MAX_FLAGS], f"And {len(flags) - MAX_FLAGS} more like these."]
        return tuple(flags)

    def _joined(self) -> tuple[list[list[Token]], dict[int, str]]:
        """Put each value that is short on one line, as they stand in logs."""
        lines: list[list[Token]] = []
        asides: dict[int, str] = {}
        for start, end in zip(self._starts, [*self._starts[1:], len(self.lines)], strict=True):
            value = self.lines[start:end]
            short = sum(len(text) for line in value for _, text in line) <= SHORT
            for number, line in enumerate([_line_of(value)] if short else value):
                told = (self.asides.get(at) for at in range(start, end)) if short else ()
                aside = next(filter(None, told), "") or self.asides.get(start + number, "")
                if aside:
                    asides[len(lines)] = aside
                lines.append(line)
        return lines, asides

    def _opening(self, text: str) -> None:
        self._begin_value()
        self._put("", text)
        self._names.append(Counter())
        self._deepest = max(self._deepest, len(self._names))
        self._fresh = True

    def _closing(self, text: str) -> None:
        self._names.pop()
        if not self._fresh:
            self._break()
        self._fresh = False
        self._put("", text)

    def _key(self, text: str) -> None:
        self._begin_value()
        self._put("key", text)
        self._name = unescaped(text)
        names = self._names[-1]
        names[self._name] += 1
        if names[self._name] == 2:
            self.flag(
                f"The name {text[:60]} stands twice in one object: most readers keep the last."
            )

    def _string(self, text: str) -> None:
        self._begin_value()
        self._put("string", text)
        self._remark(text[1:-1])

    def _number(self, text: str) -> None:
        self._begin_value()
        self._put("number", text)
        self._remark(text)
        digits = text.lstrip("-")
        exact = not LEAST_DIGITS <= len(digits) <= MAX_DIGITS or not digits.isdigit()
        if not exact and int(digits) > MAX_EXACT and not self._rounded:
            self._rounded = f'"{self._name[:60]}"' if self._name else text[:20]

    def _word(self, text: str) -> None:
        self._begin_value()
        self._put("word", text)
        if text in NO_NUMBERS:
            self.flag(f"It has {text}, which is not JSON: strict readers refuse it.")

    def _colon(self, _text: str) -> None:
        self._put("", ": ")

    def _comma(self, _text: str) -> None:
        self._put("", ",")
        self._break()

    def _next(self, _text: str) -> None:
        self._break()
        self._starts.append(len(self.lines) - 1)

    def _rest(self, text: str) -> None:
        self.rest = not self._names and bool(self.lines[-1])
        if not self.rest:  # cut off
            self._begin_value()
        else:
            self._break()
            count = len(text.encode("utf-8", "replace"))
            self.flag(f"After the JSON come {count:,} more bytes: strict readers refuse it.")
        self._put("", text)

    def _begin_value(self) -> None:
        if self._fresh:
            self._break()
            self._fresh = False

    def _break(self) -> None:
        depth = min(len(self._names), MAX_INDENT)
        self.lines.append([("", INDENT * depth)] if depth else [])

    def _put(self, kind: str, text: str) -> None:
        self.lines[-1].append((kind, text))

    def _remark(self, text: str) -> None:
        if self._arrived_at is None or not 9 <= len(text) <= 40:
            return
        moment = moment_of(text, self._name, self._arrived_at)
        if moment:
            self.asides[len(self.lines) - 1] = told(moment, self._arrived_at)


def _line_of(lines: list[list[Token]]) -> list[Token]:
    """Return the lines of one value as one line, without what they were indented by."""
    joined: list[Token] = []
    for line in lines:
        if joined and joined[-1][1] == ",":
            joined.append(("", " "))
        joined += line[1:] if line and not line[0][1].strip(" ") else line
    return joined


_DRAW: dict[Event, Callable[[Layout, str], None]] = {
    Event.OPEN: Layout._opening,
    Event.CLOSE: Layout._closing,
    Event.KEY: Layout._key,
    Event.STRING: Layout._string,
    Event.NUMBER: Layout._number,
    Event.WORD: Layout._word,
    Event.COLON: Layout._colon,
    Event.COMMA: Layout._comma,
    Event.NEXT: Layout._next,
    Event.REST: Layout._rest,
}
