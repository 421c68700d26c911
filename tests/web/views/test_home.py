"""The page where a visit starts."""

from __future__ import annotations

import pytest
from django.test import Client

from requestbin.bins import actions
from requestbin.bins.models import Bin
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


def test_the_first_visit_says_what_to_do(visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    assert "Catch your first webhook" in page
    assert "the newest 10,000 requests per bin, for 30 days" in page


def test_one_press_makes_a_bin_and_goes_to_it(visitor: Client) -> None:
    answer = visitor.post("/bins/", {"name": " billing "})
    made = Bin.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/bins/{made.pk}/")
    assert (made.name, made.owner) == ("billing", "local")


def test_bins_with_counts_the_latest_arrival_first(visitor: Client) -> None:
    quiet, busy, gone = make_bin(name="quiet"), make_bin(name="busy"), make_bin(name="gone")
    store(busy, captured(), captured())
    actions.delete(gone)
    page = visitor.get("/").content.decode()
    assert page.index("busy") < page.index("quiet")
    assert "2 requests" in page
    assert "waiting for the first" in page
    assert "gone" not in page
    assert str(quiet.pk) in page


def test_a_name_is_text(visitor: Client) -> None:
    make_bin(name="<script>alert(1)</script>")
    page = visitor.get("/").content
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert(1)" in page


def test_strangers_see_nothing(client: Client) -> None:
    make_bin(name="billing")
    answer = client.get("/")
    assert answer.status_code == 401
    assert b"billing" not in answer.content
    assert client.post("/bins/").status_code == 401


def test_a_form_from_elsewhere_makes_nothing() -> None:
    from django.conf import settings

    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/?pair={settings.REQUESTBIN.instance_token}")
    answer = strict.post("/bins/")
    assert answer.status_code == 403
    assert b"The page was too old" in answer.content
    assert not Bin.objects.exists()
