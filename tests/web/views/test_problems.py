"""What is said when there is nothing to show."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from requestbin.bins.models import Bin

pytestmark = pytest.mark.django_db


def test_people_get_a_page(visitor: Client) -> None:
    answer = visitor.get("/no/such/page")
    assert answer.status_code == 404
    assert b"There is nothing here." in answer.content
    assert b"<html" in answer.content


def test_a_part_of_a_page_gets_a_part(visitor: Client, bin: Bin) -> None:
    answer = visitor.get(f"/bins/{bin.pk}/requests/9/", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert b"Request #9 is not in this bin" in answer.content
    assert b"<html" not in answer.content


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"name": "x" * 3_000_000}, 413, b"A form may bring up to 2.5 MB."),
        ({f"field{n}": "" for n in range(1_001)}, 400, b"could not be read"),
    ],
)
def test_a_form_that_is_too_much_is_answered_by_a_page(
    visitor: Client, bin: Bin, form: dict[str, str], status: int, said: bytes
) -> None:
    answer = visitor.post(f"/bins/{bin.pk}/settings/", form)
    assert answer.status_code == status
    assert said in answer.content
    assert b"<html" in answer.content


def test_callers_of_the_api_get_its_shape(client: Client) -> None:
    answer = client.get("/api/no/such/thing")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_a_view_that_breaks_says_no_more_than_that(
    visitor: Client, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    from requestbin.bins import queries

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the inner life")

    monkeypatch.setattr(queries, "newest", broken)
    visitor.raise_request_exception = False
    answer = visitor.get(f"/bins/{bin.pk}/")
    assert answer.status_code == 500
    assert b"Something broke." in answer.content
    assert b"inner life" not in answer.content


def test_a_press_without_a_place_for_an_answer_gets_a_notice(visitor: Client, bin: Bin) -> None:
    part = {"HX-Request": "true", "HX-Target": "panel"}
    answer = visitor.get(f"/bins/{bin.pk}/requests/9/", headers=part)
    assert (answer.status_code, answer["HX-Reswap"]) == (404, "none")
    told = json.loads(answer["HX-Trigger"])["requestbin:problem"]
    assert told.startswith("There is nothing here.")
    detail = visitor.get(f"/bins/{bin.pk}/requests/9/", headers=part | {"HX-Target": "detail"})
    assert "HX-Reswap" not in detail
