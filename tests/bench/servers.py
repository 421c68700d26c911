"""The servers that are compared, each in a process of its own with data of its own."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.serving import PROJECT, Serving, environment, manage
from tests.stores import free_port

UVICORN = "uvicorn --loop uvloop --http httptools --no-access-log --log-level warning"
COMMANDS = {
    "stock Daphne": "daphne -v 0 -b 127.0.0.1 -p {port} {app}",
    "uvicorn": f"{UVICORN} --no-proxy-headers --host 127.0.0.1 --port {{port}} {{app}}",
    "ASGI door": "tests.bench.asgi_door",
    "direct door": "manage.py serve",
}
HELLO, OURS = "tests.bench.hello:app", "requestbin.asgi:application"
KEEP = {"requests": 10_000_000, "seconds": 10**8, "bytes": 10**12}
"""So that what was acknowledged can be counted in the database afterwards."""


class Server(Serving):
    """One running server; `app` is what it serves."""

    def __init__(self, name: str, app: str, data: Path, database: str = "") -> None:
        self.name, self.app = name, app
        port = free_port()
        words = COMMANDS[name].format(port=port, app=app).split()
        self.command = words if words[0] == "manage.py" else ["-m", *words]
        worker = "1" if name == "direct door" else "0"
        env = environment(data, PORT=str(port), REQUESTBIN_WORKER=worker)
        if database:
            env["DATABASE_URL"] = database
        log = data.with_suffix(".log")
        self.path, self.already = "/", 0
        self.bin: dict[str, Any] = {}
        self._cookie = ""
        super().__init__(data, log, (), env)

    def _answers(self) -> bool:
        if self.app == OURS:
            return super()._answers()
        with contextlib.suppress(OSError):
            return self.request("GET", "/", timeout=2).status == 200
        return False

    def launch(self) -> list[str]:
        """Return the command line."""
        return [sys.executable, *self.command]

    def capture_into(self, keep: dict[str, int] = KEEP) -> None:
        """Make a bin for the load to go to."""
        self.bin = self.make_bin(name="bench", keep=keep)
        self.path = f"/in/{self.bin['key']}/bench"

    def paired(self) -> str:
        """Return the cookie of a browser that was paired, once."""
        self._cookie = self._cookie or self.cookie()
        return self._cookie

    @property
    def url(self) -> str:
        """Return where the load goes."""
        return self.base + self.path

    @property
    def memory(self) -> float:
        """Return the resident megabytes of the process."""
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True)
        return int(told.stdout) / 1024

    def stored(self) -> int:
        """Return how many requests its database holds."""
        with sqlite3.connect(f"file:{self.data}/requestbin.sqlite3?mode=ro", uri=True) as database:
            count = database.execute("SELECT count(*) FROM bins_capturedrequest").fetchone()
        return int(count[0])


@contextmanager
def workshop() -> Iterator[Workshop]:
    """Give a place where servers are started; all of it goes at the end."""
    with tempfile.TemporaryDirectory(prefix="requestbin-bench-") as folder, ExitStack() as stack:
        yield Workshop(Path(folder), stack)


class Workshop:
    """Starts servers on migrated, empty databases, and fills them where asked."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack, self._made = folder, stack, 0
        self._empty = folder / "empty"
        self._empty.mkdir()
        manage("migrate", env=environment(self._empty))

    def start(
        self,
        name: str,
        app: str = OURS,
        *,
        stored: int = 0,
        searchable: bool = False,
        database: str = "",
    ) -> Server:
        """Start a server; where it is ours, its bin holds `stored` requests, all alike or, to be
        `searchable`, all different. It is on SQLite, or on an empty `database` of PostgreSQL."""
        self._made += 1
        data = self.folder / f"data-{self._made}"
        shutil.copytree(self._empty, data)
        if database:
            manage("migrate", env=environment(data, DATABASE_URL=database))
        server = Server(name, app, data, database)
        self._stack.callback(server.stop)
        if app == OURS:
            server.capture_into()
            if stored:
                self._fill(server, stored, ["searchable"] if searchable else [])
        return server

    def _fill(self, server: Server, stored: int, how: list[str]) -> None:
        fill = [sys.executable, "-m", "tests.bench.fill", server.bin["id"], str(stored), *how]
        subprocess.run(fill, env=server.env, cwd=PROJECT, check=True)
