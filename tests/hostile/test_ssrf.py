"""A server that sends for others reaches nothing of its own: no spelling, no name, no redirect."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import serving
from tests.egress.test_guard import ELSEWHERE, SPELLINGS
from tests.hostile.browser import PASSWORD, Browser
from tests.serving import PROJECT, Serving, ended, environment
from tests.stores import free_port
from tests.targets import Target

DANGEROUS = (
    "file:///etc/passwd", "gopher://127.0.0.1:{port}/_x", "ftp://127.0.0.1:{port}/",
    "unix:///run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/", "//127.0.0.1:{port}/",
    "http:/127.0.0.1:{port}/", "http:127.0.0.1:{port}", "http://user@127.0.0.1:{port}/",
    "http://example.com@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@example.com/",
    "http://example.com\\@127.0.0.1:{port}/", "http://127.0.0.1%2f@example.com:{port}/",
    "http://[::1%25lo]:{port}/", "http://127.0.0.1:{port}\r\nHost: x/", "http://\t127.0.0.1:{port}/",
    "http://127.0.0.1 :{port}/", "http://127%2E0%2E0%2E1:{port}/", "http://localhost%00.example:{port}/",
)  # fmt: skip


class Canary:
    """Listens at every address of this machine, and counts who came."""

    def __init__(self) -> None:
        self.visits = 0
        self.port = free_port()
        self.sockets = [socket.create_server(("0.0.0.0", self.port))]
        with suppress(OSError):
            six = socket.create_server(("::", self.port), family=socket.AF_INET6)
            self.sockets.append(six)
        for each in self.sockets:
            threading.Thread(target=self._count, args=(each,), daemon=True).start()

    def _count(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                listening.accept()[0].close()
                self.visits += 1

    def close(self) -> None:
        for each in self.sockets:
            each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    made = Canary()
    yield made
    made.close()


@pytest.fixture(scope="module")
def team(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    port = str(free_port())
    environ = {"PORT": port, "REQUESTBIN_URL": f"http://127.0.0.1:{port}"}
    server = serving(migrated, tmp_path_factory.mktemp("ssrf") / "data", (), environ)
    with ended([server]):
        subprocess.run(
            [sys.executable, "manage.py", "adduser", "eve", "--password-stdin"],
            cwd=PROJECT, env=server.env, input=PASSWORD, text=True, check=True,
        )  # fmt: skip
        yield server
        assert "Traceback" not in server.output


@pytest.fixture(scope="module")
def caught(team: Serving) -> str:
    bin = team.make_bin()
    assert team.request("POST", f"/in/{bin['key']}", b"boom").status == 200
    return str(bin["id"])


def test_no_spelling_of_this_machine(team: Serving, caught: str, canary: Canary) -> None:
    for host in SPELLINGS:
        replay = {"url": f"http://{host}:{canary.port}/", "wait": 20}
        answer = team.api("POST", f"/bins/{caught}/requests/1/replay", replay)
        assert answer.status == 200, (host, answer)
        (attempt,) = answer.json()["attempts"]
        assert attempt["status"] is None
        assert attempt["error"]["code"] in ("private", "forbidden", "no_address"), (host, attempt)
    assert canary.visits == 0


def test_no_address_inside_a_network(team: Serving, caught: str) -> None:
    for host in ELSEWHERE:
        replay = {"url": f"http://{host}/latest/meta-data/", "wait": 20}
        answer = team.api("POST", f"/bins/{caught}/requests/1/replay", replay)
        (attempt,) = answer.json()["attempts"]
        assert attempt["error"]["message"].startswith("Not sent: "), (host, attempt)
        assert attempt["connect_ms"] is None


def test_no_url_that_others_would_read_another_way(
    team: Serving, caught: str, canary: Canary
) -> None:
    for url in DANGEROUS:
        replay = {"url": url.format(port=canary.port), "wait": 20}
        answer = team.api("POST", f"/bins/{caught}/requests/1/replay", replay)
        if answer.status == 200:
            (attempt,) = answer.json()["attempts"]
            assert attempt["error"]["code"] in ("private", "forbidden", "no_address"), (
                url,
                attempt,
            )
        else:
            assert answer.status == 422, (url, answer)
    assert canary.visits == 0


def test_no_page_does_it_either(team: Serving, caught: str, canary: Canary) -> None:
    eve, here = Browser(team).log_in("eve"), f"/bins/{caught}"
    goal = f"http://127.0.0.1:{canary.port}"
    for path, form in (
        ("requests/1/replay/", {"url": f"{goal}/"}),
        ("requests/1/edit/", {"url": f"{goal}/", "method": "POST", "headers": "Host: example.com"}),
        ("reach/use/", {"address": goal}),
        ("reach/test/", {}),
        ("reach/check/", {"all": "1"}),
    ):
        assert eve.ask("POST", f"{here}/{path}", form).status in (200, 302, 422), path
    deliveries = team.api("GET", f"{here}/deliveries").json()["items"]
    assert all(each["attempts"][0]["status"] is None for each in deliveries if each["attempts"])
    assert canary.visits == 0


class Rebinding(Serving):
    """The real server, whose name server answers in turns (tests/hostile/rebinding.py)."""

    def launch(self) -> list[str]:
        return [sys.executable, "-m", "tests.hostile.rebinding", *self.words]


def test_no_name_that_changes_its_answer(collected: None, migrated: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy(migrated, data)
    env = environment(
        data, DJANGO_SETTINGS_MODULE="requestbin.settings", REQUESTBIN_ALLOW_NETS="127.0.0.2/32"
    )
    bad = Target()
    good = Target("127.0.0.2", bad.port)
    good.reply = b"HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n" % bad.url.encode()
    server = Rebinding(data, tmp_path / "log", (), env)
    with ended([server]):
        bin = server.make_bin()
        server.request("POST", f"/in/{bin['key']}", b"boom")
        path = f"/bins/{bin['id']}/requests/1/replay"
        replay = {"url": f"http://rebind.example:{bad.port}/", "wait": 20}
        told = [server.api("POST", path, replay).json()["attempts"][0] for _ in range(6)]
    good.close()
    bad.close()
    assert [attempt["status"] for attempt in told] == [302, None] * 3
    assert {attempt["error"]["code"] for attempt in told[1::2]} == {"private"}
    assert len(good.requests) == 3
    assert bad.requests == []
