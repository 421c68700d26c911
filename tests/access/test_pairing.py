"""The pairing link: right, wrong, guessed and embedded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from requestbin.access import limits, pairing
from requestbin.conf import Conf

Mode = Callable[..., Conf]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.urls")]


@pytest.fixture(autouse=True)
def local(mode: Mode, tmp_path: Path) -> Conf:
    return mode("local", data=tmp_path)


def test_the_right_link_signs_in_and_leaves_the_address_bar(client: Client) -> None:
    response = client.get("/", {"pair": settings.REQUESTBIN.instance_token})
    assert (response.status_code, response["Location"]) == (303, "/")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert client.get("/").content == b"local local"


@pytest.mark.parametrize("guess", ["", "x", "é", "\x00", "a" * 10_000])
def test_a_wrong_link_signs_nobody_in(client: Client, guess: str) -> None:
    response = client.get("/", {"pair": guess})
    assert response.status_code == 401
    assert b"Open the link printed in the terminal" in response.content
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert client.get("/").status_code == 401


def test_the_link_works_in_any_browser_and_twice() -> None:
    for client in (Client(), Client()):
        for _ in range(2):
            client.get("/", {"pair": settings.REQUESTBIN.instance_token})
            assert client.get("/").status_code == 200


def test_only_opening_it_pairs(client: Client) -> None:
    link = f"/?pair={settings.REQUESTBIN.instance_token}"
    assert client.post(link).status_code == 401
    assert client.head(link).status_code == 401
    assert client.get(f"/made/200/{link[1:]}").status_code == 401
    assert client.get("/").status_code == 401


def test_guessing_is_slow(client: Client) -> None:
    tries = int(limits.PAIRINGS.burst)
    assert {client.get("/?pair=x").status_code for _ in range(tries)} == {401}
    response = client.get("/", {"pair": settings.REQUESTBIN.instance_token})
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    assert b"Too many tries" in response.content


def test_an_image_on_a_foreign_page_uses_up_no_tries(client: Client) -> None:
    link = {"pair": settings.REQUESTBIN.instance_token}
    for _ in range(int(limits.PAIRINGS.burst) + 1):
        embedded = client.get("/", link, headers={"Sec-Fetch-Dest": "image"})
        assert (embedded.status_code, len(embedded.cookies)) == (401, 0)
    assert client.get("/", link, headers={"Sec-Fetch-Dest": "document"}).status_code == 303


@pytest.mark.parametrize("name", ["team", "public"])
def test_other_modes_know_no_pairing(mode: Mode, client: Client, name: str) -> None:
    mode(name)
    response = client.get("/", {"pair": settings.REQUESTBIN.instance_token})
    assert response.status_code in (200, 302)
    assert not response.cookies


def test_the_link_leads_to_where_serve_listens(mode: Mode, tmp_path: Path) -> None:
    token = settings.REQUESTBIN.instance_token
    assert pairing.pairing_link() == f"http://127.0.0.1:8000/?pair={token}"
    mode("local", data=tmp_path, host="::1", port=9000)
    assert pairing.pairing_link() == f"http://[::1]:9000/?pair={token}"
    pairing.note_origin("http://127.0.0.1:8001")
    assert pairing.pairing_link() == f"http://127.0.0.1:8001/?pair={token}"
    assert pairing.pairing_link("http://localhost:1") == f"http://localhost:1/?pair={token}"
