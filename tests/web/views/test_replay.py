"""Replaying from the page: at once, edited, asked twice, refused; to a target that is really there.

Forms are posted as browsers do: with a CSRF token, a textarea's line ends as CRLF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from requestbin.bins.models import Bin
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.queries import worker_alive
from requestbin.web.views import replay as views
from tests.builders import captured, make_bin, store
from tests.forwarding.working import working
from tests.serving import until
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)

CRLF_BODY = b"\r\nfirst\r\nsecond\r\n"
HEADERS = [("Content-Type", "text/plain"), ("X-Dup", "1"), ("x_under", "\xe9"), ("X-Dup", "2")]
LIVE = b'{"livemode": true}'
ELSEWHERE = "https://staging.example.com/hooks"


@pytest.fixture
def caught(bin: Bin) -> Bin:
    """Give a bin that caught one request, number 1."""
    store(bin, captured("POST", headers=HEADERS, body=CRLF_BODY))
    return bin


@pytest.fixture
def worker() -> Iterator[None]:
    with working():
        until(worker_alive)  # else the page takes it that nobody works
        yield


Press = Callable[..., HttpResponse]


@pytest.fixture
def press(visitor: Client, caught: Bin) -> Press:
    """Give `press(action, **fields)`: post a form of request 1, by htmx unless `script=False`."""

    def pressed(action: str, *, into: str = "sends", script: bool = True, **fields: str) -> Any:
        headers = {"HX-Request": "true", "HX-Target": into} if script else {}
        path = f"/bins/{caught.pk}/requests/1/{action}/"
        return visitor.post(path, fields, headers=headers)

    return pressed


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_one_press_sends_the_captured_bytes_and_shows_the_answer(
    press: Press, target: Target, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requestbin.web.replaying.SOON_SECONDS", 10)
    answer = press("replay", url=f"{target.url}hooks?x=1")
    assert answer.status_code == 200
    assert "HX-Retarget" not in answer
    assert "HX-Trigger" not in answer
    assert re.search(r'outcome ok">200<.*' + re.escape(f"{target.port}"), text(answer), re.DOTALL)
    head, _, body = target.received()[0].partition(b"\r\n\r\n")
    assert body == CRLF_BODY
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /hooks?x=1 HTTP/1.1"
    assert [line for line in lines if line[:2].lower() == b"x-"][:2] == [b"X-Dup: 1", b"X-Dup: 2"]
    assert b"x_under: \xe9" in lines


def test_a_slow_target_is_not_waited_for(press: Press) -> None:
    answer = press("replay", url="http://localhost:9/")
    assert "sending" in text(answer)
    assert "no worker is running" in text(answer)
    assert Delivery.objects.get().state == "pending"


def test_without_a_script_the_press_leads_back_to_the_request(press: Press, caught: Bin) -> None:
    answer = press("replay", url="3000/hooks", script=False)
    assert answer.status_code == 302
    assert answer["Location"] == f"/bins/{caught.pk}/requests/1/?tab=deliveries"
    assert Delivery.objects.get().url == "http://localhost:3000/hooks"


def test_a_wrong_url_is_told_beside_its_field(press: Press) -> None:
    answer = press("replay", into="replay-other", url="http://a b/")
    assert answer.status_code == 422
    assert "HX-Retarget" not in answer
    assert 'value="http://a b/"' in text(answer)
    assert "holds a space" in text(answer)
    assert "requestbin:unsent" in answer["HX-Trigger"]
    plain = press("replay", url="http://a b/", script=False)
    assert plain.status_code == 422
    assert "holds a space" in text(plain)
    assert "<!doctype html>" in text(plain)
    assert not Delivery.objects.exists()


def test_a_live_event_is_asked_about_once_for_each_url(
    visitor: Client, bin: Bin, press: Press
) -> None:
    store(bin, captured(body=LIVE))
    path = f"/bins/{bin.pk}/requests/2/replay/"
    asked = visitor.post(path, {"url": ELSEWHERE}, headers={"HX-Request": "true"})
    assert "Send a live event?" in text(asked)
    assert "Request #2 was not sent." in asked["HX-Trigger"]
    assert f'name="sure" value="{ELSEWHERE}"' in text(asked)
    other = {"url": "https://other.example/", "sure": ELSEWHERE}
    assert "Send a live event?" in text(visitor.post(path, other, headers={"HX-Request": "true"}))
    assert not Delivery.objects.exists()
    plain = visitor.post(path, {"url": ELSEWHERE})
    assert "Send a live event?" in text(plain)
    assert visitor.post(path, {"url": ELSEWHERE, "sure": ELSEWHERE}).status_code == 302
    assert Delivery.objects.get().url == ELSEWHERE


def test_an_edit_that_leaves_the_body_alone_sends_every_byte(
    press: Press, visitor: Client, caught: Bin, target: Target, worker: None
) -> None:
    page = text(visitor.get(f"/bins/{caught.pk}/requests/1/edit/?url={target.url}edited"))
    shown = re.search(r'name="body"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert shown is not None
    assert shown[1].encode() == CRLF_BODY
    form = {
        "url": f"{target.url}edited",
        "method": "PUT",
        "headers": "X-New: 1\r\nx-new: 2",
        "body": shown[1],
    }
    answer = press("edit", into="editor", **form)
    assert answer["HX-Retarget"] == "#sends"
    head, _, body = target.received()[0].partition(b"\r\n\r\n")
    assert head.startswith(b"PUT /edited HTTP/1.1\r\n")
    assert b"\r\nX-New: 1\r\nx-new: 2\r\n" in head
    assert body == CRLF_BODY
    assert Delivery.objects.get().body is None


def test_an_edited_body_keeps_its_line_ends(press: Press, target: Target, worker: None) -> None:
    form = {"url": target.url, "method": "POST", "headers": "", "replace_body": "1"}
    press("edit", **form, body="one\r\ntwo")
    assert target.received()[0].endswith(b"\r\n\r\none\r\ntwo")


def test_what_is_wrong_with_an_edit_stands_by_its_field(press: Press) -> None:
    answer = press("edit", url="http://localhost/", method="POST", headers="nonsense", body="kept")
    assert answer.status_code == 422
    assert re.search(r'id="edit-headers-error"[^>]*>.*has no colon', text(answer))
    assert "nonsense</textarea>" in text(answer)
    assert not Delivery.objects.exists()


def test_a_preview_shows_the_final_request_and_sends_nothing(press: Press, caught: Bin) -> None:
    form = {"url": "localhost:3000/a?b", "method": "POST", "headers": "X: <b>", "body": ""}
    answer = text(press("edit/preview", into="final", **form))
    assert "POST /a?b HTTP/1.1" in answer
    assert "Host: localhost:3000" in answer
    assert "X: &lt;b&gt;" in answer
    assert f"Content-Length: {len(CRLF_BODY)}" in answer
    assert "captured body, 17 bytes, unchanged" in answer
    wrong = text(press("edit/preview", into="final", url="", method="POST"))
    assert 'id="edit-url-error"' in wrong
    assert "must start with" in wrong
    plain = text(press("edit", script=False, preview="1", **form))
    assert "POST /a?b HTTP/1.1" in plain
    assert not Delivery.objects.exists()


def test_a_body_that_is_no_text_is_a_chip(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body=bytes(range(256)) * 2000))
    page = text(visitor.get(f"/bins/{bin.pk}/requests/1/edit/"))
    assert "captured body, 512,000 bytes (500.0 KB), unchanged" in page


def test_what_was_sent_is_sent_again_or_edited_anew(
    press: Press, visitor: Client, caught: Bin
) -> None:
    press(
        "edit", url="http://localhost/1", method="PATCH", headers="A: b", body="x", replace_body="1"
    )
    first = Delivery.objects.get()
    press("replay", url="http://localhost/2", delivery=first.pk)
    second = Delivery.objects.get(url="http://localhost/2")
    assert (second.method, bytes(second.body)) == ("PATCH", b"x")
    base = f"?delivery={first.pk}&url=http://localhost/3"
    page = text(visitor.get(f"/bins/{caught.pk}/requests/1/edit/{base}"))
    assert 'value="http://localhost/3"' in page
    assert 'value="PATCH"' in page
    assert ">\nA: b</textarea>" in page


def test_deliveries_of_another_request_are_nothing_to_start_from(press: Press, bin: Bin) -> None:
    store(bin, captured())
    press("replay", url="http://localhost/1")
    Delivery.objects.update(request_seq=2)
    id = Delivery.objects.get().pk
    assert press("replay", url="http://localhost/2", delivery=id).status_code == 404
    assert press("edit", url="http://localhost/2", delivery=id).status_code == 404


@pytest.mark.parametrize("action", ["replay", "edit", "edit/preview"])
def test_strangers_and_what_is_not_there_are_404(visitor: Client, action: str) -> None:
    path = f"/bins/nothing-here/requests/1/{action}/"
    assert visitor.post(path, {"url": "http://localhost/"}).status_code == 404
    bin = make_bin()
    missing = f"/bins/{bin.pk}/requests/1/{action}/"
    assert visitor.post(missing, {"url": "http://localhost/"}).status_code == 404
    assert Client().post(missing, {"url": "http://localhost/"}).status_code == 401


def test_a_form_of_another_site_is_refused(visitor: Client, caught: Bin) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.cookies
    path = f"/bins/{caught.pk}/requests/1/replay/"
    assert strict.post(path, {"url": "http://localhost/"}).status_code == 403
    assert not Delivery.objects.exists()


def test_methods_offered_are_suggestions_alone(press: Press) -> None:
    form = {"url": "http://localhost/", "headers": "", "body": ""}
    assert press("edit", method="PROPFIND", **form).status_code == 200
    assert "PROPFIND" not in views.METHODS
