"""A test with the real payload, for the code that is to receive it."""

from __future__ import annotations

import textwrap

from requestbin.http import Captured
from requestbin.inspection.snippets.python import (
    body_literal,
    body_notes,
    headers_argument,
    imports_of,
    method_again,
    string,
)
from requestbin.inspection.snippets.snippet import (
    Snippet,
    encoded,
    fields_of,
    is_plain,
    target_of,
)

PROGRAM = '''\
"""A captured webhook, sent to the code under test, which must answer 2xx.

WEBHOOK_URL=http://localhost:3000/webhooks pytest test_webhook.py
"""

import os
{imports}
import httpx

URL = os.environ["WEBHOOK_URL"]
BODY = {body}


def test_the_webhook_is_accepted():
    request = httpx.Request(
        {method},
        URL{query},
{arguments}    )
{remainder}    with httpx.Client() as client:
        response = client.send(request)
    assert response.is_success, f"{{response.status_code}}: {{response.text[:500]}}"
'''


def pytest(captured: Captured, url: str) -> Snippet:
    """Return a test that sends method, headers, query and body to `WEBHOOK_URL`."""
    pairs, notes = fields_of(captured, "httpx")
    asked = "".join(target_of(url).partition("?")[1:])
    plain = is_plain(asked)
    if not plain and not asked.isascii():
        notes.append("httpx encodes what is not ASCII in the query.")
        asked = encoded(asked)
    arguments = [headers_argument(pairs), "content=BODY,\n"]
    if not plain:
        arguments.append(
            f'extensions={{"target": httpx.URL(URL).raw_path + {asked.encode()!a}}},\n'
        )
    text = PROGRAM.format(
        imports="\n".join(imports_of(captured.body)),
        body=body_literal(captured.body),
        method=string(captured.method),
        query=f" + {string(asked)}" if asked and plain else "",
        arguments=textwrap.indent("".join(filter(None, arguments)), " " * 8),
        remainder=method_again(captured.method, "    "),
    )
    return Snippet(text, (*notes, *body_notes(captured.body)))
