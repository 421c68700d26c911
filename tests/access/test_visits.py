"""What is read of a scope; how it is judged stands in tests/test_gate.py."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from requestbin.access.origins import Origin
from requestbin.access.visits import Visit, visit_of


def of(*headers: tuple[bytes, bytes], **scope: Any) -> Visit:
    full = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    return visit_of({**full, **scope}, "http")


def test_one_host_is_here_and_several_are_nowhere() -> None:
    assert of((b"host", b"localhost:8000")).here == Origin("http", "localhost", 8000)
    assert of((b"Host", b"localhost:8000")).here == Origin("http", "localhost", 8000)
    assert of((b"host", b"a"), (b"host", b"a")).here is None
    assert of().here is None


@pytest.mark.parametrize(
    ("method", "changes"),
    [("GET", False), ("HEAD", False), ("OPTIONS", False), ("POST", True), ("get", True)],
)
def test_what_is_not_known_to_be_safe_changes(method: str, changes: bool) -> None:
    assert of(method=method).changes is changes


def test_a_socket_changes() -> None:
    assert visit_of({"type": "websocket", "path": "/", "headers": []}, "http").changes


@pytest.mark.parametrize(
    ("headers", "by_browser"),
    [
        ([], False),
        ([(b"cookie", b"tracking=1")], False),
        ([(b"cookie", b"\xff\xfe")], False),
        ([(b"Origin", b"null")], True),
        ([(b"sec-fetch-site", b"cross-site")], True),
        ([(b"cookie", f"a=b; {settings.OWNER_COOKIE_NAME}=x".encode())], True),
        ([(b"cookie", b"a=b"), (b"cookie", f"{settings.SESSION_COOKIE_NAME}=".encode())], True),
    ],
)
def test_browsers_show(headers: list[tuple[bytes, bytes]], by_browser: bool) -> None:
    assert of(*headers).by_browser is by_browser
