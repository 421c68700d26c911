"""Acknowledged means stored: after kill -9 in mid-load nothing that was answered 200 is missing."""

from __future__ import annotations

import http.client
import json
import threading
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.serving import Serving, until

SENDERS = 8
ROUNDS = 3
ENOUGH = 300
"""Acknowledged requests of one round before the power is cut."""


class Sender(threading.Thread):
    """Posts numbered bodies until the server dies, and keeps those that were answered 200."""

    def __init__(self, server: Serving, path: str, name: str) -> None:
        super().__init__(daemon=True)
        self.netloc, self.path, self.label = urlsplit(server.base).netloc, path, name
        self.acknowledged: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.netloc, timeout=10)
        try:
            while True:
                body = f"{self.label}-{len(self.acknowledged)}"
                connection.request("POST", self.path, body)
                reply = connection.getresponse()
                reply.read()
                if reply.status == 200:
                    self.acknowledged.append(body)
        except (OSError, http.client.HTTPException):
            return


def stored(server: Serving, bin_id: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    after: int | None = 0
    while after is not None:
        page = server.api("GET", f"/bins/{bin_id}/requests?after={after}&limit=500").json()
        found += page["items"]
        after = page["next"]
    return found


def cut_the_power(server: Serving, path: str, round_number: int) -> list[str]:
    senders = [Sender(server, path, f"{round_number}-{n}") for n in range(SENDERS)]
    for sender in senders:
        sender.start()
    until(lambda: sum(len(sender.acknowledged) for sender in senders) >= ENOUGH, 30)
    server.kill()
    for sender in senders:
        sender.join(20)
    server.start()
    return [body for sender in senders for body in sender.acknowledged]


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_nothing_acknowledged_is_missing(
    serve: Callable[..., Serving], store: str, request: pytest.FixtureRequest
) -> None:
    url = {"DATABASE_URL": request.getfixturevalue("postgres_url")} if store == "postgres" else {}
    server = serve(**url)
    bin = server.make_bin()
    path = urlsplit(bin["capture_url"]).path
    acknowledged: list[str] = []
    for number in range(ROUNDS):
        acknowledged += cut_the_power(server, path, number)
    items = stored(server, bin["id"])
    assert [item["seq"] for item in items] == list(range(1, len(items) + 1))
    exported = server.api("GET", f"/bins/{bin['id']}/export").text.splitlines()
    bodies = {b64decode(json.loads(line)["body_base64"]).decode() for line in exported}
    assert set(acknowledged) <= bodies
    assert len(items) - len(acknowledged) <= ROUNDS * SENDERS  # stored, but cut before the answer
