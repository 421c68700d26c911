"""Snippets over the API."""

from __future__ import annotations

from typing import get_args

import pytest

from requestbin.api.schemas.snippets import ToolName
from requestbin.inspection.snippets import TOOLS
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


def test_the_tools_are_those_that_there_are() -> None:
    assert list(get_args(ToolName)) == [tool.slug for tool in TOOLS]


def test_a_request_as_text_for_each_tool(api: Caller) -> None:
    bin = make_bin()
    store(bin, captured(headers=[("X-Token", "1")]))
    path = f"/bins/{bin.pk}/requests/1/snippets"
    items = api("GET", path).json()["items"]
    assert [item["tool"] for item in items] == [tool.slug for tool in TOOLS]
    assert {item["notes"][0] for item in items} == {"Contains a token."}
    (one,) = api("GET", f"{path}?tool=curl").json()["items"]
    assert one == items[0]
    assert f"http://testserver/in/{bin.key}/hook?x=1" in one["text"]
    assert one["file_name"] == "request.sh"
    problem(api("GET", f"{path}?tool=wget"), 422, "invalid")
    problem(api("GET", f"/bins/{bin.pk}/requests/2/snippets"), 404, "not_found")
