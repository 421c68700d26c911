"""Exports through the real server: they stream, few at a time, and end when their client goes."""

from __future__ import annotations

import hashlib
import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from requestbin.bins.exporting import MAX_AT_ONCE
from tests.conftest import serving
from tests.journeys.awkward import AWKWARD
from tests.journeys.witness import Sent, Witness
from tests.serving import Serving, ended, until

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def witness(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Witness]:
    server = serving(migrated, tmp_path_factory.mktemp("exports") / "data", (), {})
    with ended([server]):
        yield Witness(server)
        assert "Traceback" not in server.output


def begin(server: Serving, bin_id: str) -> tuple[http.client.HTTPConnection, int]:
    """Ask for an export and read no more than its head."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {"Authorization": f"Bearer {server.token}"}
    connection.request("GET", f"/api/bins/{bin_id}/export", headers=headers)
    return connection, connection.getresponse().status


def test_what_no_client_reads_makes_room_when_the_client_goes(witness: Witness) -> None:
    server, bin = witness.server, witness.server.make_bin()
    body = b"x" * (8 * MIB)
    for _ in range(4):
        assert server.request("POST", f"/in/{bin['key']}", body).status == 200
    begun = [begin(server, bin["id"]) for _ in range(MAX_AT_ONCE)]
    assert [status for _, status in begun] == [200] * MAX_AT_ONCE
    connection, status = begin(server, bin["id"])
    assert status == 429
    connection.close()
    for connection, _ in begun:
        connection.close()

    def is_answered() -> bool:
        connection, status = begin(server, bin["id"])
        connection.close()
        return status == 200

    until(is_answered)


def test_awkward_requests_come_back_as_they_were(witness: Witness, tmp_path: Path) -> None:
    server, other = witness.server, witness.server.make_bin()
    for sent in AWKWARD.values():
        witness.send(Sent(sent.method, sent.rest, sent.headers, sent.body))
    path = tmp_path / "all.ndjson"
    server.manage("export", witness.id, "--to", str(path))
    server.manage("import", other["id"], str(path))
    first, second = (
        server.api("GET", f"/bins/{bin_id}/requests?after=0&limit=500").json()["items"]
        for bin_id in (witness.id, other["id"])
    )
    assert len(first) == len(second) == len(AWKWARD)
    for one, two, sent in zip(first, second, AWKWARD.values(), strict=True):
        assert two["body"]["sha256"] == hashlib.sha256(sent.body).hexdigest()
        for item in (one, two):
            item.pop("id")
        assert one == two
    again = server.api("GET", f"/bins/{other['id']}/export").body
    lines = [
        [json.loads(line) for line in each.splitlines()] for each in (path.read_bytes(), again)
    ]
    for line in (*lines[0], *lines[1]):
        line.pop("id")
    assert lines[0] == lines[1]
