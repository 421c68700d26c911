"""Who gets in: tokens alone, each to its own bins, and nothing told about the others'."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from requestbin.access import tokens
from requestbin.api import edge
from requestbin.bins.models import Bin
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store
from tests.serving import TOKEN

pytestmark = pytest.mark.django_db

BODIES = {
    "create_bin": {},
    "change_bin": {"name": "taken over"},
    "change_request": {"starred": True},
    "replay_request": {"url": "http://127.0.0.1:9/"},
    "add_secret": {"provider": "github", "secret": "x"},
    "put_own_provider": {"signature": "header:X-Acme-Signature"},
    "send_sample": {"provider": "github", "url": "http://127.0.0.1:9/"},
}


def routes(under: str = "") -> list[tuple[str, str, str]]:
    """Return (method, path, name) of every operation whose path begins with `under`."""
    return [
        (method.upper(), path.removeprefix("/api"), operation["operationId"])
        for path, methods in edge.schema()["paths"].items()
        for method, operation in methods.items()
        if path.startswith(f"/api{under}")
    ]


def called(caller: Caller, method: str, path: str, name: str, bin: Bin) -> object:
    """Call a route of the schema with the ids of `bin`, and a delivery that might be its own."""
    known = {"bin_id": bin.pk, "seq": "1", "delivery_id": "abcdefgh", "share_id": "abcdefgh"}
    known |= {"secret_id": "1", "provider": "acme"}
    filled = re.sub(r"{(\w+)}", lambda match: known[match[1]], path)
    return caller(method, filled, BODIES.get(name))


@pytest.fixture
def victim(db: None) -> Bin:
    bin = make_bin("user:9999", name="theirs", private=True)
    store(bin, captured())
    return bin


def test_the_schema_lists_enough_routes_for_these_tests_to_mean_something() -> None:
    assert len(routes()) >= 14
    assert {name for _, _, name in routes("/bins/{bin_id}")} > {"read_bin", "read_body"}


@pytest.mark.parametrize("route", routes(), ids=lambda route: route[2])
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer wrong", "Basic dTpw", f"Token {TOKEN}", "Bearer \xe9\xff"],
)
def test_nothing_without_a_token(route: tuple[str, str, str], header: str, victim: Bin) -> None:
    caller = Caller()
    if header:
        caller.client = Client(headers={"Authorization": header})
    answer = called(caller, *route, victim)
    problem(answer, 401, "unauthorized")
    assert answer["WWW-Authenticate"] == "Bearer"  # type: ignore[index]
    assert Bin.objects.get().name == "theirs"


@pytest.mark.parametrize("route", routes("/bins/{bin_id}"), ids=lambda route: route[2])
def test_anothers_bin_is_not_there(route: tuple[str, str, str], victim: Bin) -> None:
    own = make_bin("user:8888")
    user = User.objects.create_user("mallory")
    for token in (tokens.issue(bin_id=own.pk), tokens.issue(user=user)):
        strange = called(Caller(token), *route, victim)
        missing = called(Caller(token), *route, Bin(pk="NoSuchBin"))
        problem(strange, 404, "not_found")
        assert strange.content == missing.content  # type: ignore[attr-defined]
    assert Bin.objects.filter(pk=victim.pk, name="theirs", counter__count=1).exists()
    assert not victim.requests.filter(starred=True).exists()


def test_a_bin_token_lists_its_own_bin_and_makes_none(api: Caller) -> None:
    own, _other = api.make_bin(), api.make_bin()
    caller = Caller(own["token"])
    assert [bin["id"] for bin in caller("GET", "/bins").json()["items"]] == [own["id"]]
    problem(caller("POST", "/bins", {}), 403, "forbidden")


def test_users_see_each_others_bins_but_for_private_ones(
    configure: Callable[..., None],
) -> None:
    configure(url="https://hooks.example.com")
    ana, bob = (
        Caller(tokens.issue(user=User.objects.create_user(name))) for name in ("ana", "bob")
    )
    shared, private = ana.make_bin(), ana.make_bin(private=True)
    assert [bin["id"] for bin in bob("GET", "/bins").json()["items"]] == [shared["id"]]
    problem(bob("GET", f"/bins/{private['id']}"), 404, "not_found")
    problem(bob("GET", f"/bins?before={private['id']}"), 404, "not_found")


def test_a_deactivated_user_is_out() -> None:
    user = User.objects.create_user("ana")
    caller = Caller(tokens.issue(user=user))
    assert caller("GET", "/bins").status_code == 200
    User.objects.update(is_active=False)
    problem(caller("GET", "/bins"), 401, "unauthorized")


def test_cookies_open_nothing_and_none_are_set(
    client: Client, configure: Callable[..., None]
) -> None:
    configure(url="https://hooks.example.com")
    client.force_login(User.objects.create_user("ana"))
    problem(client.get("/api/bins"), 401, "unauthorized")
    answer = Caller(TOKEN)("POST", "/bins", {})
    assert answer.status_code == 201
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


class TestPublicMode:
    """Strangers make bins, see nothing, and are limited by their address."""

    @pytest.fixture(autouse=True)
    def public(self, db: None, configure: Callable[..., None]) -> None:
        configure(public=True)

    def test_a_stranger_makes_a_bin_that_only_its_token_opens(self) -> None:
        made = Caller().make_bin(name="mine")
        own = Caller(made["token"])
        assert own("GET", f"/bins/{made['id']}").json()["name"] == "mine"
        other = Caller(Caller().make_bin()["token"])
        problem(other("GET", f"/bins/{made['id']}"), 404, "not_found")
        problem(Caller()("GET", f"/bins/{made['id']}"), 401, "unauthorized")
        problem(Caller()("GET", "/bins"), 401, "unauthorized")

    def test_a_wrong_token_is_not_taken_for_none(self) -> None:
        problem(Caller("wrong")("POST", "/bins", {}), 401, "unauthorized")

    def test_new_bins_are_limited_per_address(self) -> None:
        answers = [Caller(REMOTE_ADDR="192.0.2.7")("POST", "/bins") for _ in range(21)]
        assert {answer.status_code for answer in answers[:20]} == {201}
        problem(answers[20], 429, "too_many")
        assert 0 < int(answers[20]["Retry-After"]) <= 60
        assert Caller(REMOTE_ADDR="192.0.2.8")("POST", "/bins").status_code == 201
