"""The real `manage.py` commands as processes, for what only a whole server can show."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.stores import free_port

PROJECT = Path(__file__).resolve().parent.parent
TOKEN = "test-instance-token-0123456789"
START_SECONDS = 40
STOP_SECONDS = 20


def until(condition: Callable[[], Any], seconds: float = 10, every: float = 0.02) -> Any:
    """Return the first true value of `condition`; fail when none came within `seconds`.

    The one place in the tests that polls: for what gives no event to wait for.
    """
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {condition}")
        time.sleep(every)


def environment(data: Path, **extra: str) -> dict[str, str]:
    """Return an environment in which a command meets the settings of the test and no others."""
    ours = ("REQUESTBIN_", "DATABASE_URL", "REDIS_URL", "HOST", "PORT", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    given = {
        "REQUESTBIN_DATA": str(data),
        "REQUESTBIN_TOKEN": TOKEN,
        "REQUESTBIN_SECRET_KEY": "test-secret-key-0123456789-0123456789-0123456789",
        "PYTHONUNBUFFERED": "1",
    }
    return kept | given | extra


def manage(*words: str, env: dict[str, str]) -> str:
    """Run a management command to its end and return what it printed; fail if it failed."""
    ended = subprocess.run(
        [sys.executable, str(PROJECT / "manage.py"), *words],
        env=env, cwd=PROJECT, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, f"{words}: {ended.stdout}\n{ended.stderr}"
    return ended.stdout


class Command:
    """One running `manage.py` command; its output goes to `log`."""

    def __init__(self, *words: str, env: dict[str, str], log: Path) -> None:
        self.words, self.env, self.log = words, env, log
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it (again, with the same environment and data)."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.launch(),
                env=self.env, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip

    def launch(self) -> list[str]:
        """Return the command line."""
        return [sys.executable, str(PROJECT / "manage.py"), *self.words]

    @property
    def output(self) -> str:
        """Return all that it printed so far."""
        return self.log.read_text(errors="replace")

    @property
    def pid(self) -> int:
        """Return the process id of the running command."""
        assert self.process is not None
        return self.process.pid

    def signal(self, number: signal.Signals) -> int:
        """Send a signal, wait for the end and return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    def terminate(self) -> int:
        """End it as a supervisor does; return the exit code."""
        return self.signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.signal(signal.SIGKILL)

    def stop(self) -> None:
        """End it for good, whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(STOP_SECONDS)


class Serving(Command):
    """A running `manage.py serve` with its own data folder, and how a client talks to it."""

    token = TOKEN

    def __init__(self, data: Path, log: Path, words: tuple[str, ...], env: dict[str, str]) -> None:
        self.data = data
        self.host = env.setdefault("HOST", "127.0.0.1")
        self.port = int(env.setdefault("PORT", str(free_port())))
        self.base = f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"
        self.others: list[Command] = []
        self._cookie = ""
        super().__init__("serve", *words, env=env, log=log)

    def start(self) -> None:
        """Start it and return when /healthz answers."""
        super().start()
        until(self._answers, START_SECONDS)

    def restart(self) -> None:
        """Kill it as a power cut does and start it again on the same port and data."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"serve ended with {self.process.returncode}:\n{self.output}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.request("GET", "/healthz", timeout=2).status == 200
        return False

    def beside(self, *words: str, **extra: str) -> Command:
        """Run another command (`deliver`, say) on the same data and stores until the test ends."""
        log = self.log.with_name(f"{words[0]}-{len(self.others)}.log")
        self.others.append(Command(*words, env=self.env | extra, log=log))
        return self.others[-1]

    def manage(self, *words: str) -> str:
        """Run a management command on the same data and stores to its end."""
        return manage(*words, env=self.env)

    def stop(self) -> None:
        for command in self.others:
            command.stop()
        super().stop()

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 20,
    ) -> Answer:
        """Send one request on a connection of its own and return the whole answer."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=timeout)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            reply = connection.getresponse()
            return Answer(reply.status, reply.getheaders(), reply.read())

    def api(self, method: str, path: str, value: Any = None, token: str = "") -> Answer:
        """Call the REST API at `/api` + `path` as the instance token, or as `token`."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        body = None
        if value is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(value).encode()
        return self.request(method, f"/api{path}", body, headers)

    def make_bin(self, **fields: Any) -> dict[str, Any]:
        """Make a bin through the API and return what the API says of it."""
        answer = self.api("POST", "/bins", fields)
        assert answer.status == 201, answer
        made: dict[str, Any] = answer.json()
        return made

    def cookie(self) -> str:
        """Pair as a browser does, once, and return the Cookie header that it sends from then on."""
        if not self._cookie:  # a server takes only so many pairings a minute
            answer = self.request("GET", f"/?pair={self.token}")
            pairs = [value.split(";")[0] for value in answer.all("set-cookie")]
            assert pairs, f"pairing set no cookie: {answer}"
            self._cookie = "; ".join(pairs)
        return self._cookie


class Answer:
    """One HTTP answer, read whole."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    def all(self, name: str) -> list[str]:
        """Return every value under `name` in any letter case."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str:
        """Return the first value under `name`, or an empty string."""
        return next(iter(self.all(name)), "")

    @property
    def text(self) -> str:
        """Return the body as UTF-8 text."""
        return self.body.decode()

    def json(self) -> Any:
        """Return the body's JSON."""
        return json.loads(self.body)

    def __repr__(self) -> str:
        return f"Answer({self.status}, {self.headers}, {self.body[:2000]!r})"


@contextlib.contextmanager
def ended(commands: list[Command]) -> Iterator[None]:
    """End every command of the list when the block ends; show what it said if the block failed."""
    try:
        yield
    except BaseException:
        for command in commands:
            print(f"--- {command.words}\n{command.output[-8000:]}")
        raise
    finally:
        for command in commands:
            command.stop()
