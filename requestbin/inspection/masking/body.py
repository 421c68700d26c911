"""A body without its secrets: by its type, decoded; withheld where no rule can look through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from requestbin.http import Headers
from requestbin.inspection.content import Content, Unreadable, content_of
from requestbin.inspection.masking.form import demand_form, masked_form
from requestbin.inspection.masking.json import KIND as JSON
from requestbin.inspection.masking.json import masked_json
from requestbin.inspection.masking.multipart import masked_multipart
from requestbin.inspection.masking.octets import octets_of, text_of
from requestbin.inspection.masking.sweep import Sweep
from requestbin.inspection.masking.values import masked_value
from requestbin.inspection.masking.xml import KIND as XML
from requestbin.inspection.masking.xml import masked_xml

FORM = "form value"
MAX_BYTES = 1024 * 1024
"""Decoded: a larger body is withheld, so that a look at a shared page costs no seconds."""
MAX_NESTED = 3
"""Multipart bodies within one another."""

LIKE_ASCII = ("utf-8", "ascii", "latin", "iso8859", "cp125", "koi8")
"""How the names of charsets begin in which the marks of JSON, forms and XML are the bytes that they
are in ASCII, and never a part of another character. What is in UTF-16 or Shift JIS is withheld."""
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class MaskedBody:
    """A masked body and the content encoding that was undone; or why it is withheld, a sentence."""

    data: bytes
    encoding: str = ""
    withheld: str = ""


def masked_body(headers: Headers, body: bytes, sweep: Sweep) -> MaskedBody:
    """Return a captured body, its content encoding undone, with what is secret in it masked."""
    if not body:
        return MaskedBody(b"")
    content = content_of(headers, body)
    try:
        with sweep.attempting():
            return MaskedBody(_masked(content, sweep, MAX_NESTED), content.encoding)
    except Unreadable as error:
        return MaskedBody(b"", content.encoding, str(error))


def _masked(content: Content, sweep: Sweep, nested: int) -> bytes:
    if content.problem:
        raise Unreadable("Its content encoding cannot be undone.")
    if len(content.data) > MAX_BYTES:
        raise Unreadable(f"It is larger than {MAX_BYTES // 1024**2} MB.")
    text = text_of(content.data)
    start = BOM if text.startswith(BOM) else ""
    mask = next((mask for fits, mask in _RULES if fits(content, text[len(start) :])), None)
    if mask is None:
        raise Unreadable("It is neither JSON nor a form, multipart or XML.")
    if content.charset and not content.charset.startswith(LIKE_ASCII):
        raise Unreadable(f"Its charset is {content.charset}.")
    return octets_of(start + mask(text[len(start) :], content, sweep, nested))


def _json(text: str, _content: Content, sweep: Sweep, _nested: int) -> str:
    return masked_json(text, sweep, lambda held: masked_value(held, sweep, JSON))


def _xml(text: str, _content: Content, sweep: Sweep, _nested: int) -> str:
    return masked_xml(text, sweep, lambda held: masked_value(held, sweep, XML))


def _form(text: str, _content: Content, sweep: Sweep, _nested: int) -> str:
    demand_form(text)
    return masked_form(text, sweep, lambda held: masked_value(held, sweep, FORM), FORM)


def _multipart(text: str, content: Content, sweep: Sweep, nested: int) -> str:
    boundary = content.parameters.get("boundary", "")
    if not boundary or not nested:
        raise Unreadable("It is called multipart, but its type names no boundary.")

    def read(part: str, headers: Headers) -> str:
        return text_of(_masked(content_of(headers, octets_of(part)), sweep, nested - 1))

    return masked_multipart(text, boundary, sweep, read)


def _is_json(content: Content, text: str) -> bool:
    subtype = content.media_type.rpartition("/")[2].rpartition("+")[2]
    named = subtype in ("json", "x-ndjson", "ndjson", "jsonl", "json5")
    return named or text.lstrip()[:1] in ("{", "[")


def _is_xml(content: Content, text: str) -> bool:
    subtype = content.media_type.rpartition("/")[2].rpartition("+")[2]
    return subtype == "xml" or text.startswith("<?xml")


_Rule = Callable[[str, Content, Sweep, int], str]
_RULES: tuple[tuple[Callable[[Content, str], bool], _Rule], ...] = (
    (lambda content, _: content.media_type.startswith("multipart/"), _multipart),
    (_is_json, _json),
    (lambda content, _: content.media_type == "application/x-www-form-urlencoded", _form),
    (_is_xml, _xml),
)
"""Which rule is for which body; many senders name no type, or `curl -d` the wrong one."""
