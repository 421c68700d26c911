"""New event ids look like the old ones, and stand where the provider puts them."""

from __future__ import annotations

import random
import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers import provider_of
from requestbin.providers.new_ids import new_id, with_event_id

JSON = ("Content-Type", "application/json")


def choose(letters: str) -> str:
    return random.choice(letters)


@pytest.mark.parametrize(
    ("old", "shape"),
    [
        ("evt_1NG8Du2eZvKYlo2C", r"evt_[0-9A-Za-z]{16}"),
        ("msg_p5jXN8AQM9LWM0D4loKWxJek", r"msg_[0-9A-Za-z]{24}"),
        ("12345", r"[1-9]{5}"),
        ("wh-2024-a1b2c3d4e5", r"wh-2024-[0-9a-f]{10}"),
        ("A1B2C3D4", r"[0-9A-F]{8}"),
        ("", r"evt_[0-9A-Za-z]{24}"),
        ("!!!", r"evt_[0-9A-Za-z]{24}"),
    ],
)
def test_an_id_keeps_its_shape(old: str, shape: str) -> None:
    made = new_id(old, choose)
    assert re.fullmatch(shape, made), made
    assert made != old


def test_a_uuid_is_one_of_the_same_kind() -> None:
    made = uuid.UUID(new_id("9f0f6e0b-4d0b-4c39-8b8e-0a2f9f1f0a11", choose))
    assert (made.version, made.variant) == (4, uuid.RFC_4122)


@given(st.text(max_size=60))
def test_any_text_gives_one(old: str) -> None:
    assert new_id(old, choose)


def test_it_stands_where_the_provider_puts_it() -> None:
    github, stripe = provider_of("github"), provider_of("stripe")
    assert github
    assert stripe
    by_header = Request("POST", "https://a/", Headers([("X-GitHub-Delivery", "1"), JSON]), b"{}")
    assert with_event_id(by_header, github, "2").headers.text("X-GitHub-Delivery") == "2"
    by_body = Request("POST", "https://a/", Headers([JSON]), b'{ "id": "evt_1", "a": {"id": 1}}')
    assert with_event_id(by_body, stripe, "evt_2").body == b'{ "id": "evt_2", "a": {"id": 1}}'


def test_one_of_the_same_name_inside_stays_and_so_does_all_where_there_is_none() -> None:
    stripe = provider_of("stripe")
    assert stripe
    inner = b'{"data":{"id":"inner"},"id":"evt_1"}'
    request = Request("POST", "https://a/", Headers([JSON]), inner)
    made = with_event_id(request, stripe, "evt_2")
    assert made.body == b'{"data":{"id":"inner"},"id":"evt_2"}'
    bare = Request("POST", "https://a/")
    assert with_event_id(bare, stripe, "evt_2") == bare
