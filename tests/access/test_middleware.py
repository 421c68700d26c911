"""Who a request comes from, and who is turned away from pages, mode by mode."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from requestbin.access import pairing
from requestbin.conf import Conf

Mode = Callable[..., Conf]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.urls")]
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}


@pytest.fixture
def paired(mode: Mode, settings: Settings) -> Client:
    """Give a browser that opened the pairing link."""
    mode("local")
    client = Client()
    client.get(pairing.pairing_link("http://testserver"))
    return client


def test_a_paired_browser_is_the_owner(paired: Client) -> None:
    assert paired.get("/").content == b"local local"


def test_an_unpaired_browser_is_told_what_to_open(mode: Mode, client: Client) -> None:
    mode("local")
    response = client.get("/", headers=NAVIGATION)
    assert response.status_code == 401
    assert b"Open the link printed in the terminal" in response.content
    assert b"signs this browser in, once" in response.content
    assert not response.cookies


def test_a_script_of_an_unpaired_page_gets_a_sentence(mode: Mode, client: Client) -> None:
    mode("local")
    for headers in ({"Sec-Fetch-Mode": "cors"}, {"HX-Request": "true"}, {"Accept": "text/plain"}):
        response = client.get("/", headers=headers)
        assert response.status_code == 401
        assert response["Content-Type"].startswith("text/plain")
        assert response.content.startswith(b"Open the link printed in the terminal.")


def test_open_views_are_open(mode: Mode, client: Client) -> None:
    mode("local")
    assert client.get("/open/").content == b"nobody "
    mode("team")
    assert client.get("/open/").content == b"nobody "


def test_an_unknown_address_is_not_found_by_anybody(mode: Mode, client: Client) -> None:
    mode("local")
    assert client.get("/bins/nonsense").status_code == 404


def test_the_api_knows_no_cookie(paired: Client, mode: Mode) -> None:
    assert paired.get("/api/who").content == b"nobody "
    mode("team")
    paired.force_login(User.objects.create_user("ana"))
    assert paired.get("/").content.startswith(b"user user:")
    assert paired.get("/api/who").content == b"nobody "
    mode("public")
    assert paired.get("/api/who").content == b"nobody "
    assert not paired.post("/api/who").cookies


def test_a_team_logs_in(mode: Mode, client: Client) -> None:
    mode("team")
    response = client.get("/made/200/?q=1", headers=NAVIGATION)
    assert (response.status_code, response["Location"]) == (302, "/login/?next=/made/200/%3Fq%3D1")
    user = User.objects.create_user("ana")
    client.force_login(user)
    assert client.get("/").content == f"user user:{user.pk}".encode()


def test_a_page_whose_login_ended_learns_it(mode: Mode, client: Client) -> None:
    mode("team")
    response = client.get("/", headers={"Sec-Fetch-Mode": "same-origin", "Accept": "text/html"})
    assert response.status_code == 401
    assert response.content == b"Your login has ended. Log in again.\n"


def test_a_login_counts_in_team_mode_alone(mode: Mode, client: Client) -> None:
    client.force_login(User.objects.create_user("ana"))
    mode("local")
    assert client.get("/").status_code == 401
    mode("public")
    assert client.get("/").content.startswith(b"browser browser:")


def test_a_pairing_counts_in_local_mode_alone(paired: Client, mode: Mode) -> None:
    mode("team")
    assert paired.get("/", headers=NAVIGATION).status_code == 302
    mode("public")
    assert paired.get("/").content.startswith(b"browser browser:")


def test_in_public_a_look_leaves_no_cookie(mode: Mode, client: Client) -> None:
    mode("public")
    assert client.get("/").content.startswith(b"browser browser:")
    assert not client.get("/").cookies
    assert not client.post("/made/404/").cookies


def test_in_public_what_is_made_belongs_to_the_browser(mode: Mode, client: Client) -> None:
    mode("public")
    made = client.post("/made/201/")
    assert made.cookies
    assert client.get("/").content == made.content
    assert Client().get("/").content != made.content
    assert not client.post("/made/201/").cookies  # it keeps the one it has


def test_a_cookie_is_renewed_before_it_ends(
    paired: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requestbin.access.cookies.RENEW_AFTER", -1)
    response = paired.get("/")
    assert settings.OWNER_COOKIE_NAME in response.cookies
