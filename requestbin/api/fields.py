"""The field types that all shapes share: text, times, header pairs, bytes; each checked once."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from ninja import Path
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from requestbin.bins.actions import MAX_NOTE
from requestbin.inspection.exports.entry import rfc3339 as rfc3339  # also in exports

MAX_SEQ = 2**63 - 1
MAX_WHOLE = 2**31 - 1
MAX_EXACT = 2**53 - 1
"""The largest whole number that JavaScript's JSON reads exactly (RFC 8259 section 6)."""
MAX_LIMIT = 500
DEFAULT_LIMIT = 100
MAX_TERM = 1000
"""Characters of one query parameter."""

BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
WITHOUT_NUL = r"^[^\x00]*$"
HEADER_NAME = r"^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$"
"""RFC 9110 section 5.6.2."""
HEADER_VALUE = r"^[\t\x20-\x7e\x80-\xff]*$"
"""RFC 9110 section 5.5."""
SLUG = r"^[a-z][a-z0-9_]{1,39}$"
"""Providers' names."""
WORD = r"[0-9A-Za-z]{1,32}"
"""Ids as routes take them; anything else names nothing, and is answered 404."""


def no_nul(text: str) -> str:
    """Refuse a text with NUL."""
    if "\x00" in text:  # PostgreSQL refuses it
        raise ValueError("may not have the character NUL")
    return text


def _whole(value: Any) -> Any:
    """To JSON Schema (2020-12, section 6.1.1) 2.0 is an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _latin_1(text: str) -> str:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        raise ValueError("must be latin-1 text: each character is one byte of a header") from None
    return text


def _octets(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        raise ValueError("must be base64 (RFC 4648 section 4), with its padding") from None
    return text


WHOLE = BeforeValidator(_whole)
"""Stands after the bounds: before them, it would keep them out of the schema."""
_PLAIN = {"pattern": WITHOUT_NUL}
Name = Annotated[str, Field(max_length=80, json_schema_extra=_PLAIN), AfterValidator(no_nul)]
Note = Annotated[str, Field(max_length=MAX_NOTE, json_schema_extra=_PLAIN), AfterValidator(no_nul)]
Term = Annotated[str, Field(max_length=MAX_TERM, json_schema_extra=_PLAIN), AfterValidator(no_nul)]
Base64 = Annotated[
    str,
    AfterValidator(_octets),
    Field(json_schema_extra={"contentEncoding": "base64", "pattern": BASE64}),
]
Pair = Annotated[list[str], Field(min_length=2, max_length=2)]
GivenPair = Annotated[
    list[Annotated[str, AfterValidator(_latin_1)]],
    Field(min_length=2, max_length=2),
    WithJsonSchema(
        {
            "type": "array",
            "prefixItems": [
                {"type": "string", "pattern": HEADER_NAME},
                {"type": "string", "pattern": HEADER_VALUE},
            ],
            "minItems": 2,
            "maxItems": 2,
        }
    ),
]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""A time as `rfc3339` gives it: the JSON encoder's own way would drop the microseconds."""

Id = Annotated[str, Path(pattern=f"^{WORD}$")]
Seq = Annotated[int, Path(ge=0)]
Slug = Annotated[str, Path(pattern=SLUG)]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="How many at most.")]
Cursor = Annotated[int, Field(ge=0, le=MAX_SEQ)]
IdCursor = Annotated[str, Field(pattern=f"^{WORD}$")]
HEADERS = "`[[name, value], ...]` in order, with letter case and duplicates; latin-1 text."


class Input(BaseModel):
    """What clients send: types as JSON has them, and no field that is not known."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _one_of_two(schema: dict[str, Any]) -> None:
    names = ("body", "body_base64")
    schema["anyOf"] = [{"properties": {name: {"type": "null"}}} for name in names]


class WithBody(Input):
    """Takes a body as text or, for bytes that are no text, in base64."""

    model_config = ConfigDict(json_schema_extra=_one_of_two)

    body: str | None = Field(default=None, description="As text; sent in UTF-8.")
    body_base64: Base64 | None = Field(default=None, description="As bytes; instead of `body`.")

    @model_validator(mode="after")
    def _not_both(self) -> WithBody:
        if self.body is not None and self.body_base64 is not None:
            raise ValueError("give `body` or `body_base64`, not both")
        return self

    def octets(self) -> bytes | None:
        """Return the bytes that are given, None when none are."""
        if self.body is not None:
            return self.body.encode()
        return None if self.body_base64 is None else base64.b64decode(self.body_base64)


def as_text(octets: bytes) -> tuple[str | None, str | None]:
    """Return bytes as (text, None) where they are UTF-8, else as (None, base64)."""
    try:
        return octets.decode(), None
    except UnicodeDecodeError:
        return None, base64.b64encode(octets).decode()
