"""What is sent and answered of exports and imports."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from requestbin.api.fields import Term


class ExportQuery(BaseModel):
    """What is exported, and as what; an empty filter asks for nothing."""

    format: Literal["ndjson", "har", "csv", "zip"] = "ndjson"
    masked: bool | None = Field(
        default=None,
        description="Secrets masked; left out: for `har` and `csv`, which are made to be shared.",
    )
    q: Term = Field(default="", description="As in the list of requests, and so are those below.")
    method: Term = ""
    path: Term = ""
    provider: Term = ""
    starred: bool = False


class LineProblem(BaseModel):
    """A line of which no request could be made, and why."""

    line: int
    message: str


class Imported(BaseModel):
    """What came of an import: `problems` are the first hundred of `wrong` lines."""

    stored: int
    wrong: int
    problems: list[LineProblem]
