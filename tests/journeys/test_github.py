"""Every payload that GitHub publishes, sent by curl as GitHub sends it: caught, shown, sent on."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.journeys.corpus import Event, events
from tests.journeys.witness import Sent, Witness
from tests.server.wire import Wire
from tests.serving import Serving
from tests.targets import Target

SAMPLE = 8


def posted(witness: Witness, folder: Path, sent: Sequence[Event]) -> None:
    """Send with curl, one after the other; from raw sockets where there is no curl."""
    url = f"{witness.server.base}/in/{witness.key}/github"
    if shutil.which("curl") is None:
        wire = Wire(witness.server.port)
        for event in sent:
            assert wire.ask(on_the_wire(witness, event).octets(witness.key)).status == 200
        wire.close()
        return
    config = folder / "curl.config"
    config.write_text("next\n".join(_orders(url, folder, sent)))
    ended = subprocess.run(
        ["curl", "--config", str(config)], capture_output=True, text=True, timeout=120, check=True
    )
    assert ended.stdout == "200 " * len(sent)


def _orders(url: str, folder: Path, sent: Sequence[Event]) -> Iterator[str]:
    for event in sent:
        body = folder / f"{event.number}.json"
        body.write_bytes(event.body)
        headers = "".join(f'header = "{name}: {value}"\n' for name, value in event.headers)
        yield (
            f'url = "{url}"\n{headers}data-binary = "@{body}"\n'
            'silent\nwrite-out = "%{http_code} "\noutput = "/dev/null"\n'
        )


def on_the_wire(witness: Witness, event: Event) -> Sent:
    host = witness.server.base.removeprefix("http://").encode()
    pairs = [(name.encode(), value.encode()) for name, value in event.headers]
    framing = (b"Content-Length", b"%d" % len(event.body))
    return Sent(b"POST", b"{key}/github", [(b"Host", host), *pairs, framing], event.body)


@pytest.fixture
def witness(serve: Callable[..., Serving]) -> Witness:
    return Witness(serve(), name="GitHub")


def test_all_of_them_are_caught_exactly(witness: Witness, tmp_path: Path) -> None:
    sent = events()
    assert len(sent) == 329
    posted(witness, tmp_path, sent)
    server, listed = witness.server, f"/bins/{witness.id}/requests?after=0&limit=500"
    items = server.api("GET", listed).json()["items"]
    assert [item["seq"] for item in items] == list(range(1, len(sent) + 1))
    for item, event in zip(items, sent, strict=True):
        expected = on_the_wire(witness, event)
        assert item["target"] == f"/in/{witness.key}/github"
        pairs = [(name.encode(), value.encode()) for name, value in item["headers"]]
        assert sorted(pairs) == sorted(expected.headers)
        ours = [pair for pair in pairs if pair[0] not in (b"Host", b"Content-Length")]
        assert ours == [pair for pair in expected.headers if pair in ours]
        assert item["body"]["sha256"] == hashlib.sha256(event.body).hexdigest()
        body = server.api("GET", f"/bins/{witness.id}/requests/{item['seq']}/body")
        assert body.body == event.body


def test_some_of_them_all_the_way(witness: Witness, tmp_path: Path, target: Target) -> None:
    by_size = sorted(events(), key=lambda event: len(event.body))
    sent = [by_size[len(by_size) * part // SAMPLE] for part in range(SAMPLE)] + [by_size[-1]]
    posted(witness, tmp_path, sent)
    for seq, event in enumerate(sent, 1):
        item = witness.server.api("GET", f"/bins/{witness.id}/requests/{seq}").json()
        pairs = [(n.encode(), v.encode()) for n, v in item["headers"]]  # the order that curl chose
        expected = Sent(b"POST", b"{key}/github", pairs, event.body)
        witness.is_told(item, expected)
        witness.is_given(item, expected)
        witness.is_shown(item, "/github", "application/json", event.headers[2][1])
        witness.is_replayed(item, expected, target)
    assert "Traceback" not in witness.server.output
