"""A captured request as a command or program that sends it again: one table of what there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from requestbin.http import Captured
from requestbin.inspection import sensitive
from requestbin.inspection.snippets.curl import curl
from requestbin.inspection.snippets.httpie import httpie
from requestbin.inspection.snippets.javascript import javascript
from requestbin.inspection.snippets.pytest import pytest
from requestbin.inspection.snippets.python import python
from requestbin.inspection.snippets.raw import raw
from requestbin.inspection.snippets.snippet import Snippet

_CONTROL = re.compile("[\\x00-\\x20\\x7f]")
"""What no method has (RFC 9110 section 9.1): in a text it would begin another line."""
CUT_OFF = "The connection ended before all of the body had arrived: this sends what did."


@dataclass(frozen=True, slots=True)
class Tool:
    """One way to send a request again; `file_name` is what a file of it may be called."""

    slug: str
    name: str
    write: Callable[[Captured, str], Snippet]
    language: str
    file_name: str

    def snippet(self, captured: Captured, url: str) -> Snippet:
        """Return the request for this tool, to `url` (latin-1 text), with all there is to say."""
        sendable = replace(captured, method=_CONTROL.sub("?", captured.method))
        made = self.write(sendable, url)
        return Snippet(made.text, (*general_notes(captured), *made.notes))


def general_notes(captured: Captured) -> list[str]:
    """Return what is to be said of a copy, whatever the tool."""
    return [*filter(None, [sensitive.sentence(captured), "" if captured.complete else CUT_OFF])]


TOOLS = (
    Tool("curl", "curl", curl, "shell", "request.sh"),
    Tool("httpie", "HTTPie", httpie, "shell", "request.sh"),
    Tool("python", "Python (httpx)", python, "python", "request.py"),
    Tool("javascript", "JavaScript (fetch)", javascript, "javascript", "request.mjs"),
    Tool("http", "raw .http", raw, "http", "request.http"),
    Tool("pytest", "pytest", pytest, "python", "test_webhook.py"),
)


def tool_of(slug: str) -> Tool | None:
    """Return the tool of that name in an address, None for none."""
    return next((tool for tool in TOOLS if tool.slug == slug), None)
