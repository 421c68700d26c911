"""What is sent and answered of sample events."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from requestbin.api.fields import WHOLE, Input
from requestbin.providers.samples.breaking import BREAKAGES

HOW = r"^(?:" + "|".join(BREAKAGES) + r")?$"
SLUG = r"^[a-z0-9_]{1,40}$"


class SampleSettings(Input):
    """Which event, and where to: `url` null sends it to the bin itself. The same `seed` gives the
    same values."""

    provider: Annotated[str, Field(pattern=SLUG)]
    event: Annotated[str, Field(max_length=200)] = ""
    broken: Annotated[str, Field(pattern=HOW)] = ""
    seed: Annotated[int, Field(ge=0, le=2**32), WHOLE] | None = None
    url: Annotated[str, Field(max_length=65536)] | None = None


class Sample(BaseModel):
    """A sample that was sent: what answered, or in `error` why nothing did."""

    provider: str
    event: str
    url: str
    status: int | None
    duration_ms: int | None
    error: str | None


class SampleEvents(BaseModel):
    """The events of a provider that can be sent, the usual one first."""

    provider: str
    events: list[str]


class Samples(BaseModel):
    """The providers whose events can be sent."""

    items: list[SampleEvents]
