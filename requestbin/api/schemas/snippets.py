"""What is answered of snippets."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

ToolName = Literal["curl", "httpie", "python", "javascript", "http", "pytest"]


class SnippetsQuery(BaseModel):
    """Which snippets are given."""

    tool: ToolName | None = Field(default=None, description="Left out: all.")


class Snippet(BaseModel):
    """A request as text for one tool; a body that is not in it is to be in `body.bin` beside it."""

    tool: str
    language: str
    file_name: str
    text: str
    notes: list[str]


class Snippets(BaseModel):
    """A request as text for several tools."""

    items: list[Snippet]
