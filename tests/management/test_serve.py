"""`manage.py serve` as a process: what it prints, when it refuses, how it ends."""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving import PROJECT, TOKEN, Command, Serving, ended, environment, until

Start = Callable[..., Serving]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def refused(collected: None, migrated: Path, tmp_path: Path) -> Run:
    """Give `refused(*words, **environ)`: a `serve` that ends by itself."""

    def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        shutil.copy(migrated, tmp_path)
        return subprocess.run(
            [sys.executable, "manage.py", "serve", *words], cwd=PROJECT, check=False,
            env=environment(tmp_path, **environ), capture_output=True, text=True, timeout=30,
        )  # fmt: skip

    return run


@pytest.fixture
def unset(collected: None, migrated: Path, tmp_path: Path) -> Iterator[Command]:
    """Give a `serve` with no PORT of its own."""
    shutil.copy(migrated, tmp_path)
    command = Command("serve", env=environment(tmp_path), log=tmp_path / "log")
    with ended([command]):
        yield command


def test_it_says_where_to_open_it_and_the_link_pairs(serve: Start) -> None:
    server = serve()
    until(lambda: "Ctrl+C stops it" in server.output)
    link = re.search(r"Open    (\S+)     signs this browser in", server.output)
    assert link is not None
    assert link[1] == f"{server.base}/?pair={TOKEN}"
    answer = server.request("GET", link[1].removeprefix(server.base))
    assert (answer.status, answer.header("location")) == (303, "/")


def test_a_signal_ends_it_with_all_that_was_acknowledged(serve: Start) -> None:
    server = serve()
    made = server.make_bin()
    for number in range(20):
        assert server.request("POST", f"/in/{made['key']}", b"%d" % number).status == 200
    assert server.terminate() == 0
    assert "Traceback" not in server.output
    server.start()
    page = server.api("GET", f"/bins/{made['id']}/requests?after=0&limit=50").json()
    assert len(page["items"]) == 20


def test_ctrl_c_is_an_orderly_end(serve: Start) -> None:
    server = serve()
    assert server.signal(signal.SIGINT) == 0
    assert "Traceback" not in server.output


def test_exact_bytes_pass_the_real_server(serve: Start) -> None:
    server = serve()
    made = server.make_bin()
    target = f"/in/{made['key']}/a%2Fb//c?"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        head = f"PROPFIND {target} HTTP/1.1\r\nHost: x\r\nx_Under: 1\r\nX-B: 2\r\nx_Under:3\r\n"
        client.sendall(head.encode() + b"Content-Length: 3\r\n\r\n\x00\xff\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
    (item,) = server.api("GET", f"/bins/{made['id']}/requests").json()["items"]
    assert (item["method"], item["target"]) == ("PROPFIND", target)
    assert item["headers"] == [
        ["Host", "x"], ["x_Under", "1"], ["X-B", "2"], ["x_Under", "3"], ["Content-Length", "3"]
    ]  # fmt: skip
    body = server.api("GET", f"/bins/{made['id']}/requests/{item['seq']}/body")
    assert body.body == b"\x00\xff\n"


def test_a_taken_default_port_is_passed_over(unset: Command) -> None:
    with contextlib.suppress(OSError):  # somebody has it already, or this test
        taken = socket.create_server(("127.0.0.1", 8000))
    until(lambda: "Ctrl+C" in unset.output, 30)
    said = re.search(r"Port 8000 is taken; using (\d+)\. Choose one yourself: PORT=", unset.output)
    assert said is not None
    assert f"Open    http://127.0.0.1:{said[1]}/?pair=" in unset.output
    with contextlib.suppress(UnboundLocalError):
        taken.close()


def test_a_taken_port_that_was_asked_for_is_a_refusal(refused: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for said in (refused(PORT=str(port)), refused("--port", str(port))):
            assert said.returncode == 1
            assert said.stderr.splitlines()[-1] == (
                f"Not started: port {port} is taken. Choose another: PORT=9000 make run"
            )
            assert "running" not in said.stdout


@pytest.mark.parametrize(
    ("words", "environ", "sentence"),
    [
        (("--host", "0.0.0.0"), {}, "0.0.0.0 is open to others and nobody can log in yet. Run: "),
        ((), {"HOST": "0.0.0.0"}, "0.0.0.0 is open to others and nobody can log in yet. Run: "),
        ((), {"DYNO": "web.1"}, "this host wipes files on restart, so requests would be lost. "),
        (("--host", "192.0.2.1", "--port", "0"), {"REQUESTBIN_PUBLIC": "1"}, "cannot listen on "),
        ((), {"REQUESTBIN_MAX_BODY": "many"}, "REQUESTBIN_MAX_BODY must be "),
    ],
)
def test_refusals_are_sentences(
    refused: Run, words: tuple[str, ...], environ: dict[str, str], sentence: str
) -> None:
    said = refused(*words, **environ)
    assert said.returncode == 1
    assert said.stderr.startswith(f"Not started: {sentence}")
    assert said.stderr.count("\n") == 1


def test_a_database_that_is_not_up_to_date(collected: None, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=PROJECT, env=environment(tmp_path),
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert said.stderr.startswith("Not started: the database is not up to date. Run: ")
    assert said.stderr.endswith(" manage.py upgrade\n")
    assert said.stderr.count("\n") == 1


def test_a_team_without_users_gets_a_link_that_makes_the_first(serve: Start) -> None:
    server = serve(REQUESTBIN_URL="https://hooks.example.com", HOST="0.0.0.0")
    until(lambda: "Ctrl+C" in server.output)
    link = re.search(r"No users yet\. .*: https://hooks\.example\.com(/setup/\S+)", server.output)
    assert link is not None
    assert "pair=" not in server.output


def test_help_lists_the_settings() -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", "serve", "--help"], cwd=PROJECT, check=True,
        capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert re.search(r"\n  REQUESTBIN_MAX_BODY +The largest body", said.stdout)
