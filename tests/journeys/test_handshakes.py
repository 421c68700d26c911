"""Real handshakes over a real socket, through every door that may stand before capture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.test_doors import DOORS, Elsewhere
from tests.serving import Answer, Serving, environment, until

pytestmark = pytest.mark.parametrize("server", ["serve", "serve, ASGI", "uvicorn"], indirect=True)


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest,
    collected: None,
    migrated: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Elsewhere]:
    data = tmp_path_factory.mktemp("data")
    (data / migrated.name).write_bytes(migrated.read_bytes())
    made = Elsewhere(DOORS[request.param], data, environment(data))
    yield made
    made.stop()


def answered(server: Serving, bin: str) -> str:
    """Return why the newest request was answered as it was, once that is told."""

    def look() -> str:
        item = server.api("GET", f"/bins/{bin}/requests?limit=1").json()["items"][0]
        return item["answered"] or ""

    found: str = until(look)
    return found


def inert(answer: Answer) -> None:
    assert answer.all("X-Content-Type-Options") == ["nosniff"]
    assert answer.all("Content-Security-Policy") == ["sandbox"]
    assert answer.header("Content-Type").partition(";")[0] in ("text/plain", "application/json")


def test_handshakes_are_answered_before_the_bin_is(server: Elsewhere) -> None:
    bin = server.make_bin(answer={"status": 500, "body": "own"})
    path = f"/in/{bin['key']}"

    challenge = json.dumps({"type": "url_verification", "challenge": "<b>x</b>"}).encode()
    answer = server.request("POST", path, challenge, {"Content-Type": "application/json"})
    assert (answer.status, answer.json()) == (200, {"challenge": "<b>x</b>"})
    inert(answer)
    assert answered(server, bin["id"]).startswith("Answered Slack's challenge by itself")

    answer = server.request("GET", f"{path}?challenge=%3Cb%3E")
    assert (answer.status, answer.text) == (200, "<b>")
    inert(answer)

    answer = server.request("OPTIONS", path, None, {"WebHook-Request-Origin": "events.example"})
    assert answer.header("WebHook-Allowed-Origin") == "events.example"
    answer = server.request("OPTIONS", path, None, {"Access-Control-Request-Method": "POST"})
    assert answer.status == 204

    server.api("PATCH", f"/bins/{bin['id']}", {"provider": "trello"})
    assert server.request("HEAD", path).status == 200

    answer = server.request("POST", path, b"{}")
    assert (answer.status, answer.text) == (500, "own")

    server.api("PATCH", f"/bins/{bin['id']}", {"handshakes": False})
    answer = server.request("POST", path, challenge, {"Content-Type": "application/json"})
    assert (answer.status, answer.text) == (500, "own")
    items = server.api("GET", f"/bins/{bin['id']}/requests?limit=2").json()["items"]
    assert [each["answered"] for each in items] == [None, None]
