"""JSON with line breaks, and all else as sent: numbers, order, duplicates and escapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from requestbin.inspection.content import Content
from requestbin.inspection.formats.format import MAX_LINES, cut_note, first_part
from requestbin.inspection.moments import moment_of, told
from requestbin.inspection.notation.json import NO_NUMBERS, Event, events, unescaped
from requestbin.inspection.shapes import Code, Token

INDENT = "  "
MAX_INDENT = 60
DEEP = 64
"""Levels: .NET's reader stops there, others at 100, 512 or 1,000."""
MAX_EXACT = 2**53
"""JavaScript's numbers are exact up to it (RFC 8259 section 6)."""
LEAST_DIGITS, MAX_DIGITS = 16, 400
MAX_FLAGS = 5


class Json:
    """Objects and arrays over many lines, with names, strings, numbers and words told apart."""

    slug, name = "json", "JSON"

    def fit(self, content: Content) -> float:
        """Go by the media type; else by the first character, since many senders name no type."""
        if is_json(content.media_type):
            return 1.0
        return 0.8 if opens_json(content) else 0.0

    def shape(self, content: Content, start: int) -> Code:
        """Lay out the tokens; a body that is cut for its size is laid out as far as it goes."""
        text, cut = content.text(content.limit)
        layout = Layout(content)
        for event, token in events(text, cut=cut):
            layout.add(event, token)
            if len(layout.lines) > MAX_LINES:
                return layout.code(cut_note(f"the first {MAX_LINES:,} lines"))
        return layout.code(first_part(content), content.limit) if cut else layout.code()


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON's, or one made of it (RFC 6839 section 3.1)."""
    words = ("json", "x-ndjson", "ndjson", "jsonl", "x-jsonlines")
    return media_type.rpartition("/")[2].rpartition("+")[2] in words


def opens_json(content: Content) -> bool:
    """Tell whether bytes begin as an object or an array does."""
    head = content.text(64)[0] if content.is_text else ""
    return head.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


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
        self._values = 1

    def add(self, event: Event, text: str) -> None:
        """Take one event of the notation."""
        _DRAW[event](self, text)

    def code(self, note: str = "", following: int | None = None) -> Code:
        """Return what was laid out; `following` is the offset of what was not."""
        flags = [*self._flags]
        if self._deepest > DEEP:
            flags.append(f"Nested {self._deepest:,} deep: some readers stop at {DEEP}.")
        if len(flags) > MAX_FLAGS:
            flags = [*flags[:MAX_FLAGS], f"And {len(flags) - MAX_FLAGS} more like these."]
        about = f"{self._values:,} JSON values, one after another." if self._values > 1 else ""
        return Code(
            self.lines, self.asides, about=about, note=note, flags=tuple(flags), following=following
        )

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
            self._flag(
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
        if not exact and int(digits) > MAX_EXACT:
            self._flag("Whole numbers above 2^53: JavaScript would round them.")

    def _word(self, text: str) -> None:
        self._begin_value()
        self._put("word", text)
        if text in NO_NUMBERS:
            self._flag(f"It has {text}, which is not JSON: strict readers refuse it.")

    def _colon(self, _text: str) -> None:
        self._put("", ": ")

    def _comma(self, _text: str) -> None:
        self._put("", ",")
        self._break()

    def _next(self, _text: str) -> None:
        self._values += 1
        self._break()

    def _rest(self, text: str) -> None:
        if self._names:  # cut off
            self._begin_value()
        else:
            self._break()
            count = len(text.encode("utf-8", "replace"))
            self._flag(f"After the JSON come {count:,} more bytes: strict readers refuse it.")
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

    def _flag(self, sentence: str) -> None:
        self._flags[sentence] += 1


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
