"""What apps make of a body before they sign it: dumped by a library, or turned to text."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from requestbin.providers.doctor.bodies import MAX_REWRITTEN_BYTES
from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.trial import Change, Trial
from requestbin.providers.seen import fields_of

_INDEX = re.compile(r"0|[1-9]\d{0,9}")
_GO = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_RAW = "Sign the raw bytes of the body, before anything parses them."


def _number(text: str) -> Any:
    """A number as JavaScript writes it again."""
    value = float(text)
    if value.is_integer() and abs(value) < 1e21:
        return _exact(int(value))
    return value


def _exact(value: int) -> int:
    """A whole number with the digits that a double keeps, the others zero."""
    if abs(value) <= 2**53:
        return value
    digits = repr(float(value))
    mantissa, _, power = digits.partition("e")
    if power:
        whole, _, decimals = mantissa.partition(".")
        return int(whole + decimals + "0" * (int(power) - len(decimals)))
    return int(float(digits))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object as JavaScript orders it: whole numbers first, by size."""
    made = dict(pairs)
    indices = sorted((key for key in made if _INDEX.fullmatch(key)), key=int)
    return {key: made[key] for key in indices} | made


def _script(text: str, indent: int | None = None) -> str:
    value = json.loads(text, parse_int=_number, parse_float=_number, object_pairs_hook=_object)
    separators = (",", ": " if indent else ":")
    return json.dumps(value, ensure_ascii=False, separators=separators, indent=indent)


def _python(**options: Any) -> Callable[[str], str]:
    return lambda text: json.dumps(json.loads(text), **options)


def _php(slashes: bool, ascii_: bool) -> Callable[[str], str]:
    def dump(text: str) -> str:
        made = json.dumps(json.loads(text), ensure_ascii=ascii_, separators=(",", ":"))
        return made.replace("/", "\\/") if slashes else made

    return dump


def _go(text: str) -> str:
    value = json.loads(text, parse_int=_number, parse_float=_number)
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return "".join(_GO.get(each, each) for each in made)


def _rails(text: str) -> str:
    made = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    return "".join(_GO.get(each, each) for each in made)


_COMPACT = (",", ":")
DUMPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("JSON.stringify", _script),
    ("Python's json.dumps", _python()),
    ("Python's json.dumps with ensure_ascii=False", _python(ensure_ascii=False)),
    ('Python\'s json.dumps with separators=(",", ":")', _python(separators=_COMPACT)),
    (
        'Python\'s json.dumps with separators=(",", ":") and ensure_ascii=False',
        _python(separators=_COMPACT, ensure_ascii=False),
    ),
    ("Python's json.dumps with sort_keys=True", _python(sort_keys=True)),
    (
        'Python\'s json.dumps with sort_keys=True and separators=(",", ":")',
        _python(sort_keys=True, separators=_COMPACT),
    ),
    ("PHP's json_encode", _php(slashes=True, ascii_=True)),
    ("PHP's json_encode with JSON_UNESCAPED_SLASHES", _php(slashes=False, ascii_=True)),
    ("PHP's json_encode with JSON_UNESCAPED_UNICODE", _php(slashes=True, ascii_=False)),
    ("Go's json.Marshal of a map", _go),
    ("Rails' to_json", _rails),
    ("JSON.stringify with an indent of 2", lambda text: _script(text, 2)),
    ("JSON.stringify with an indent of 4", lambda text: _script(text, 4)),
    ("Python's json.dumps with indent=2", _python(indent=2)),
    ("Python's json.dumps with indent=4", _python(indent=4)),
)
"""The dumps of the usual libraries, by what they are called."""


def _dumped(trial: Trial) -> Iterator[Trial]:
    text = _json_text(trial.body)
    for it, dump in DUMPS if text is not None else ():
        try:
            body = dump(text or "").encode()
        except (ValueError, RecursionError, OverflowError):
            continue
        if body != trial.body:
            yield trial.with_body(body, it)


def _json_text(body: bytes) -> str | None:
    if len(body) > MAX_REWRITTEN_BYTES or body.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        text = body.decode("utf-8-sig")
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    return text


def _converted(trial: Trial) -> Iterator[Trial]:
    body = trial.body
    if len(body) > MAX_REWRITTEN_BYTES:
        return
    text = body.decode("utf-8", "replace")
    for made, it in _texts(body, text):
        if made != text:
            yield trial.with_body(made.encode("utf-8", "replace"), it)


def _texts(body: bytes, text: str) -> Iterator[tuple[str, str]]:
    yield repr(body), "as `b'…'`: Python's text of bytes; decode them, or sign bytes"
    yield "[object Object]", "as `[object Object]`: an object that was parsed"
    yield "undefined", "as `undefined`: nothing has read it"
    yield "null", "as `null`: nothing has read it"
    yield "None", "as `None`: nothing has read it"
    yield "{}", "as `{}`: a parsed body that is empty"
    yield text, "with U+FFFD for bytes that are no UTF-8"
    yield base64.b64encode(body).decode(), "in base64, as API gateways pass it on: decode it first"
    yield json.dumps(text, ensure_ascii=False), "as a JSON string: it was dumped as text"
    yield json.dumps(text), "as a JSON string: it was dumped as text"
    yield body.hex(), "in hex"
    parsed = _json_text(body)
    if parsed is not None:
        value = json.loads(parsed)
        yield repr(value), "as Python's text of a dict"
        yield from _of_strings(value)
    fields = fields_of(text) if "=" in text else []
    if fields:
        yield from _of_form(fields)


def _of_strings(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and isinstance(value.get("payload"), str):
        yield value["payload"], "less all but its field `payload`"


def _of_form(fields: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    it = "as JSON of the form's fields: the form was parsed"
    made = dict(fields)
    yield json.dumps(made, separators=_COMPACT, ensure_ascii=False), it
    yield json.dumps(made), it
    yield repr(made), "as Python's text of the form's fields"
    for name, value in fields[:20]:
        yield value, f"less all but its field `{name[:40]}`"


APP_BODIES = (
    Change(
        Cause.REDUMPED,
        "The signature matches the JSON as {it} writes it.",
        _RAW,
        "Your app parses the JSON and signs it as {it} writes it.",
        _RAW,
        _dumped,
        "body",
    ),
)
CONVERSIONS = (
    Change(
        Cause.CONVERTED,
        "The signature matches the body {it}.",
        _RAW,
        "Your app signs the body {it}.",
        _RAW,
        _converted,
        "body",
    ),
)
"""Changes that apps make, forwards: what they sign is known exactly."""
