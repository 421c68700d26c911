"""What is sent and answered of replays and deliveries."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from requestbin.api.errors import ErrorText
from requestbin.api.fields import (
    DEFAULT_LIMIT,
    HEADER_NAME,
    HEADERS,
    MAX_EXACT,
    MAX_TERM,
    WHOLE,
    WITHOUT_NUL,
    Cursor,
    GivenPair,
    IdCursor,
    Input,
    Limit,
    Moment,
    Pair,
    WithBody,
)
from requestbin.forwarding import models

State = models.Delivery.State

MAX_URL = 65536
"""Characters; as long as the longest target that is captured."""
MAX_HEADERS = 1000
MAX_SECRET = 16 * 1024
MAX_FIELDS = 10
PRINTABLE = "^[!-~]+$"
URL = "^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$"
PLAIN = {"pattern": WITHOUT_NUL}
MAX_WAIT = 30
"""Seconds."""

Method = Annotated[str, Field(max_length=MAX_TERM, json_schema_extra={"pattern": HEADER_NAME})]


class Resigning(Input):
    """How a replay is signed anew. Without `secret_id` and `secret` it is the secret that the app
    uses, else the one that signed the capture."""

    secret_id: Annotated[int, Field(ge=1, le=MAX_EXACT), WHOLE] | None = Field(
        default=None, description="A secret of the bin."
    )
    secret: (
        Annotated[str, Field(min_length=1, max_length=MAX_SECRET, json_schema_extra=PLAIN)]
        | Annotated[dict[str, str], Field(min_length=1, max_length=MAX_FIELDS)]
        | None
    ) = Field(
        default=None,
        description="A secret for this delivery alone, several values as an object. It is stored"
        " encrypted until the last attempt, and never shown.",
    )
    event_id: Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)] | None = Field(
        default=None, description="The id of the event from now on; `new` makes one."
    )
    signed_url: Annotated[str, Field(min_length=1, max_length=MAX_URL, pattern=URL)] | None = Field(
        default=None,
        description="The URL that is signed, where a provider signs it: that of your app as your"
        " app knows it. Left out: `url`.",
    )


class Replay(WithBody):
    """A captured request to send once more; what is left out, or null, is as it was captured."""

    url: str = Field(
        max_length=MAX_URL,
        json_schema_extra={"pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
        description="Where it goes. Path and query of the capture are not appended.",
    )
    method: (
        Annotated[str, Field(max_length=MAX_TERM, json_schema_extra={"pattern": HEADER_NAME})]
        | None
    ) = None
    headers: Annotated[list[GivenPair], Field(max_length=MAX_HEADERS)] | None = Field(
        default=None, description=HEADERS
    )
    resign: bool | Resigning = Field(
        default=False, description="To sign it anew at each attempt, as its provider does."
    )
    wait: Annotated[float, Field(ge=0, le=MAX_WAIT, allow_inf_nan=False)] = Field(
        default=0, description="How many seconds to wait for the first attempt."
    )


class AnswerBody(BaseModel):
    """The body of an answer, of which the first 1 MiB are kept; `size` counts what was seen. One of
    `text` and `base64` is null; in a list both are."""

    size: int
    complete: bool
    content_type: str
    text: str | None
    base64: str | None


class Change(BaseModel):
    """A header or field that signing changed (`header:Stripe-Signature`, `form:sig`, `url`), null
    where it is not there. A secret that is sent along is masked."""

    place: str
    before: str | None
    after: str | None


class SignedAnew(BaseModel):
    """How an attempt was signed anew; `secret` is what people call the secret."""

    secret: str
    changes: list[Change]


class Attempt(BaseModel):
    """One try to deliver: an answer (`status` and what follows), or an `error` that says why there
    is none. Times are milliseconds from its start."""

    number: int
    started_at: Moment
    signed: SignedAnew | None = Field(description="Null where it went as it was composed.")
    connect_ms: float | None
    first_byte_ms: float | None
    duration_ms: float | None
    status: int | None
    headers: list[Pair] = Field(description=HEADERS)
    body: AnswerBody | None
    error: ErrorText | None


class Delivery(BaseModel):
    """A request that is to reach a URL. `delivered` is one that was answered 2xx."""

    id: str
    state: str = Field(json_schema_extra={"enum": [*State.values]})
    request_seq: int
    method: str
    url: str
    created_at: Moment
    max_attempts: int
    attempts: list[Attempt]
    next_attempt_at: Moment | None


class Deliveries(BaseModel):
    """Some deliveries; `next` is what to give as `before` for more, null at the end."""

    items: list[Delivery]
    next: str | None


class DeliveriesQuery(BaseModel):
    """Which of the deliveries are listed."""

    limit: Limit = DEFAULT_LIMIT
    before: IdCursor | None = Field(default=None, description="The `next` of the page before.")
    request_seq: Cursor | None = Field(default=None, description="Of this request only.")
