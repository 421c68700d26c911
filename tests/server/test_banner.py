"""The console's words in every mode, each with the one address that opens it."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from requestbin.conf import Conf
from requestbin.server import banner

URL = "https://hooks.example.com"


@pytest.fixture
def conf(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Conf:
    monkeypatch.chdir(tmp_path)
    settings.REQUESTBIN = Conf(token="t" * 20, data=tmp_path / "var")
    made: Conf = settings.REQUESTBIN
    return made


def test_local(conf: Conf) -> None:
    assert banner.text(conf, 8001) == (
        "requestbin is running\n"
        "\n"
        f"  Open    http://127.0.0.1:8001/?pair={'t' * 20}     signs this browser in\n"
        "  Reach   this machine only (the page shows how to let providers in)\n"
        "  Data    ./var   requests, secrets and keys; back up the whole folder\n"
        "\n"
        "Ctrl+C stops it. Every acknowledged request is kept."
    )


def test_a_team_with_its_first_link(conf: Conf) -> None:
    said = banner.text(replace(conf, url=URL), 8000, f"{URL}/setup/x/")
    assert f"  Open    {URL}/\n" in said
    assert f"No users yet. Open within 1 hour to make the first: {URL}/setup/x/" in said
    assert "pair=" not in said
    assert "HTTPS" not in said


def test_without_https_it_says_so(conf: Conf) -> None:
    said = banner.text(replace(conf, host="0.0.0.0"), 9000)
    assert f"  Open    http://{socket.gethostname()}:9000/\n" in said
    assert "without HTTPS, secrets and payloads travel readable" in said


def test_public(conf: Conf) -> None:
    assert "open to everyone" in banner.text(replace(conf, public=True, url=URL), 8000)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("::1", "http://[::1]:8000"), ("localhost", "http://localhost:8000")],
)
def test_hosts_in_the_address(conf: Conf, host: str, shown: str) -> None:
    assert f"{shown}/?pair=" in banner.text(replace(conf, host=host), 8000)


def test_data_elsewhere_and_in_postgresql(conf: Conf) -> None:
    elsewhere = replace(conf, data=Path("/srv/bins"))
    assert "  Data    /srv/bins   requests, secrets and keys" in banner.text(elsewhere, 8000)
    big = replace(conf, database_url="postgresql://u:secret@db/x")
    assert "  Data    PostgreSQL" in banner.text(big, 8000)
    assert "secret@" not in banner.text(big, 8000)
