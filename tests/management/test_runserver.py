"""`manage.py runserver`: the same server for developing."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from tests.serving import Command, Serving, ended, environment, until
from tests.stores import free_port


class Developing(Serving):
    """A running `runserver`."""

    def __init__(self, tmp_path: Path, *words: str, **environ: str) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.others = []
        env = environment(tmp_path, REQUESTBIN_DEBUG="1", **environ)
        where = f"127.0.0.1:{self.port}"
        Command.__init__(self, "runserver", where, *words, env=env, log=tmp_path / "log")

    def stop(self) -> None:
        """End it by a signal that it passes on: a killed reloader leaves its server behind."""
        if self.process is not None and self.process.poll() is None:
            self.terminate()


def test_it_serves_what_is_not_collected_and_ends_in_order(migrated: Path, tmp_path: Path) -> None:
    shutil.copy(migrated, tmp_path)
    server = Developing(tmp_path, "--noreload")
    with ended([server]):
        assert server.request("GET", "/static/css/app.css").status == 200
        made = server.make_bin()
        target = f"/in/{made['key']}/a%2Fb?"
        assert server.request("POST", target, b"x", {"X_Under": "1"}).status == 200
        (item,) = server.api("GET", f"/bins/{made['id']}/requests").json()["items"]
        assert item["target"] == target
        assert ["X_Under", "1"] in item["headers"]
        assert server.signal(signal.SIGINT) == 0


def starts(server: Developing) -> int:
    return server.output.count("requestbin is running")


def starts_after_a_change(server: Developing, watched: Path) -> int:
    os.utime(watched)  # again each time: the reloader may not have looked at it yet
    return starts(server)


def test_it_says_why_it_cannot_start(tmp_path: Path) -> None:
    server = Command("runserver", env=environment(tmp_path), log=tmp_path / "log")
    with ended([server]):
        until(lambda: "Not started: " in server.output, 30)
        assert "Traceback" not in server.output


def test_it_starts_anew_when_a_file_changes(migrated: Path, tmp_path: Path) -> None:
    shutil.copy(migrated, tmp_path)
    watched = tmp_path / "sitecustomize.py"  # any module that the process has imported
    watched.write_text("")
    server = Developing(tmp_path, PYTHONPATH=str(tmp_path))
    with ended([server]):
        until(lambda: starts(server), 30)
        # A change while it starts would have it start anew each time, without an end.
        until(lambda: starts_after_a_change(server, watched) >= 2, 30, every=4)
        assert server.request("GET", "/healthz").status == 200
        server.stop()
        assert "Traceback" not in server.output
