"""Logging in and out, another password, the first user: as a browser does it."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from pytest_django import Settings

from requestbin.access import limits, setup
from requestbin.buckets import Buckets

PASSWORD = "correct horse battery"
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.urls")]


@pytest.fixture(autouse=True)
def team(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, url="https://hooks.example.com")
    monkeypatch.setattr(limits, "LOGINS_BY_ADDRESS", Buckets(1 / 15, burst=3))
    monkeypatch.setattr(limits, "LOGINS_BY_NAME", Buckets(1 / 6, burst=5))


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana", password=PASSWORD)


@pytest.fixture
def visitor() -> Client:
    """Give a browser whose forms are checked as everybody's are."""
    return Client(enforce_csrf_checks=True)


def fill(visitor: Client, path: str, from_address: str = "192.0.2.1", **fields: str):
    """Open a page, fill its form and send it."""
    page = visitor.get(path, REMOTE_ADDR=from_address)
    token = page.context["csrf_token"] if page.context else ""
    fields["csrfmiddlewaretoken"] = str(token)
    return visitor.post(path, fields, REMOTE_ADDR=from_address)


def test_the_right_password_logs_in(visitor: Client, ana: User) -> None:
    sent = fill(visitor, "/login/?next=/made/200/", username="ana", password=PASSWORD)
    assert (sent.status_code, sent["Location"]) == (302, "/made/200/")
    assert visitor.get("/").content == f"user user:{ana.pk}".encode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_logging_in_leads_to_no_other_site(visitor: Client, ana: User, elsewhere: str) -> None:
    sent = fill(visitor, f"/login/?next={elsewhere}", username="ana", password=PASSWORD)
    assert sent["Location"] == "/"


def test_a_wrong_password_does_not(visitor: Client, ana: User) -> None:
    sent = fill(visitor, "/login/", username="ana", password="wrong")
    assert sent.status_code == 200
    assert b"correct username and password" in sent.content
    assert visitor.get("/").status_code == 302


def test_a_login_gets_another_session_than_before(visitor: Client, ana: User) -> None:
    fill(visitor, "/login/", username="ana", password=PASSWORD)
    first = Session.objects.get().pk
    visitor.post(
        "/logout/", {"csrfmiddlewaretoken": visitor.get("/password/").context["csrf_token"]}
    )
    assert not Session.objects.filter(pk=first).exists()
    assert visitor.get("/").status_code == 302
    fill(visitor, "/login/", username="ana", password=PASSWORD)
    assert Session.objects.get().pk != first


def test_a_form_without_its_token_is_refused(visitor: Client, ana: User) -> None:
    assert visitor.post("/login/", {"username": "ana", "password": PASSWORD}).status_code == 403


def test_logging_out_is_no_link(visitor: Client, ana: User) -> None:
    visitor.force_login(ana)
    assert visitor.get("/logout/").status_code == 405
    assert visitor.get("/").status_code == 200


def test_an_address_that_guesses_is_slowed(visitor: Client, ana: User) -> None:
    for _ in range(3):
        assert fill(visitor, "/login/", username="ana", password="wrong").status_code == 200
    sent = fill(visitor, "/login/", username="ana", password=PASSWORD)
    assert sent.status_code == 429
    assert 1 <= int(sent["Retry-After"]) <= 15
    assert b"Too many tries. Try again in" in sent.content
    assert visitor.get("/").status_code == 302

    sent = fill(visitor, "/login/", "192.0.2.2", username="ana", password=PASSWORD)
    assert sent.status_code == 302


def test_a_name_that_many_guess_at_is_slowed(visitor: Client, ana: User) -> None:
    for n in range(5):
        fill(visitor, "/login/", f"198.51.100.{n}", username="ana", password="wrong")
    sent = fill(visitor, "/login/", "192.0.2.1", username="Ana", password=PASSWORD)
    assert sent.status_code == 429


def test_another_password_keeps_this_browser_and_ends_others(
    visitor: Client, ana: User, settings: Settings
) -> None:
    other = Client()
    for client in (visitor, other):
        client.force_login(ana)
    fields = {"old_password": PASSWORD, "new_password1": "battery staple"}
    sent = fill(visitor, "/password/", **fields, new_password2="battery staple")
    assert sent.status_code == 302
    assert set(visitor.cookies) <= set(settings.OWN_COOKIES)  # capture knows each of them
    assert b"Other browsers are logged out" in visitor.get(sent["Location"]).content
    assert visitor.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_a_password_is_not_changed_without_the_old_one(visitor: Client, ana: User) -> None:
    visitor.force_login(ana)
    fields = {"old_password": "wrong", "new_password1": "battery staple"}
    assert fill(visitor, "/password/", **fields, new_password2="battery staple").status_code == 200
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


def first_link() -> str:
    link = setup.first_user_link()
    assert link is not None
    return link.removeprefix("https://hooks.example.com")


NEW_USER = {"username": "ana", "password1": PASSWORD, "password2": PASSWORD}


def test_the_set_up_link_makes_the_first_user_and_logs_in(visitor: Client) -> None:
    link = first_link()
    sent = fill(visitor, link, **NEW_USER)
    assert (sent.status_code, sent["Location"]) == (302, "/")
    assert visitor.get("/").content.startswith(b"user user:")
    assert Client().get(link).status_code == 404
    again = fill(Client(enforce_csrf_checks=True), "/login/", username="ana", password=PASSWORD)
    assert again.status_code == 302


def test_a_set_up_link_that_is_used_up_says_so(visitor: Client) -> None:
    link = first_link()
    page = visitor.get(link)
    User.objects.create_user("ben")
    token = str(page.context["csrf_token"])
    late = visitor.post(link, {**NEW_USER, "csrfmiddlewaretoken": token})
    assert late.status_code == 404
    assert b"does not work any more" in late.content
    assert not User.objects.filter(username="ana").exists()
    assert visitor.get("/setup/nonsense/").status_code == 404


@pytest.mark.parametrize("change", [{"password2": "other"}, {"username": ""}, {"username": "a b"}])
def test_a_mistake_leaves_the_link_open(visitor: Client, change: dict[str, str]) -> None:
    link = first_link()
    sent = fill(visitor, link, **{**NEW_USER, **change})
    assert sent.status_code == 200
    assert b'class="errors"' in sent.content
    assert fill(visitor, link, **NEW_USER).status_code == 302


@pytest.mark.parametrize("mode", [{"url": ""}, {"url": "", "public": True}])
def test_where_no_team_is_nobody_logs_in(
    settings: Settings, client: Client, mode: dict[str, object]
) -> None:
    link = first_link()
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, **mode)  # type: ignore[arg-type]
    for path in ("/login/", link):
        assert client.get(path).status_code == 404
        assert client.post(path, NEW_USER).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_many_may_log_in_at_once(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOGINS_BY_NAME", Buckets(1, burst=50))

    def log_in(n: int) -> int:
        try:
            someone = Client()
            fields = {"username": "ana", "password": PASSWORD}
            return someone.post("/login/", fields, REMOTE_ADDR=f"192.0.2.{n}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(log_in, range(24))) == {302}
