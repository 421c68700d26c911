"""What a request calls its event; without it every row of the list would show only a path.

By the names under which senders say so, in headers and bodies, so that nobody has to be known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from requestbin.http import Headers
from requestbin.inspection.content import Content
from requestbin.inspection.formats.form import is_form, pairs_of, plain
from requestbin.inspection.formats.json import is_json, opens_json
from requestbin.inspection.notation import xml

MAX_BYTES = 256 * 1024
"""Larger bodies are not parsed for a label (10 MB of JSON take 99 ms)."""
MAX_XML_CHARACTERS = 32 * 1024
MAX_LENGTH = 200
MAX_ITEMS = 20
MAX_NAMED = 3
"""Events of a batch that its label names."""
MAX_DEPTH = 3
SOAP = ["envelope", "body"]
SOAP_DEPTH = len(SOAP)

ENDS = (
    *(b"ce-type", b"-event-key", b"-event-name", b"-event-type", b"-topic"),
    *(b"-subscription-type", b"-event", b"-hook-resource"),
)
"""How headers end that name an event, the surest first."""
VAGUE = frozenset(
    ("notification", "event", "notification_event", "event_callback", "webhook_event")
)
"""What says no more than that something happened."""

STRONG = (
    *("webhookevent", "eventtype", "eventname", "event", "topic", "detailtype", "alertname"),
    *("notificationtype", "subscriptiontype", "eventcode", "trigger"),
)
"""Names of what says which event it is, as `_bare` writes them, the surest first."""
PAIRS = (
    ("objecttype", "aspecttype"),
    ("webhooktype", "webhookcode"),
    ("resourcetype", "action"),
    ("type", "action"),
)
"""Names that tell together what happened to what."""
WEAK = (
    *("objectkind", "recordtype", "messagetype", "operationname", "action", "changetype"),
    *("messagestatus", "callstatus", "smsstatus", "txntype", "command", "kind", "status", "state"),
)
HOLDERS = (
    "event",
    "eventdata",
    "events",
    "records",
    "notificationitems",
    "value",
    "message",
    "attributes",
)
"""Names under which the event itself, or several, stand."""

_WORD = re.compile(r"\w+")
_TURNS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls, and what makes the rest of a row read other than it is (Trojan Source): a label has
none, and the payload shows what was sent."""


def event_of(headers: Headers, content: Content) -> str:
    """Return what a request calls its event, "" where it does not say; never raises.

    Of a batch, the first few that differ.
    """
    value = value_of(content)
    label = _of_headers(headers)
    if label:
        action = _action(value)
        whole = f"{label}.{action}" if action and action not in label else label
        return label_of(whole)
    return label_of(_of_value(value, MAX_DEPTH) or _of_xml(content))


def _of_headers(headers: Headers) -> str:
    told = [(name.lower(), value) for name, value in headers if name.lower().endswith(ENDS)]
    said = (
        _said(value.decode("latin-1")) for end in ENDS for name, value in told if name.endswith(end)
    )
    return next(filter(None, said), "") if told else ""


def value_of(content: Content) -> Any:
    """Return the body as a value: JSON, or the fields of a form with the JSON that is in them."""
    if len(content.data) > MAX_BYTES:
        return None
    if is_json(content.media_type) or opens_json(content):
        return _parsed(content.data)
    if not is_form(content.media_type):
        return None
    charset = content.named_charset
    fields = {plain(name, charset): plain(value, charset) for name, _, value in _pairs(content)}
    return {name: _parsed(v) if v[:1] in ("{", "[") else v for name, v in fields.items()}


def _pairs(content: Content) -> Iterable[tuple[bytes, bytes, bytes]]:
    return reversed(pairs_of(content.data))  # of two with one name, the first stays


def _parsed(sent: bytes | str) -> Any:
    try:
        return json.loads(sent)
    except (ValueError, RecursionError):
        return None


def _of_value(value: Any, depth: int) -> str:
    if not depth:
        return ""
    if isinstance(value, list):
        found = (_of_value(each, depth - 1) for each in value[:MAX_ITEMS])
        return ", ".join([*dict.fromkeys(filter(None, found))][:MAX_NAMED])
    if not isinstance(value, dict):
        return ""
    names = {_bare(name): each for name, each in value.items()}
    held = [names[name] for name in HOLDERS if name in names]
    if isinstance(names.get("event"), dict) and (inner := _of_value(held[0], depth - 1)):
        return inner
    if len(value) == 1:
        held += value.values()
    deeper = (_of_value(each, depth - 1) for each in held)
    return (
        next((text for text in _among(names, STRONG) if " " not in text), "")
        or _paired(names)
        or _called(names)
        or next(_among(names, ("type", *STRONG)), "")
        or next(filter(None, deeper), "")
        or next(_among(names, WEAK), "")
        or _text(names.get("type"))
        or _text(names.get("event"))
    )


def _among(names: Mapping[str, Any], wanted: Iterable[str]) -> Iterator[str]:
    return filter(None, (_said(names.get(name)) for name in wanted))


def _bare(name: str) -> str:
    """Return a name without what only parts its words; `_type` is not meant as `type` is."""
    return name if name.startswith("_") else re.sub(r"[_-]", "", name).lower()


def _paired(names: Mapping[str, Any]) -> str:
    for subject, verb in PAIRS:
        thing, done = _said(names.get(subject)), _said(names.get(verb))
        if thing and done and _WORD.fullmatch(thing):
            return done if done.startswith(thing) else f"{thing}.{done}"
    return ""


def _called(names: Mapping[str, Any]) -> str:
    """JSON-RPC 2.0, section 4."""
    return _said(names.get("method")) if "jsonrpc" in names else ""


def _action(value: Any) -> str:
    """Return the one word that a body adds to what its headers call the event."""
    held = [value, *(value.values() if isinstance(value, dict) and len(value) == 1 else ())]
    actions = (_said(each.get("action")) for each in held if isinstance(each, dict))
    return next((action for action in actions if _WORD.fullmatch(action)), "")


def _said(value: Any) -> str:
    """Return a text that can be a label, "" for anything else."""
    text = _text(value)
    return "" if text.lower() in VAGUE else text


def _text(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return "" if text.startswith(("http://", "https://")) else text


def _of_xml(content: Content) -> str:
    """Return what is called: by SOAP (1.2 part 1, section 5.3), or by XML-RPC."""
    if not content.is_text or b"<" not in content.data[:64]:
        return ""
    names: list[str] = []
    for kind, token in xml.tokens(content.text(MAX_XML_CHARACTERS)[0]):
        if kind in ("open", "empty"):
            name = xml.name_of(token).rpartition(":")[2]
            if len(names) == SOAP_DEPTH and [each.lower() for each in names] == SOAP:
                return name
            names += [name] if kind == "open" else []
        elif kind == "close" and names:
            names.pop()
        elif kind == "text" and names == ["methodCall", "methodName"]:
            return token
    return ""


def label_of(text: str) -> str:
    """Return a text as it can stand in a row: one line without controls, and not too long."""
    # Surrogates alone (from JSON escapes) cannot be stored as UTF-8, NUL not in PostgreSQL.
    clean = text.encode("utf-8", "replace").decode()
    return _TURNS.sub("\ufffd", " ".join(clean.split()))[:MAX_LENGTH]
