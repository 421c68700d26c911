"""What is sent and answered of links that share a request."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from requestbin.access import shares
from requestbin.api.fields import WHOLE, Input, Moment

LEAST = 60
MOST = int(max(shares.LIFETIMES.values()).total_seconds())
USUAL = int(shares.LIFETIMES[shares.USUAL].total_seconds())


class ShareSettings(Input):
    """How long a link works."""

    seconds: Annotated[int, Field(ge=LEAST, le=MOST), WHOLE] = USUAL


class Share(BaseModel):
    """A link that works: `url` shows request `request_seq`, masked, to whoever has it."""

    id: str
    url: str
    request_seq: int
    created_at: Moment
    expires_at: Moment
    opened: int
    last_opened_at: Moment | None


class Shares(BaseModel):
    """The links of a bin that work, the newest first."""

    items: list[Share]
