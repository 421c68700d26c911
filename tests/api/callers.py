"""Calling the API as its clients do, in the process of the test."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client


class Caller:
    """Calls the API with a token, or with none; answers are Django's test responses."""

    def __init__(self, token: str = "", **options: Any) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = Client(headers=headers, **options)

    def __call__(self, method: str, path: str, value: Any = None, **headers: str) -> Any:
        """Call `/api` + `path`, with `value` as the JSON body if there is one."""
        body = b"" if value is None else json.dumps(value).encode()
        return self.raw(method, path, body, "application/json", **headers)

    def raw(self, method: str, path: str, body: bytes, content_type: str, **headers: str) -> Any:
        """Call with a body as it is."""
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.generic(
            method, f"/api{path}", body, content_type=content_type, headers=names
        )

    def make_bin(self, **fields: Any) -> dict[str, Any]:
        """Make a bin and return what the API says of it."""
        answer = self("POST", "/bins", fields)
        assert answer.status_code == 201, answer.content
        made: dict[str, Any] = answer.json()
        return made


def problem(answer: Any, status: int, code: str) -> str:
    """Check that an answer is an error of the one shape, and return its sentence."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    error = answer.json()
    assert set(error) == {"error"}
    assert set(error["error"]) == {"code", "message"}
    assert error["error"]["code"] == code
    message: str = error["error"]["message"]
    assert message.endswith(".")
    return message
