"""What may stand in a log, and how it looks."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import resolve

from requestbin.operations import logs

SECRET = "whsec-4f1d"
Lines = Callable[[], list[dict[str, Any]]]


def _configured(readable: bool) -> io.StringIO:
    stream = io.StringIO()
    table = logs.table("INFO", readable=readable)
    table["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(table)
    return stream


@pytest.fixture
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def lines(_restored: None) -> Lines:
    stream = _configured(readable=False)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_time_level_and_logger(lines: Lines) -> None:
    logging.getLogger("requestbin.ingest.writer").info("stored %d", 3)
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "stored 3", "level": "info", "logger": "requestbin.ingest.writer"}


def test_an_error_of_a_view_names_its_route_and_not_its_path(lines: Lines) -> None:
    request = RequestFactory().get(f"/readyz?token={SECRET}")
    request.resolver_match = resolve("/readyz")
    extra = {"status_code": 500, "request": request}
    logging.getLogger("django.request").error("%s: %s", "Error", f"/{SECRET}", extra=extra)
    (line,) = lines()
    assert line["event"] == "Internal Server Error: readyz"


FOREIGN = [
    ("daphne.server", "Application instance %r for connection %s took too long", (SECRET, SECRET)),
    ("asyncio", f"Exception in callback Core._stored('{SECRET}', Captured(body=b'{SECRET}'))", ()),
    ("asyncio", f"Task exception was never retrieved\nfuture: <Task {SECRET}>", ()),
    ("django.security.DisallowedHost", "Invalid HTTP_HOST header: %r.", (SECRET,)),
    ("django.security.csrf", "Forbidden (Origin %s is not trusted): %s", (SECRET, SECRET)),
    ("django.request", "Not Found: %s", (f"/in/{SECRET}",)),
]


@pytest.mark.parametrize(("name", "message", "arguments"), FOREIGN)
def test_libraries_tell_nothing_of_what_was_sent(
    lines: Lines, name: str, message: str, arguments: tuple[str, ...]
) -> None:
    logging.getLogger(name).error(message, *arguments, extra={"status_code": 403})
    (line,) = lines()
    assert SECRET not in json.dumps(line)
    assert len(line["event"]) > 8


def test_below_warning_libraries_are_silent(lines: Lines) -> None:
    for name in ("daphne.http_protocol", "httpcore2.http11", "django.server", "twisted"):
        logging.getLogger(name).info("POST /in/%s", SECRET)
    assert lines() == []


def test_a_traceback_holds_neither_local_variables_nor_the_row(lines: Lines) -> None:
    def fails(body: str) -> None:
        held = body
        raise ValueError(f"refused by the database\nDETAIL: Failing row contains ({held})")

    try:
        fails(SECRET)
    except ValueError:
        logging.getLogger("requestbin.ingest").exception("could not be stored")
    (line,) = lines()
    assert "refused by the database" in line["exception"]
    assert SECRET not in line["exception"]


@pytest.mark.usefixtures("_restored")
def test_on_a_terminal_lines_are_for_people() -> None:
    stream = _configured(readable=True)
    logging.getLogger("requestbin").warning("X-Forwarded-For arrives")
    assert "X-Forwarded-For arrives" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
