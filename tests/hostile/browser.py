"""A browser reduced to what counts for access: cookies, a CSRF token, and where it says it is."""

from __future__ import annotations

import json
from contextlib import suppress
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.serving import Answer, Serving

PASSWORD = "correct horse battery staple"
FORM = "application/x-www-form-urlencoded"


class Browser:
    """Visits one server; a page of its own origin sends what it sends."""

    def __init__(self, server: Serving, token: str = "") -> None:
        self.server, self.token = server, token
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, content: dict[str, Any] | None = None) -> Answer:
        """Send one request: JSON with the token to the API, a form with cookies to pages."""
        if path.startswith("/api/"):
            return self._call(method, path, content)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method != "GET":
            headers |= {"Origin": self.server.base, "Content-Type": FORM, "X-CSRFToken": self._csrf}
            body = urlencode(content or {}).encode()
        answer = self.server.request(method, path, body, headers)
        for line in answer.all("set-cookie"):
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return answer

    def visit(self, path: str) -> Browser:
        """Open a page, for the cookies that it sets."""
        self.ask("GET", path)
        return self

    def log_in(self, name: str) -> Browser:
        """Log in as a user whose password is PASSWORD."""
        answer = self.visit("/login/").ask(
            "POST", "/login/", {"username": name, "password": PASSWORD}
        )
        assert answer.status == 302, answer
        return self

    def socket(self, bin_id: str) -> int:
        """Open the live socket of a bin; return the code it is closed with, 0 if it tells news."""
        base = self.server.base.replace("http", "ws", 1)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        with connect(
            f"{base}/live/bins/{bin_id}/",
            origin=self.server.base,  # type: ignore[arg-type]
            additional_headers=sent,
        ) as opened:
            with suppress(ConnectionClosed):
                return 0 if "change" in json.loads(opened.recv(timeout=10)) else -1
            return opened.close_code or -1

    @property
    def _csrf(self) -> str:
        return next((value for name, value in self.cookies.items() if "csrf" in name), "")

    def _call(self, method: str, path: str, content: dict[str, Any] | None) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if method in ("GET", "DELETE"):
            return self.server.request(method, path, None, headers)
        headers["Content-Type"] = "application/json"
        return self.server.request(method, path, json.dumps(content or {}).encode(), headers)
