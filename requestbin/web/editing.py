"""A replay being edited: what the form starts with, what was posted, and what will be sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.egress import Unsendable
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.replay import DELIVERY_HEADER, end_to_end
from requestbin.http import Headers
from requestbin.web.editable import (
    MAX_EDITED_BYTES,
    NOTHING,
    EditableBody,
    NotEncodable,
    editable,
    encoded,
)
from requestbin.web.preview import Preview, preview_of
from requestbin.web.replaying import FIELDS, OTHER, Refused, Wish
from requestbin.web.resigning import NO_FORM, Control, Form, control_of, with_signing


class BadLine(ValueError):
    """A line that is no header; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Original:
    """What an edit starts from: the captured request, or what an earlier delivery sent instead.

    `body` is None where the captured bytes are meant; `text` is None where no form can hold them.
    """

    method: str
    headers: Headers
    size: int
    body: bytes | None
    text: EditableBody | None

    @property
    def header_lines(self) -> str:
        """Return the headers as people edit them."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers.as_text())


def original_of(bin: Bin, row: CapturedRequest, sent: Delivery | None = None) -> Original:
    """Return what an edit of a captured request, or of what was sent of it, starts from."""
    if sent is None:
        method, body, size = row.method, None, row.size
        headers = end_to_end(row.headers)
    else:
        method, size = sent.method, sent.size
        body = None if sent.body is None else bytes(sent.body)
        headers = sent.headers.without(DELIVERY_HEADER)
    if size > MAX_EDITED_BYTES:
        return Original(method, headers, size, body, None)
    held = queries.body_of(bin.pk, row.seq) if body is None else body
    return Original(method, headers, size, body, editable(headers, held))


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of the form as they stand."""

    url: str
    method: str
    header_lines: str
    replaces_body: bool
    text: str

    @classmethod
    def of(cls, original: Original, url: str) -> Draft:
        """Return the draft that changes nothing but where it goes."""
        text = original.text or NOTHING
        return cls(url, original.method, original.header_lines, False, text.text)

    @classmethod
    def posted(cls, form: QueryDict, url: str) -> Draft:
        """Return the draft that was posted, with its URL as it was meant."""
        return cls(
            url,
            form.get("method", "").strip(),
            form.get("headers", ""),
            "replace_body" in form,
            form.get("body", ""),
        )


@dataclass(slots=True)
class Editing:
    """A draft that was read: `wish` is what it asks for, None where `errors` say what is wrong with
    which field; `question` names the place that a live event may not reach unasked."""

    base: Delivery | None
    original: Original
    draft: Draft
    wish: Wish | None = None
    preview: Preview | None = None
    errors: dict[str, str] = field(default_factory=dict)
    question: str = ""
    control: Control | None = None
    """How it is to be signed; None where nobody knows who signs such a request."""


def begun(
    bin: Bin, row: CapturedRequest, base: Delivery | None, url: str, form: Form = NO_FORM
) -> Editing:
    """Return an edit that has changed nothing yet; without a URL there is nothing to judge."""
    original = original_of(bin, row, base)
    editing = Editing(base, original, Draft.of(original, url))
    editing.control = control_of(bin, row, form, base=base)
    if url:
        _judge(editing, row, form)
    return editing


def posted(
    bin: Bin, row: CapturedRequest, base: Delivery | None, draft: Draft, form: Form = NO_FORM
) -> Editing:
    """Return an edit as it was posted."""
    editing = Editing(base, original_of(bin, row, base), draft)
    edited = draft.replaces_body or draft.method != editing.original.method
    editing.control = control_of(bin, row, form, edited=edited, base=base)
    _judge(editing, row, form)
    return editing


def _judge(editing: Editing, row: CapturedRequest, form: Form) -> None:
    original, draft = editing.original, editing.draft
    try:
        headers = headers_of(draft.header_lines)
        body = _new_body(original, draft, headers)
        size = original.size if body is None else len(body)
        wish = Wish(draft.url, draft.method, headers, original.body if body is None else body)
        preview_of(row, wish, size)  # what is wrong with it is said before what is of its signature
        wish = with_signing(wish, editing.control, form)
        editing.preview = preview_of(row, wish, size)
        editing.wish = wish
    except Unsendable as error:
        editing.errors[FIELDS.get(error.code, OTHER)] = error.sentence
    except NotEncodable as error:
        editing.errors["body"] = str(error)
    except BadLine as error:
        editing.errors["headers"] = str(error)
    except Refused as refusal:
        editing.errors[refusal.field] = str(refusal)


def headers_of(lines: str) -> Headers:
    """Read `Name: value` lines, in order and with duplicates. Raises BadLine.

    Lines end at line feeds alone: `str.splitlines` would also cut at bytes such as 0x85, which are
    part of UTF-8 letters in a value.
    """
    pairs = []
    for line in lines.replace("\r\n", "\n").split("\n"):
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon:
            raise BadLine(f"A header is written as `Name: value`; `{line[:60]}` has no colon.")
        pairs.append((name.strip(), value.strip(" \t")))
    try:
        return Headers(pairs)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        raise BadLine(f"HTTP headers can hold latin-1 text only; “{letter}” is not.") from None


def _new_body(original: Original, draft: Draft, headers: Headers) -> bytes | None:
    if not draft.replaces_body:
        return None
    return encoded(draft.text, headers, original.text or NOTHING)
