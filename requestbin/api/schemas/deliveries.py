"""What is sent and answered of replays and deliveries."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from requestbin.api.errors import ErrorText
from requestbin.api.fields import (
    DEFAULT_LIMIT,
    HEADER_NAME,
    HEADERS,
    MAX_TERM,
    Cursor,
    GivenPair,
    IdCursor,
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
MAX_WAIT = 30
"""Seconds."""

Method = Annotated[str, Field(max_length=MAX_TERM, json_schema_extra={"pattern": HEADER_NAME})]


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
    resign: bool = Field(default=False, description="To sign it anew: not possible yet.")
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


class Attempt(BaseModel):
    """One try to deliver: an answer (`status` and what follows), or an `error` that says why there
    is none. Times are milliseconds from its start."""

    number: int
    started_at: Moment
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
