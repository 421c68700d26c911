"""A disk that is really full: senders are told to come again, nothing acknowledged is lost, and the
server is itself again when there is room."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.journeys.test_kill import stored
from tests.serving import Serving, until

MIB = 1024 * 1024
PIECE = 64 * 1024


class Disk(Protocol):
    """Where the data lies, and how its room is taken and given back."""

    data: Path

    def fill(self, server: Serving) -> None: ...

    def empty(self, server: Serving) -> None: ...


class SmallDisk:
    """A file system of its own, for those who may mount one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        folder.mkdir()
        options = ["-t", "tmpfs", "-o", "size=12m,mode=700", "requestbin-test", str(folder)]
        if os.geteuid() or not shutil.which("mount"):
            pytest.skip("only root mounts")
        mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
        if mounted.returncode:
            pytest.skip(f"cannot mount: {mounted.stderr.strip()}")

    def fill(self, server: Serving) -> None:
        with (self.folder / "others").open("wb", buffering=0) as others:
            for size in (MIB, 4096):
                while True:
                    try:
                        others.write(b"x" * size)
                    except OSError:
                        break

    def empty(self, server: Serving) -> None:
        (self.folder / "others").unlink()

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False)


class ShortFiles:
    """A limit on the size of the process's files, for everybody: its database cannot grow."""

    def __init__(self, folder: Path) -> None:
        self.data = folder
        if not hasattr(resource, "prlimit"):
            pytest.skip("only Linux limits a process that runs")

    def fill(self, server: Serving) -> None:
        sizes = [path.stat().st_size for path in self.data.glob("*.sqlite3*")]
        self._limit(server, max(sizes))

    def empty(self, server: Serving) -> None:
        self._limit(server, resource.RLIM_INFINITY)

    def _limit(self, server: Serving, size: int) -> None:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def remove(self) -> None:
        """Leave nothing: the limit goes with the process."""


@pytest.fixture(params=[SmallDisk, ShortFiles])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    made = request.param(tmp_path / "disk")
    yield made
    made.remove()


@pytest.fixture
def server(disk: Disk, serve: Callable[..., Serving]) -> Serving:
    return serve(data=disk.data, REQUESTBIN_MIN_FREE_DISK="0")


def test_nothing_acknowledged_is_lost_and_it_heals(disk: Disk, server: Serving) -> None:
    bin = server.make_bin(name="full")
    acknowledged: list[str] = []
    refused: list[int] = []

    def send(number: int) -> int:
        body = f"{number}-".encode() + os.urandom(8).hex().encode() * (PIECE // 16)
        answer = server.request("POST", f"/in/{bin['key']}/{number}", body)
        assert answer.status in (200, 503), answer
        if answer.status == 200:
            acknowledged.append(body.decode())
        else:
            refused.append(number)
            assert answer.header("retry-after") == "5"
            assert answer.text.startswith("Cannot store right now, so not accepted.")
        return answer.status

    assert [send(number) for number in range(5)] == [200] * 5
    disk.fill(server)
    until(lambda: send(100) == 503, 60)
    for number in range(200, 220):
        send(number)
    works_as_far_as_it_can(server, bin)
    disk.empty(server)
    until(lambda: send(300) == 200, 30)
    until(lambda: server.request("GET", "/readyz").status == 200, 30)
    until(lambda: is_told(server, bin) == len(refused), 30)
    for _ in range(2):
        bodies = {body_of(server, bin, item["seq"]) for item in stored(server, bin["id"])}
        assert set(acknowledged) <= bodies
        server.restart()
    with closing(sqlite3.connect(disk.data / "requestbin.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def works_as_far_as_it_can(server: Serving, bin: dict[str, Any]) -> None:
    """See that reading goes on: pages, API, probes."""
    assert server.request("GET", "/healthz").status == 200
    ready = server.request("GET", "/readyz")
    assert ready.status == 503
    assert ready.json()["checks"]["capture"] == "captures cannot be stored"
    assert len(stored(server, bin["id"])) >= 5
    page = server.request("GET", f"/bins/{bin['id']}/", headers={"Cookie": server.cookie()})
    assert page.status == 200
    for _ in range(20):  # what is small may find room in a file that is there
        made = server.api("POST", "/bins", {"answer": {"body": "x" * PIECE}})
        assert made.status in (201, 503), made


def is_told(server: Serving, bin: dict[str, Any]) -> int:
    """Wait until the bin's page tells what was refused; return how many."""

    cookie = {"Cookie": server.cookie()}

    def told() -> Any:
        answer = server.request("GET", f"/bins/{bin['id']}/", headers=cookie)
        return answer.text.partition(" refused in the last hour: ")

    until(lambda: "could not be stored" in told()[2][:100], 30)
    return int(told()[0].rpartition(">")[2].replace(",", ""))


def body_of(server: Serving, bin: dict[str, Any], seq: object) -> str:
    return server.api("GET", f"/bins/{bin['id']}/requests/{seq}/body").text


def test_a_floor_of_free_disk_is_kept(serve: Callable[..., Serving]) -> None:
    server = serve(REQUESTBIN_MIN_FREE_DISK="999999G")
    bin = server.make_bin()
    answer = server.request("POST", f"/in/{bin['key']}", b"too much")
    assert (answer.status, answer.header("retry-after")) == (503, "5")
    assert stored(server, bin["id"]) == []
    assert is_told(server, bin) == 1
    assert "MB are free" in server.request("GET", "/readyz").json()["checks"]["disk"]
