"""What is sent and answered of captured requests."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from requestbin.api.fields import (
    DEFAULT_LIMIT,
    HEADERS,
    Cursor,
    Input,
    Limit,
    Moment,
    Note,
    Pair,
    Term,
)

MAX_SEQS = 8000
"""Characters of a list of numbers."""


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
    event_id: str | None
    attempt: int
    verdict: str | None
    answered: str | None = Field(
        description="Why a handshake was answered as it was, in a sentence; null for any other."
    )
    starred: bool
    note: str


class Requests(BaseModel):
    """Some requests; `next` is the last seq looked at, also where a filter hid it: what to give as
    `after` or `before` for more. Null when there is nothing more."""

    items: list[Request]
    next: int | None


class Asked(BaseModel):
    """Which requests are meant; an empty filter asks for nothing."""

    q: Term = Field(
        default="",
        description="A search, as in the box of the page: text in path, headers or body, and terms"
        " like `method:POST`, `json:data.object.amount>1000`, `-is:starred`.",
    )
    method: Term = ""
    path: Term = Field(
        default="", description="The path below the bin, or its beginning when it ends with `*`."
    )
    provider: Term = ""
    starred: bool = Field(default=False, description="Starred ones only.")


class RequestsQuery(Asked):
    """Which of the requests are listed."""

    after: Cursor | None = Field(default=None, description="Above this seq, oldest first.")
    before: Cursor | None = Field(default=None, description="Below this seq.")
    limit: Limit = DEFAULT_LIMIT


class DeletedQuery(BaseModel):
    """Which of the requests are deleted."""

    seqs: (
        Annotated[str, Field(max_length=MAX_SEQS, pattern=r"^[0-9]{1,18}(,[0-9]{1,18})*$")] | None
    ) = Field(default=None, description="Numbers with commas between; those not there are none.")


class RequestSettings(Input):
    """What may be set of a captured request."""

    starred: bool | None = Field(
        default=None, description="Starred requests are kept beyond the bin's limits."
    )
    note: Note | None = Field(default=None, description='What people wrote; "" takes it away.')
