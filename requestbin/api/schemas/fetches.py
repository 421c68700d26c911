"""What is sent and answered of fetching what a payload is about."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from requestbin.api.errors import ErrorText
from requestbin.api.fields import HEADERS, Input, Moment, Pair
from requestbin.api.schemas.deliveries import AnswerBody
from requestbin.providers.refetch import MAX_TEMPLATE

MAX_AUTHORIZATION = 8 * 1024
PLAIN = "^[ -~]*$"


class Fetching(Input):
    """Where to fetch from, and how; what is left out is as the bin or its provider says."""

    url: Annotated[str, Field(max_length=MAX_TEMPLATE, pattern="^https?://[!-~]+$")] | None = Field(
        default=None,
        description="A URL in whose path and query places of the payload stand in braces:"
        " `https://api.mollie.com/v2/payments/{form:id}`. Scheme, host and port stand as they are.",
    )
    authorization: Annotated[str, Field(max_length=MAX_AUTHORIZATION, pattern=PLAIN)] | None = (
        Field(
            default=None,
            description="An Authorization value for this once, not kept. Left out: the one that"
            " the bin keeps for this host.",
        )
    )


class Fetch(BaseModel):
    """What was fetched: an answer (`status` and what follows), or an `error` that says why there is
    none. The Authorization value is masked where the answer repeats it."""

    url: str
    fetched_at: Moment
    duration_ms: float | None
    status: int | None
    headers: list[Pair] = Field(description=HEADERS)
    body: AnswerBody | None
    error: ErrorText | None
