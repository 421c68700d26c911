"""Bins over REST: the shapes, what may be set, and what is gone for good."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest

from requestbin.bins import actions, reach
from requestbin.bins.models import Bin
from tests.api.callers import Caller, problem
from tests.builders import captured, store

pytestmark = pytest.mark.django_db

MICROSECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
SHAPE = {
    "id", "key", "name", "private", "capture_url", "inspect_url", "created_at", "answer", "keep",
    "requests", "provider", "handshakes", "confirms",
}  # fmt: skip


def test_a_bin_is_made_with_nothing_given(api: Caller) -> None:
    made = api("POST", "/bins")
    assert made.status_code == 201
    bin = made.json()
    assert set(bin) == SHAPE | {"token"}
    assert bin["capture_url"] == f"http://testserver/in/{bin['key']}"
    assert bin["inspect_url"] == f"http://testserver/bins/{bin['id']}/"
    assert MICROSECONDS.fullmatch(bin["created_at"])
    assert bin["answer"] == {
        "status": 200, "headers": [], "body": "", "body_base64": None, "delay_ms": 0,
    }  # fmt: skip
    assert bin["keep"] == {"requests": 10_000, "seconds": 2_592_000, "bytes": 1024**3}
    assert bin["requests"] == {"count": 0, "bytes": 0, "last_seq": 0, "last_received_at": None}


def test_settings_are_taken_and_shown_again(api: Caller) -> None:
    settings = {
        "name": "Stripe, live",
        "private": True,
        "answer": {
            "status": 503,
            "headers": [["Retry-After", "7"], ["X-Caf\u00e9".replace("\u00e9", "e"), "\u00e9"]],
            "body": "wait \u2713",
            "delay_ms": 250,
        },
        "keep": {"requests": 5, "seconds": 60, "bytes": 1},
    }
    made = api.make_bin(**settings)
    read = api("GET", f"/bins/{made['id']}").json()
    assert read == {name: value for name, value in made.items() if name != "token"}
    assert read["answer"] == settings["answer"] | {"body_base64": None}
    assert (read["name"], read["private"], read["keep"]) == ("Stripe, live", True, settings["keep"])


def test_handshakes_are_set_and_a_provider_is_one_that_is_known(api: Caller) -> None:
    made = api.make_bin()
    assert (made["provider"], made["handshakes"], made["confirms"]) == ("", True, False)
    settings = {"provider": "aws_sns", "handshakes": False, "confirms": True}
    changed = api("PATCH", f"/bins/{made['id']}", settings).json()
    assert changed.items() >= settings.items()
    refused = api("PATCH", f"/bins/{made['id']}", {"provider": "nobody"})
    assert "'nobody'" in problem(refused, 422, "invalid")
    assert api("PATCH", f"/bins/{made['id']}", {"provider": ""}).json()["provider"] == ""


def test_a_body_that_is_no_text_comes_and_goes_as_base64(api: Caller) -> None:
    octets = base64.b64encode(b"\x00\xff\xfe").decode()
    made = api.make_bin(answer={"body_base64": octets})
    assert (made["answer"]["body"], made["answer"]["body_base64"]) == (None, octets)
    assert bytes(Bin.objects.get(pk=made["id"]).answer_body) == b"\x00\xff\xfe"


def test_what_a_change_leaves_out_stays(api: Caller) -> None:
    made = api.make_bin(name="a", answer={"status": 201, "body": "b"}, keep={"seconds": 60})
    changed = api("PATCH", f"/bins/{made['id']}", {"answer": {"delay_ms": 5}, "name": None})
    assert changed.status_code == 200
    assert changed.json()["answer"] == made["answer"] | {"delay_ms": 5}
    assert changed.json()["name"] == "a"
    assert changed.json()["keep"] == made["keep"]


def test_what_was_read_may_be_sent_back(api: Caller) -> None:
    made = api.make_bin(answer={"body": "x", "headers": [["A", "1"], ["A", "2"]]})
    given = {name: made[name] for name in ("name", "private", "answer", "keep")}
    again = api("PATCH", f"/bins/{made['id']}", given)
    assert again.json()["answer"] == made["answer"]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"name": "x" * 81}, "`name` should have at most 80 characters."),
        ({"name": "a\x00b"}, "`name` may not have the character NUL."),
        ({"name": 1}, "`name` should be a valid string."),
        ({"private": "yes"}, "`private` should be a valid boolean."),
        ({"colour": "red"}, "`colour` is not a known field."),
        ({"answer": {"status": 101}}, "`answer.status` should be greater than or equal to 200."),
        ({"answer": {"status": "200"}}, "`answer.status` should be a valid integer."),
        ({"answer": {"delay_ms": 10**30}}, "`answer.delay_ms` should be"),
        ({"answer": {"body": "a", "body_base64": "YQ=="}}, "not both"),
        ({"answer": {"body_base64": "Y"}}, "`answer.body_base64` must be base64"),
        ({"answer": {"headers": [["Set-Cookie", "a=b"]]}}, "A bin cannot set Set-Cookie"),
        ({"answer": {"headers": [["A", "b\r\nC: d"]]}}, "may not have line ends"),
        ({"answer": {"headers": [["A"]]}}, "`answer.headers.0` should have at least 2 items"),
        ({"answer": {"headers": {"A": "b"}}}, "`answer.headers` should be a valid list."),
        ({"keep": {"requests": 0}}, "`keep.requests` should be greater than or equal to 1."),
        ({"keep": {"bytes": -1}}, "`keep.bytes` should be greater than or equal to 1."),
        ({"keep": {"seconds": 1.5}}, "`keep.seconds`"),
        ([], "The body must be an object."),
    ],
)
def test_what_cannot_be_set_is_said(api: Caller, settings: object, sentence: str) -> None:
    assert sentence in problem(api("POST", "/bins", settings), 422, "invalid")
    made = api.make_bin()
    assert sentence in problem(api("PATCH", f"/bins/{made['id']}", settings), 422, "invalid")
    assert api("GET", f"/bins/{made['id']}").json().items() <= made.items()


def test_the_list_pages_from_the_newest_down(api: Caller) -> None:
    ids = [api.make_bin()["id"] for _ in range(5)][::-1]
    first = api("GET", "/bins?limit=2").json()
    assert [bin["id"] for bin in first["items"]] == ids[:2]
    assert set(first["items"][0]) == SHAPE
    second = api("GET", f"/bins?limit=2&before={first['next']}").json()
    assert [bin["id"] for bin in second["items"]] == ids[2:4]
    third = api("GET", f"/bins?limit=2&before={second['next']}").json()
    assert ([bin["id"] for bin in third["items"]], third["next"]) == (ids[4:], None)


def test_what_a_bin_holds_is_told(api: Caller) -> None:
    made = api.make_bin()
    store(Bin.objects.get(pk=made["id"]), captured(body="12345"), captured(body="678"))
    assert api("GET", f"/bins/{made['id']}").json()["requests"] == {
        "count": 2, "bytes": 8, "last_seq": 2, "last_received_at": "2026-03-04T05:06:07.089012Z",
    }  # fmt: skip


def test_a_deleted_bin_is_gone_with_its_token(api: Caller) -> None:
    made = api.make_bin()
    own = Caller(made["token"])
    assert own("GET", f"/bins/{made['id']}").status_code == 200
    gone = own("DELETE", f"/bins/{made['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    problem(own("GET", f"/bins/{made['id']}"), 401, "unauthorized")
    problem(api("GET", f"/bins/{made['id']}"), 404, "not_found")
    assert api("GET", "/bins").json() == {"items": [], "next": None}


def test_a_new_key_replaces_the_old_one(api: Caller) -> None:
    made = api.make_bin()
    renewed = api("POST", f"/bins/{made['id']}/key").json()
    assert renewed["key"] != made["key"]
    assert renewed["capture_url"].endswith(f"/in/{renewed['key']}")
    assert not Bin.objects.filter(key=made["key"]).exists()


def test_a_new_token_replaces_the_old_one(api: Caller) -> None:
    made = api.make_bin()
    renewed = Caller(made["token"])("POST", f"/bins/{made['id']}/token")
    assert renewed.status_code == 201
    problem(Caller(made["token"])("GET", f"/bins/{made['id']}"), 401, "unauthorized")
    assert Caller(renewed.json()["token"])("GET", f"/bins/{made['id']}").status_code == 200


def test_addresses_are_the_configured_ones(api: Caller, configure: Callable[..., None]) -> None:
    made = api.make_bin()
    reach.save_tunnel("https://blue-cat.trycloudflare.com")
    read = api("GET", f"/bins/{made['id']}").json()
    assert read["capture_url"].startswith("https://blue-cat.trycloudflare.com/in/")
    assert read["inspect_url"].startswith("http://testserver/bins/")
    configure(url="https://hooks.example.com", capture_url="https://in.example.com")
    read = api("GET", f"/bins/{made['id']}").json()
    assert read["capture_url"] == f"https://in.example.com/in/{made['key']}"
    assert read["inspect_url"] == f"https://hooks.example.com/bins/{made['id']}/"


def test_listing_costs_the_same_however_much_is_stored(
    api: Caller, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(3):
        store(Bin.objects.get(pk=api.make_bin()["id"]), *[captured()] * 300)
    with django_assert_num_queries(2):  # the bins with their counters; the saved tunnel
        assert len(api("GET", "/bins").json()["items"]) == 3


def test_deleting_says_nothing_of_what_was_deleted_before(api: Caller) -> None:
    bin = Bin.objects.get(pk=api.make_bin()["id"])
    actions.delete(bin)
    problem(api("DELETE", f"/bins/{bin.pk}"), 404, "not_found")
