"""What is wrapped in a value: JSON in a form field, JSON in JSON, files in XML, tokens, mails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import unescape

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.form import charset_in, is_form, pairs_of, plain
from requestbin.inspection.formats.json import is_json, opens_json
from requestbin.inspection.formats.xml import Xml
from requestbin.inspection.notation import xml
from requestbin.inspection.notation.json import Event, events, unescaped
from requestbin.inspection.parts.looks import LEAST_CHARACTERS, LOOKS, Look, as_lines
from requestbin.inspection.parts.part import Part

MAX_BYTES = 256 * 1024
MAX_PARTS = 20
MAX_STEPS = 8
"""Of a path, the last ones."""

Value = tuple[str, str]
"""A path (`message.data`) and the text that stands there."""


class InForm:
    """Values of form fields: Slack sends `payload={...}`, Mandrill `mandrill_events=[...]`."""

    def parts(self, content: Content) -> list[Part]:
        """Return the fields whose value is a document of its own."""
        if not is_form(content.media_type) or len(content.data) > MAX_BYTES:
            return []
        if opens_json(content):
            return []
        pairs = pairs_of(content.data)
        charset = content.named_charset or charset_in(pairs)
        values = ((plain(name, charset), plain(value, charset)) for name, _, value in pairs)
        return _wrapped(values, content, "in a form field")


class InJson:
    """Strings in JSON: SNS sends JSON in `Message`, Pub/Sub base64 in `message.data`."""

    def parts(self, content: Content) -> list[Part]:
        """Return the strings that are documents of their own."""
        if not (is_json(content.media_type) or opens_json(content)):
            return []
        if len(content.data) > MAX_BYTES or not content.is_text:
            return []
        strings = _strings(content.text(MAX_BYTES)[0])
        return _wrapped(strings, content, "in JSON", (*LOOKS, as_lines))


class InXml:
    """Texts in XML: DocuSign sends a PDF in `PDFBytes`, SOAP calls carry XML and JSON as text."""

    def parts(self, content: Content) -> list[Part]:
        """Return the texts that are documents of their own."""
        if len(content.data) > MAX_BYTES or not Xml().fit(content):
            return []
        return _wrapped(_texts(content.text(MAX_BYTES)[0]), content, "in XML")


def _strings(text: str) -> Iterator[Value]:
    """Give the strings of a JSON text with their paths; where the text breaks, those before."""
    steps: list[str | int] = []
    try:
        for event, sent in events(text):
            if event is Event.OPEN:
                steps.append("" if sent == "{" else 0)
            elif event is Event.CLOSE:
                steps.pop()
            elif event is Event.KEY:
                steps[-1] = unescaped(sent)
            elif event is Event.COMMA and isinstance(steps[-1], int):
                steps[-1] += 1
            elif event is Event.STRING and len(sent) > LEAST_CHARACTERS + 1:
                yield _path(map(str, steps[-MAX_STEPS:])), unescaped(sent)
    except Unreadable:
        return


def _texts(text: str) -> Iterator[Value]:
    """Give the texts of elements with their paths, prefixes left out."""
    names: list[str] = []
    for kind, token in xml.tokens(text):
        if kind == "open":
            names.append(xml.name_of(token).rpartition(":")[2])
        elif kind == "close" and names:
            names.pop()
        elif kind in ("text", "cdata") and len(token) > LEAST_CHARACTERS:
            inner = unescape(token) if kind == "text" else token[len("<![CDATA[") : -len("]]>")]
            yield _path(names[-MAX_STEPS:]), inner.strip()


def _path(steps: Iterable[str]) -> str:
    return ".".join(steps)


def _wrapped(
    values: Iterator[Value], whole: Content, where: str, looks: tuple[Look, ...] = LOOKS
) -> list[Part]:
    parts = []
    for place, value in values:
        found = next(filter(None, (look(place, value) for look in looks)), None)
        if found is None:
            continue
        what, data, media_type = found
        content = Content(data, media_type, arrived_at=whole.arrived_at)
        parts.append(Part(place, f"{what} {where}", content, (f"{len(data):,} bytes",)))
        if len(parts) == MAX_PARTS:
            break
    return parts
