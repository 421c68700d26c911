"""What an address asks of a list."""

from __future__ import annotations

import json

import pytest
from django.test import RequestFactory

from requestbin.web.search import MAX_CHARACTERS, search_of, searched


@pytest.mark.parametrize(
    ("text", "needles"),
    [
        ("Paid -not", ["paid"]),
        ("header:x-a=*push*b json:a.b=x json:c>5 json:d", ["push", "b", "x"]),
        ("method:POST is:starred sent:failed size:>1k after:2h", []),
        ("event:invoice.* path:/orders/*", ["invoice.", "/orders/"]),
        ('"two words" " "', ["two words"]),
    ],
)
def test_texts_that_can_be_pointed_out(text: str, needles: list[str]) -> None:
    assert searched(text).needles == needles
    assert json.loads(searched(text).marks) == needles


def test_nothing_and_what_is_on_its_way_are_no_search() -> None:
    assert not searched("")
    assert not searched("size:")
    assert searched("x").address == "q=x"
    assert searched("").address == ""
    assert searched("a&b=c").address == "q=a%26b%3Dc"


def test_what_makes_no_sense_is_a_search_that_says_why() -> None:
    search = searched("is:new")
    assert search
    assert search.problem.startswith("`is:` takes")
    assert not search.query


def test_an_address_is_read_as_far_as_it_goes() -> None:
    request = RequestFactory().get("/", {"q": f"  {'x' * 600} "})
    assert search_of(request).text == "x" * MAX_CHARACTERS
