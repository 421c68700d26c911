"""What is sent and answered of bins."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, WithJsonSchema

from requestbin.api.fields import (
    DEFAULT_LIMIT,
    HEADERS,
    MAX_EXACT,
    MAX_WHOLE,
    WHOLE,
    GivenPair,
    IdCursor,
    Input,
    Limit,
    Moment,
    Name,
    Pair,
    WithBody,
)
from requestbin.ingest.answers import MAX_ANSWER_HEADERS, MAX_DELAY_MS
from requestbin.providers import PROVIDERS

Provider = Annotated[
    str,
    WithJsonSchema({"type": "string", "enum": ["", *(row.slug for row in PROVIDERS)]}),
]
"""Also one of the bin's own, which no schema can know."""
PROVIDER = 'Whose webhooks come here; "" finds it out for each request.'
HANDSHAKES = (
    "Whether challenges by which providers check the address, and events of those who must hear"
    " certain words, are answered by themselves."
)
CONFIRMS = "Whether a handshake that asks for an address to be fetched has it fetched."


class AnswerSettings(WithBody):
    """What the bin answers senders; what is left out, or null, stays as it is."""

    status: Annotated[int, Field(ge=200, le=599), WHOLE] | None = None
    headers: Annotated[list[GivenPair], Field(max_length=MAX_ANSWER_HEADERS)] | None = Field(
        default=None, description=HEADERS
    )
    delay_ms: Annotated[int, Field(ge=0, le=MAX_DELAY_MS), WHOLE] | None = None


class KeepSettings(Input):
    """How much is kept, whichever is reached first; the oldest go, starred requests stay."""

    requests: Annotated[int, Field(ge=1, le=MAX_WHOLE), WHOLE] | None = None
    seconds: Annotated[int, Field(ge=1, le=MAX_WHOLE), WHOLE] | None = None
    bytes: Annotated[int, Field(ge=1, le=MAX_EXACT), WHOLE] | None = None


class BinSettings(Input):
    """What may be set of a bin; what is left out, or null, stays as it is."""

    name: Name | None = None
    private: bool | None = Field(default=None, description="Team mode: only the owner sees it.")
    answer: AnswerSettings | None = None
    keep: KeepSettings | None = None
    provider: Provider | None = Field(default=None, description=PROVIDER)
    handshakes: bool | None = Field(default=None, description=HANDSHAKES)
    confirms: bool | None = Field(default=None, description=CONFIRMS)


class Answer(BaseModel):
    """What the bin answers senders. `body` is null where the bytes are no UTF-8 text, and
    `body_base64` where they are."""

    status: int
    headers: list[Pair] = Field(description=HEADERS)
    body: str | None
    body_base64: str | None
    delay_ms: int


class Keep(BaseModel):
    """How much is kept, whichever is reached first."""

    requests: int
    seconds: int
    bytes: int


class Held(BaseModel):
    """What the bin holds. `last_seq` is the number of the newest arrival: where to wait from."""

    count: int
    bytes: int
    last_seq: int
    last_received_at: Moment | None


class Bin(BaseModel):
    """A bin: where senders send, where people look, what it answers and keeps, what it holds."""

    id: str
    key: str
    name: str
    private: bool
    capture_url: str
    inspect_url: str
    created_at: Moment
    answer: Answer
    keep: Keep
    provider: str = Field(description=PROVIDER)
    handshakes: bool = Field(description=HANDSHAKES)
    confirms: bool = Field(description=CONFIRMS)
    requests: Held


class NewBin(Bin):
    """A bin that was made just now, with its token: it opens this bin alone, and is shown once."""

    token: str


class Bins(BaseModel):
    """Some bins; `next` is what to give as `before` for more, null at the end."""

    items: list[Bin]
    next: str | None


class BinsQuery(BaseModel):
    """Which of the bins are listed."""

    limit: Limit = DEFAULT_LIMIT
    before: IdCursor | None = Field(default=None, description="The `next` of the page before.")


class Token(BaseModel):
    """A bin's token, shown once."""

    token: str
