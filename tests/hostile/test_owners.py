"""What is another's is not there: every route and the socket answer as if the bin did not exist."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from requestbin.web.selecting import number_of
from tests.conftest import serving
from tests.hostile.browser import PASSWORD, Browser
from tests.hostile.routes import Route, routes
from tests.serving import PROJECT, Answer, Serving, ended
from tests.stores import free_port

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FOR_EVERYBODY = {
    "/", "/bins/", "/login/", "/logout/", "/password/", "/setup/<str:token>/", "/readyz",
    "/metrics", "/api/", "/api/bins", "/api/docs", "/api/openapi.json", "/api/samples",
    "/api/providers",
    "/shared/<str:signed>/",
    "/shared/<str:signed>/raw/", "/shared/<str:signed>/body/", "/shared/<str:signed>/curl/",
}  # fmt: skip
"""Routes without a bin; a new one is judged here by a person."""
CONTENT: dict[str, dict[str, Any]] = {
    "POST replay": {"url": "http://127.0.0.1:9/"},
    "PATCH <int:seq>": {"starred": True},
    "POST secrets": {"provider": "github", "secret": "x"},
    "PUT <provider:provider>": {"signature": "header:X-Acme-Signature"},
    "POST samples": {"provider": "github", "url": "http://127.0.0.1:9/"},
}
"""What a call must bring to be looked at; by its method and the end of its route."""
NOBODYS = "zzzzzzzzzzzz"
OF_BINS = [route for route in routes() if "bin_id" in route.names]


@dataclass
class Owned:
    """A bin with one request and one delivery, and its owner's browser."""

    owner: Browser
    bin: dict[str, Any]
    delivery_id: str
    moment: int
    """Of the delivery: how a sending is named in addresses."""
    secret_id: str
    unknown: set[tuple[str, str]] = field(default_factory=set)
    """Methods that a route has not, whatever bin is named: one attacker of each server tries."""

    @property
    def ids(self) -> dict[str, Any]:
        known = {"bin_id": self.bin["id"], "delivery_id": self.delivery_id}
        others = {
            "slug": "curl",
            "ticket": "x",
            "share_id": "0123456789abcdef",
            "moment": self.moment,
            "secret_id": self.secret_id,
            "provider": "acme",
        }
        return {**known, **others, "seq": 1, "number": 1}

    def state(self) -> list[Any]:
        """Return all that the API tells of the bin to the instance token."""
        server, path = self.owner.server, f"/bins/{self.bin['id']}"
        lists = (path, f"{path}/requests", f"{path}/deliveries", f"{path}/requests/1")
        lists += (f"{path}/secrets", f"{path}/providers")
        return [server.api("GET", each).json() for each in lists]


def owned(server: Serving, owner: Browser, bin: dict[str, Any]) -> Owned:
    signed = {"X-GitHub-Event": "push", "X-Hub-Signature-256": "sha256=" + "0" * 64}
    assert server.request("POST", f"/in/{bin['key']}/boom", b"secret", signed).status == 200
    replay = {"url": "http://127.0.0.1:9/", "wait": 20}
    delivery = server.api("POST", f"/bins/{bin['id']}/requests/1/replay", replay)
    assert delivery.status == 200, delivery
    made = delivery.json()
    moment = number_of(datetime.fromisoformat(made["created_at"]))
    return Owned(owner, bin, made["id"], moment, _with_secret(server, f"/bins/{bin['id']}"))


def _with_secret(server: Serving, path: str) -> str:
    """Store a provider and a secret in the owner's bin, and return how the secret is named."""
    acme = {"name": "Acme", "signature": "header:X-Acme-Signature"}
    assert server.api("PUT", f"{path}/providers/acme", acme).status == 200
    secret = {"provider": "acme", "secret": "only the owner knows it"}
    kept = server.api("POST", f"{path}/secrets", secret)
    assert kept.status == 201, kept
    return str(kept.json()["id"])


@pytest.fixture(scope="module")
def start(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Serving]]:
    servers: list[Any] = []

    def started(**environ: str) -> Serving:
        folder = tmp_path_factory.mktemp("owners") / "data"
        servers.append(serving(migrated, folder, (), environ))
        return servers[-1]

    with ended(servers):
        yield started


@pytest.fixture(scope="module")
def team(start: Callable[..., Serving]) -> tuple[Owned, dict[str, Browser]]:
    port = str(free_port())
    server = start(PORT=port, REQUESTBIN_URL=f"http://127.0.0.1:{port}")
    for name in ("ann", "bob"):
        words = [sys.executable, "manage.py", "adduser", name, "--password-stdin"]
        subprocess.run(words, cwd=PROJECT, env=server.env, input=PASSWORD, text=True, check=True)
    ann, bob = (server.manage("token", "--user", name).split("\n")[0] for name in ("ann", "bob"))
    owner = Browser(server, bob).log_in("bob")
    made = owner.ask("POST", "/api/bins", {"private": True, "name": "private matters"}).json()
    own = Browser(server, ann).ask("POST", "/api/bins").json()
    return owned(server, owner, made), {
        "another user": Browser(server, ann).log_in("ann"),
        "a token of another bin": Browser(server, own["token"]),
        "nobody": Browser(server).visit("/login/"),
        "a token that is none": Browser(server, "rbu_" + "x" * 32),
    }


@pytest.fixture(scope="module")
def public(start: Callable[..., Serving]) -> tuple[Owned, dict[str, Browser]]:
    server = start(REQUESTBIN_PUBLIC="1", REQUESTBIN_ALLOW_NETS="127.0.0.0/8")
    browsers = [Browser(server), Browser(server)]
    for each in browsers:
        each.ask("GET", "/")
        assert each.ask("POST", "/bins/").status == 302
    bins = server.api("GET", "/bins").json()["items"]
    one, other = sorted(bins, key=lambda bin: bin["created_at"])
    browsers[1].token = str(server.api("POST", f"/bins/{other['id']}/token").json()["token"])
    return owned(server, browsers[0], one), {
        "another browser, with a token of its bin": browsers[1],
        "a browser without cookies": Browser(server),
    }


@pytest.fixture(scope="module")
def local(start: Callable[..., Serving]) -> tuple[Owned, dict[str, Browser]]:
    server = start()
    owner = Browser(server, server.token)
    owner.ask("GET", f"/?pair={server.token}")
    return owned(server, owner, server.make_bin()), {
        "a browser that is not paired": Browser(server),
        "a token of another bin": Browser(server, server.make_bin()["token"]),
    }


def attack(by: Browser, route: Route, method: str, **ids: Any) -> Answer:
    known = (each for each in CONTENT if str(route).endswith(each.partition(" ")[2]))
    content = next((CONTENT[each] for each in known if each.startswith(f"{method} ")), None)
    return by.ask(method, route.path(**ids), content)


def told(answer: Answer, ids: dict[str, Any]) -> tuple[int, str]:
    """Return what an answer tells, less what the asker brought itself."""
    text = answer.body.decode("latin-1")
    for each in (ids["bin_id"], ids["delivery_id"]):
        text = text.replace(str(each), "…")
    return answer.status, re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)


def problems(by: Browser, theirs: Owned, allowed: tuple[int, ...]) -> list[str]:
    """Return where an attack on another's bin met anything but a closed door."""
    absent = {**theirs.ids, "bin_id": NOBODYS, "delivery_id": NOBODYS}
    found = []
    for route in OF_BINS:
        seen = set()
        for method in METHODS:
            if (method, str(route)) in theirs.unknown:
                continue
            answer = attack(by, route, method, **theirs.ids)
            seen.add(answer.status)
            if answer.status not in (*allowed, 405):
                found.append(f"{method} {route}: {answer.status}")
            if told(answer, theirs.ids) != told(attack(by, route, method, **absent), absent):
                found.append(f"{method} {route}: tells that the bin exists")
            elif answer.status == 405:
                theirs.unknown.add((method, str(route)))
        if not seen & set(allowed):
            found.append(f"{route}: never refused: {seen}")
    return found


def test_every_route_without_a_bin_was_judged() -> None:
    assert {str(route) for route in routes() if "bin_id" not in route.names} == FOR_EVERYBODY


GONE, STRANGER = (404,), (302, 401, 403, 404)
"""A stranger is shown the way in, or told that the form is none of ours."""
ATTACKS = [
    ("team", "another user", GONE),
    ("team", "a token of another bin", STRANGER),
    ("team", "nobody", STRANGER),
    ("team", "a token that is none", STRANGER),
    ("public", "another browser, with a token of its bin", GONE),
    ("public", "a browser without cookies", STRANGER),
    ("local", "a browser that is not paired", STRANGER),
    ("local", "a token of another bin", STRANGER),
]


@pytest.mark.parametrize(("mode", "who", "closed"), ATTACKS)
def test_another_owners_bin_is_not_there(
    mode: str, who: str, closed: tuple[int, ...], request: pytest.FixtureRequest
) -> None:
    theirs, attackers = request.getfixturevalue(mode)
    before = theirs.state()
    found = problems(attackers[who], theirs, closed)
    assert not found, "\n".join(found)
    assert theirs.state() == before
    assert attackers[who].socket(theirs.bin["id"]) in (4401, 4404)
    assert attackers[who].socket(NOBODYS) == attackers[who].socket(theirs.bin["id"])


@pytest.mark.parametrize("mode", ["team", "public", "local"])
def test_to_its_owner_all_of_it_is_there(mode: str, request: pytest.FixtureRequest) -> None:
    theirs, _ = request.getfixturevalue(mode)
    for route in OF_BINS:
        if mode == "public" and str(route).startswith("/api/"):
            continue  # a browser has no token there
        answer = theirs.owner.ask("GET", route.path(**theirs.ids))
        inside = answer.header("location").startswith("/bins/")  # a time leads to a list
        assert inside or answer.status in (200, 405), f"{route}: {answer.status}"
    assert theirs.owner.socket(theirs.bin["id"]) == 0


@pytest.mark.parametrize(
    ("mode", "who"), [(mode, who) for mode, who, closed in ATTACKS if closed == GONE]
)
def test_anothers_ids_open_nothing_in_a_bin_of_ones_own(
    mode: str, who: str, request: pytest.FixtureRequest
) -> None:
    theirs, attackers = request.getfixturevalue(mode)
    by, server = attackers[who], theirs.owner.server
    bins = server.api("GET", "/bins").json()["items"]
    own = next(bin for bin in bins if bin["id"] != theirs.bin["id"])
    if server.api("GET", f"/bins/{own['id']}").json()["requests"]["count"] == 0:
        server.request("POST", f"/in/{own['key']}", b"mine")
    here, other = f"/bins/{own['id']}", theirs.delivery_id
    for path in (
        f"{here}/deliveries/{other}/", f"{here}/deliveries/?before={other}",
        f"{here}/deliveries/{other}/attempts/1/body/", f"{here}/requests/1/edit/?delivery={other}",
        f"/api{here}/deliveries/{other}", f"/api{here}/deliveries?before={other}",
        f"/api/bins?before={theirs.bin['id']}",
    ):  # fmt: skip
        assert by.ask("GET", path).status == 404, path
    form = {"url": "http://127.0.0.1:9/", "delivery": other}
    for path in ("replay", "edit", "edit/preview"):
        assert by.ask("POST", f"{here}/requests/1/{path}/", form).status == 404, path
    assert by.ask("POST", f"{here}/deliveries/{other}/stop/").status == 404
    tab = by.ask("GET", f"{here}/requests/1/?tab=deliveries&delivery={other}")
    assert other not in tab.text.replace(f"delivery={other}", "")
    for path in ("/", f"{here}/", "/api/bins"):
        answer = by.ask("GET", path)
        assert answer.status == 200
        assert theirs.bin["id"] not in answer.text
        assert theirs.bin["key"] not in answer.text
