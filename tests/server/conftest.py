"""Servers of the test's own, each a process with its own limits (tests/server/subject.py)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.server.wire import Reply, Wire, get
from tests.serving import PROJECT

STOP_SECONDS = 15

settings.register_profile(
    "server", parent=settings.get_profile("suite"), deadline=None
)  # a loaded machine is not a failure
settings.load_profile("server")


class Subject:
    """A running server."""

    def __init__(self, **options: Any) -> None:
        words = [sys.executable, "-m", "tests.server.subject", json.dumps(options)]
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # a pipe would fill and stop it
        self.process = subprocess.Popen(
            words, cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._errors,
        )  # fmt: skip
        self.port = 0
        self.lines: list[str] = []

    def listening(self) -> Subject:
        """Wait until it listens."""
        self.port = int(self.until("port").split()[1])
        return self

    def until(self, beginning: str) -> str:
        """Read what it prints up to a line with that beginning, and return the line."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith(beginning):
                return line
        raise AssertionError(f"ended before {beginning!r}: {self.lines} {self.errors()}")

    def errors(self) -> str:
        """Return what it has said on stderr."""
        self._errors.seek(0)
        return self._errors.read()

    def wire(self) -> Wire:
        """Open a connection."""
        return Wire(self.port)

    def ask(self, *parts: bytes, method: str = "GET") -> Reply:
        """Send a request on a connection of its own, and return the answer."""
        wire = self.wire()
        try:
            return wire.ask(*parts, method=method)
        finally:
            wire.close()

    def noted(self, word: str) -> Any:
        """Wait for a note with that word, of what nobody was left to be told."""
        return self.ask(get(b"/noted?" + word.encode())).json()

    def ended(self) -> int:
        """Wait for its end; return the exit code, with the last lines in `lines`."""
        assert self.process.stdout is not None
        code = self.process.wait(STOP_SECONDS)
        self.lines += self.process.stdout.read().splitlines()
        return code

    def stop(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(STOP_SECONDS)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()
        self._errors.close()


@pytest.fixture
def subject() -> Iterator[Callable[..., Subject]]:
    """Give `subject(limits={...}, max_body=...)`: each call starts a server."""
    started: list[Subject] = []

    def start(**options: Any) -> Subject:
        started.append(Subject(**options))
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def front() -> Iterator[Subject]:
    """Give one server with the usual limits, for tests that leave it as it was."""
    shared = Subject()
    try:
        yield shared.listening()
        assert shared.process.poll() is None, "a test brought the server down"
    finally:
        shared.stop()


@pytest.fixture
def wire(front: Subject) -> Iterator[Wire]:
    """Give a connection to that server."""
    opened = front.wire()
    yield opened
    opened.close()
