"""The shapes of the REST contract, in and out; routes, OpenAPI and its page are made from them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from requestbin.api.fields import (
    DEFAULT_LIMIT,
    MAX_EXACT,
    MAX_WHOLE,
    WORD,
    Cursor,
    Input,
    Limit,
    Moment,
    Pair,
    Term,
    Text,
    WithBody,
)
from requestbin.ingest.answers import MAX_ANSWER_HEADERS, MAX_DELAY_MS

HEADERS = "`[[name, value], ...]` in order, with letter case and duplicates; latin-1 text."


class AnswerSettings(WithBody):
    """What the bin answers senders; what is left out, or null, stays as it is."""

    status: Annotated[int, Field(ge=200, le=599)] | None = None
    headers: Annotated[list[Pair], Field(max_length=MAX_ANSWER_HEADERS)] | None = Field(
        default=None, description=HEADERS
    )
    delay_ms: Annotated[int, Field(ge=0, le=MAX_DELAY_MS)] | None = None


class KeepSettings(Input):
    """How much is kept, whichever is reached first; the oldest go, starred requests stay."""

    requests: Annotated[int, Field(ge=1, le=MAX_WHOLE)] | None = None
    seconds: Annotated[int, Field(ge=1, le=MAX_WHOLE)] | None = None
    bytes: Annotated[int, Field(ge=1, le=MAX_EXACT)] | None = None


class BinSettings(Input):
    """What may be set of a bin; what is left out, or null, stays as it is."""

    name: Annotated[Text, Field(max_length=80)] | None = None
    private: bool | None = Field(default=None, description="Team mode: only the owner sees it.")
    answer: AnswerSettings | None = None
    keep: KeepSettings | None = None


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
    before: Annotated[str, Field(pattern=f"^{WORD}$")] | None = Field(
        default=None, description="The `next` of the page before."
    )


class Token(BaseModel):
    """A bin's token, shown once."""

    token: str


class Body(BaseModel):
    """A captured body; its bytes are at `.../body`. `complete` is false where the connection ended
    before the announced length had arrived."""

    size: int
    sha256: str
    complete: bool
    content_type: str


class Request(BaseModel):
    """A captured request. `target` is the request target exactly as sent, in latin-1 text; `path`
    and `query` are what follows the bin's key in it."""

    seq: int
    id: str
    received_at: Moment
    method: str
    target: str
    path: str
    query: str
    http_version: str
    scheme: str
    headers: list[Pair] = Field(description=HEADERS)
    names_exact: bool = Field(description="False where a server in front changed header names.")
    cookies_removed: bool = Field(description="True where cookies of requestbin were taken out.")
    body: Body
    remote_addr: str
    provider: str | None
    event_type: str | None
    verdict: str | None
    starred: bool


class Requests(BaseModel):
    """Some requests; `next` is the last seq looked at, also where a filter hid it: what to give as
    `after` or `before` for more. Null when there is nothing more."""

    items: list[Request]
    next: int | None


class RequestsQuery(BaseModel):
    """Which of the requests are listed; an empty filter asks for nothing."""

    after: Cursor | None = Field(default=None, description="Above this seq, oldest first.")
    before: Cursor | None = Field(default=None, description="Below this seq.")
    limit: Limit = DEFAULT_LIMIT
    q: Term = Field(
        default="",
        description="In path, header values or the first 64 KiB of the body, in any letter case.",
    )
    method: Term = ""
    path: Term = Field(
        default="", description="The path below the bin, or its beginning when it ends with `*`."
    )
    provider: Term = ""
    starred: bool = Field(default=False, description="Starred ones only.")


class RequestSettings(Input):
    """What may be set of a captured request."""

    starred: bool = Field(description="Starred requests are kept beyond the bin's limits.")
