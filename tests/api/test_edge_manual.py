"""docs/api.md is true: its examples are run in order, its tables are those of the code."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from requestbin.api import edge
from requestbin.api.errors import CODES
from requestbin.api.schemas.requests import RequestsQuery
from requestbin.bins.models import Bin
from tests.api.callers import Caller
from tests.builders import captured, store
from tests.signing import from_provider
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
BLOCK = re.compile(
    r"```sh\n(?P<commands>curl.*?)```\n\n<!-- answers?: (?P<statuses>[\d ]+) -->"
    r"(?:\n```json\n(?P<answer>.*?)```)?",
    re.DOTALL,
)


FILES = {"@requests.ndjson": b'{"method": "POST"}\n'}
"""What the files of the manual hold."""


class Example(NamedTuple):
    """One curl command of the manual, and what it says comes back."""

    method: str
    path: str
    body: bytes
    kind: str
    status: int
    answer: Any


def examples() -> Iterator[Example]:
    """Return the examples of the manual in its order."""
    for block in BLOCK.finditer(MANUAL):
        commands = block["commands"].replace("\ncurl", "\0curl").split("\0")
        statuses = block["statuses"].split()
        for command, status in zip(commands, statuses, strict=True):
            yield _example(shlex.split(command), int(status), block["answer"])


def _example(words: list[str], status: int, answer: str | None) -> Example:
    options = {"-H": "", "-X": "", "--json": "", "-o": "", "--data-binary": ""}
    places = [place for place, word in enumerate(words) if word in options]
    options |= {words[place]: words[place + 1] for place in places}
    taken = {index for place in places for index in (place, place + 1)}
    curl, url = (word for index, word in enumerate(words) if index not in taken)
    auth, *kinds = (words[place + 1] for place in places if words[place] == "-H")
    assert (curl, auth) == ("curl", "$AUTH")
    body = FILES.get(options["--data-binary"], options["--json"].encode())
    return Example(
        options["-X"] or ("POST" if body else "GET"),
        url.removeprefix("$URL/api"),
        body,
        kinds[0].removeprefix("Content-Type: ") if kinds else "application/json",
        status,
        json.loads(answer) if answer else None,
    )


def test_the_examples_are_true(
    api: Caller,
    worker: None,
    target: Target,
) -> None:
    target.reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
    known: dict[str, str] = {}
    for example in examples():
        path = re.sub(r"\$(\w+)", lambda name: known[name[1]], example.path)
        body = example.body.replace(b"http://localhost:3000/", target.url.encode())
        answer = api.raw(example.method, path, body, example.kind)
        assert answer.status_code == example.status, (example, answer.content)
        if example.answer:
            assert shape(answer.json()) == shape(example.answer), example
        if example.path == "/bins" and example.method == "POST":
            known["BIN"] = answer.json()["id"]
            bin = Bin.objects.get(pk=known["BIN"])
            came = from_provider(bin, "github", "It's a Secret to Everybody")
            store(bin, came, provider="github", verdict="unchecked")
            store(bin, captured(), captured(target="/in/key/stripe?x=1"))
        if example.path.endswith("/replay"):
            known["DELIVERY"] = answer.json()["id"]
        if example.path.endswith("/shares") and example.method == "POST":
            known["SHARE"] = answer.json()["id"]
        if example.path.endswith("/secrets") and example.method == "POST":
            known["SECRET"] = str(answer.json()["id"])


def shape(value: Any) -> Any:
    """Return a JSON value with the names of types in place of what is in it."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return type(value).__name__


def test_every_operation_has_an_example() -> None:
    names = {"BIN": "{bin_id}", "DELIVERY": "{delivery_id}", "SHARE": "{share_id}"}
    names["SECRET"] = "{secret_id}"
    shown = {
        (
            example.method,
            re.sub(r"\$(\w+)|/\d+", lambda n: names[n[1]] if n[1] else "/{seq}", example.path)
            .partition("?")[0]
            .replace("/acme", "/{provider}"),
        )
        for example in examples()
    }
    there = {
        (method.upper(), path.removeprefix("/api"))
        for path, methods in edge.schema()["paths"].items()
        for method in methods
    }
    assert shown == there


def test_the_table_of_errors_is_the_codes() -> None:
    table = dict(re.findall(r"^\| (\d{3}) \| `(\w+)` \|", MANUAL, re.MULTILINE))
    assert table == {str(status): code for status, code in CODES.items()}


def test_the_table_of_parameters_is_complete() -> None:
    table = MANUAL.partition("| parameter |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} >= set(
        RequestsQuery.model_fields
    )
