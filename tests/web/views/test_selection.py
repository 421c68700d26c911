"""Many requests at once from the page: asked before, done in one go, and told what came of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from requestbin.bins import queries
from requestbin.bins.models import Bin
from requestbin.forwarding.models import Delivery
from requestbin.web import selecting
from tests.builders import captured, make_bin, store
from tests.hostile.strings import MARKUP

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}
LIVE = b'{"livemode": true}'
ELSEWHERE = "https://staging.example.com/hooks"


@pytest.fixture
def path(bin: Bin) -> str:
    store(bin, *[captured()] * 5)
    return f"/bins/{bin.pk}/selection/"


def seqs(bin: Bin) -> list[int]:
    return [row.seq for row in queries.newest(bin).items]


def test_each_row_has_a_box_of_the_form_at_the_lists_end(
    visitor: Client, bin: Bin, path: str
) -> None:
    page = visitor.get(f"/bins/{bin.pk}/").content.decode()
    boxes = re.findall(r'name="seq" value="(\d)" form="selection" aria-label="Select #\1"', page)
    assert boxes == ["5", "4", "3", "2", "1"]
    assert f'data-matching="{path}matching/"' in page


def test_all_that_match_are_named_up_to_a_bound(
    visitor: Client, bin: Bin, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(bin, captured("PUT"), captured("PUT"))
    assert visitor.get(f"{path}matching/").json() == {"seqs": [7, 6, 5, 4, 3, 2, 1], "more": False}
    found = visitor.get(f"{path}matching/?q=method:put").json()
    assert found == {"seqs": [7, 6], "more": False}
    monkeypatch.setattr(selecting, "MAX_SELECTED", 3)
    assert visitor.get(f"{path}matching/").json() == {"seqs": [7, 6, 5], "more": True}


def test_deleting_asks_first(visitor: Client, bin: Bin, path: str) -> None:
    part = visitor.post(f"{path}delete/", {"seqs": "1,3,9"}, headers=PART).content.decode()
    assert "Delete 2 requests?" in part
    assert 'name="seqs" value="1,3"' in part
    assert len(seqs(bin)) == 5
    answer = visitor.post(f"{path}delete/", {"seqs": "1,3", "sure": "1"}, headers=PART)
    assert answer.status_code == 204
    told = json.loads(answer["HX-Trigger"])["requestbin:done"]
    assert told == {"said": "Deleted 2 requests.", "over": True}
    assert seqs(bin) == [5, 4, 2]


def test_without_scripts_each_step_is_a_page(visitor: Client, bin: Bin, path: str) -> None:
    page = visitor.post(f"{path}delete/", {"seqs": "", "seq": ["1", "3"]}).content.decode()
    assert "<html" in page
    assert "Delete 2 requests?" in page
    answer = visitor.post(f"{path}delete/", {"seqs": "1,3", "sure": "1"}, follow=True)
    assert answer.redirect_chain == [(f"/bins/{bin.pk}/", 302)]
    assert "Deleted 2 requests." in answer.content.decode()
    assert (
        "Send them to which URL?" in visitor.post(f"{path}replay/", {"seq": "2"}).content.decode()
    )
    form = {"seqs": "2,4", "url": "http://localhost:3000/"}
    answer = visitor.post(f"{path}replay/", form, follow=True)
    assert re.fullmatch(rf"{path}sent/\d+/", answer.redirect_chain[0][0])
    assert "0 of 2 answered 2xx, 2 waiting." in answer.content.decode()


def test_stars_are_put_and_taken(visitor: Client, bin: Bin, path: str) -> None:
    answer = visitor.post(f"{path}star/", {"seqs": "1,3", "starred": "1"}, headers=PART)
    told = json.loads(answer["HX-Trigger"])["requestbin:done"]
    assert told == {"said": "Starred 2 requests.", "over": False}
    assert [row.seq for row in queries.newest(bin).items if row.starred] == [3, 1]
    visitor.post(f"{path}star/", {"seqs": "3", "starred": "0"}, headers=PART)
    assert [row.seq for row in queries.newest(bin).items if row.starred] == [1]


def test_replaying_asks_where_and_tells_how_far_it_is(visitor: Client, bin: Bin, path: str) -> None:
    part = visitor.post(f"{path}replay/", {"seqs": "1,2"}, headers=PART).content.decode()
    assert "Replay 2 requests" in part
    form = {"seqs": "1,2", "url": "3000/hooks"}
    part = visitor.post(f"{path}replay/", form, headers=PART).content.decode()
    assert {each.url for each in Delivery.objects.all()} == {"http://localhost:3000/hooks"}
    assert "Sending 2 requests" in part
    (address,) = re.findall(rf'hx-get="({path}sent/\d+/)"', part)
    Delivery.objects.filter(request_seq=1).update(state="delivered")
    Delivery.objects.filter(request_seq=2).update(state="failed")
    part = visitor.get(address, headers=PART).content.decode()
    assert "1 of 2 answered 2xx, 1 failed." in part
    assert "hx-trigger" not in part
    assert f'href="/bins/{bin.pk}/requests/2/?tab=deliveries"' in part


def test_live_events_are_asked_about(visitor: Client, bin: Bin, path: str) -> None:
    store(bin, captured(body=LIVE))
    form = {"seqs": "1,6", "url": ELSEWHERE}
    part = visitor.post(f"{path}replay/", form, headers=PART).content.decode()
    assert "Send live events?" in part
    assert not Delivery.objects.exists()
    visitor.post(f"{path}replay/", form | {"sure": "https://another.example.com/"}, headers=PART)
    assert not Delivery.objects.exists()
    visitor.post(f"{path}replay/", form | {"sure": ELSEWHERE}, headers=PART)
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize("url", ["", "ftp://h/", *MARKUP])
def test_a_url_that_cannot_be_sent_to_is_given_back(visitor: Client, path: str, url: str) -> None:
    for headers in (PART, {}):
        answer = visitor.post(f"{path}replay/", {"seqs": "1", "url": url}, headers=headers)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'role="alert"' in page
        assert "<script>boom" not in page
    assert not Delivery.objects.exists()


def test_a_public_instance_sends_one_at_a_time(
    visitor: Client, path: str, settings: Settings
) -> None:
    settings.REQUESTBIN = replace(settings.REQUESTBIN, public=True)
    own = Client()
    own.post("/bins/")
    bin = Bin.objects.latest("created_at")
    store(bin, captured())
    page = own.get(f"/bins/{bin.pk}/").content.decode()
    assert "selection/replay" not in page
    form = {"seqs": "1", "url": ELSEWHERE, "sure": ELSEWHERE}
    assert own.post(f"/bins/{bin.pk}/selection/replay/", form).status_code == 404
    assert not Delivery.objects.exists()


def test_export_and_comparison_are_pages_of_their_own(visitor: Client, bin: Bin, path: str) -> None:
    for headers in (PART, {}):
        answer = visitor.post(f"{path}export/", {"seqs": "3,1", "seq": "5"}, headers=headers)
        assert answer["Location"] == f"/bins/{bin.pk}/export/?seqs=1,3,5"
    answer = visitor.post(f"{path}compare/", {"seqs": "5,2"})
    assert answer["Location"] == f"/bins/{bin.pk}/compare/?a=2&b=5"
    assert visitor.post(f"{path}compare/", {"seqs": "5,2,1"}).status_code == 422


@pytest.mark.parametrize("what", ["delete", "star", "replay", "export", "compare"])
def test_nothing_and_what_is_gone_are_refused(
    visitor: Client, bin: Bin, path: str, what: str
) -> None:
    for chosen in ("", "9", ",".join(map(str, range(1, 1500)))):
        for headers in (PART, {}):
            answer = visitor.post(f"{path}{what}/", {"seqs": chosen, "sure": "1"}, headers=headers)
            assert answer.status_code == 422
            assert "Not done" in answer.content.decode()
    assert len(seqs(bin)) == 5


def test_only_the_bins_own_requests_are_meant(visitor: Client, bin: Bin, path: str) -> None:
    other = make_bin()
    store(other, *[captured()] * 7)
    visitor.post(f"{path}delete/", {"seqs": "1,7", "sure": "1"}, headers=PART)
    assert len(seqs(other)) == 7
    assert seqs(bin) == [5, 4, 3, 2]
