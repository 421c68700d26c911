"""Signing anew from the page: offered when it is due, previewed, done in one press, never leaking.

What an app makes of it is in tests/forwarding/test_resigning.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.queries import worker_alive
from tests.builders import captured, make_bin, store
from tests.forwarding import signing_targets as apps
from tests.forwarding.working import settled, working
from tests.serving import until
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)

PART = {"HX-Request": "true", "HX-Target": "sends"}
SAID = "This copy was signed"
LIVE = apps.BODY.replace(b'"object":"event"', b'"livemode":true')
Post = Callable[..., HttpResponse]


@pytest.fixture
def caught(bin: Bin) -> Bin:
    """Give a bin that caught a request of Stripe long ago, number 1."""
    store(bin, apps.CAPTURES["stripe"])
    return bin


@pytest.fixture
def secret(caught: Bin) -> BinSecret:
    return keyring.add(caught, "stripe", "mine", apps.STRIPE)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("requestbin.web.replaying.SOON_SECONDS", 10)
    with working():
        until(worker_alive)
        yield


@pytest.fixture
def post(visitor: Client, caught: Bin) -> Post:
    """Give `post(action, **fields)`: post a form of request 1 by htmx."""

    def posted(action: str, **fields: str) -> HttpResponse:
        path = f"/bins/{caught.pk}/requests/1/{action}/"
        return visitor.post(path, fields, headers=PART)  # type: ignore[return-value]

    return posted


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def control(visitor: Client, bin: Bin, seq: int = 1) -> str:
    return visitor.get(f"/bins/{bin.pk}/requests/{seq}/resign/").content.decode()


def is_on(page: str) -> bool:
    return re.search(r'name="resign" value="1" checked', page) is not None


def test_it_is_chosen_for_a_stale_copy_whose_secret_is_known(
    visitor: Client, caught: Bin, secret: BinSecret
) -> None:
    page = control(visitor, caught)
    assert is_on(page)
    assert SAID in page
    assert "Stripe&#x27;s libraries refuse after 5 min" in page
    assert apps.STRIPE_SIGNATURE in page
    assert re.search(r"<td>t=\d+,v1=[0-9a-f]{64}</td></tr>", page)
    assert apps.STRIPE not in page


def test_without_a_secret_it_is_offered_and_says_what_it_takes(
    visitor: Client, caught: Bin
) -> None:
    page = control(visitor, caught)
    assert not is_on(page)
    assert SAID in page
    assert "The secret your app uses" in page
    assert "?tab=signature" in page


@pytest.mark.parametrize("headers", [[("Content-Type", "text/plain")], [("X-Auth0", "1")]])
def test_it_is_not_offered_where_nobody_signs(visitor: Client, bin: Bin, headers: object) -> None:
    store(bin, captured(headers=headers))  # type: ignore[arg-type]
    assert control(visitor, bin) == ""


def test_one_press_keeps_it_as_captured_and_says_what_to_do(
    post: Post, caught: Bin, secret: BinSecret, target: Target, worker: None
) -> None:
    target.reply = apps.verifying(apps.stripe)
    page = text(post("replay", url=target.url))
    assert "Answered 400." in page
    assert SAID in page
    assert "Sign anew and send" in page
    assert apps.STRIPE_SIGNATURE.encode() in target.requests[0]
    first = Delivery.objects.get()
    again = text(post("replay", url=target.url, delivery=first.pk, resign="1"))
    assert 'outcome ok">200<' in again
    assert Attempt.objects.get(status=200).signed["secret"] == "mine"


def test_where_no_secret_is_known_the_press_leads_to_the_editor(
    visitor: Client, post: Post, caught: Bin, target: Target, worker: None
) -> None:
    target.reply = apps.verifying(apps.stripe)
    page = text(post("replay", url=target.url))
    assert "Sign anew and send…" in page
    link = re.search(r'href="([^"]+\?resign=1[^"]+)"', page)
    assert link
    editor = visitor.get(link[1].replace("&amp;", "&"), headers=PART)
    assert is_on(text(editor))


def test_a_secret_given_once_signs_and_is_not_kept(
    post: Post, caught: Bin, target: Target, worker: None
) -> None:
    target.reply = apps.verifying(apps.stripe)
    given = {"resign": "1", "resign_was": "", "resign_given": apps.STRIPE}
    page = text(post("replay", url=target.url, **given))
    assert 'outcome ok">200<' in page
    assert apps.STRIPE not in page
    assert not BinSecret.objects.exists()
    assert settled(Delivery.objects.get()).sealed is None


def test_a_secret_that_is_kept_is_offered_from_then_on(
    visitor: Client, post: Post, caught: Bin, target: Target, worker: None
) -> None:
    given = {"resign": "1", "resign_was": "", "resign_given": apps.STRIPE, "resign_keep": "1"}
    post("edit/preview", url=target.url, method="POST", **given)
    assert not BinSecret.objects.exists()
    post("replay", url=target.url, **given)
    [kept] = keyring.known(caught.pk, BinSecret.APP)
    assert kept.secret == apps.STRIPE
    page = control(visitor, caught)
    assert "your app&#x27;s secret" in page
    assert apps.STRIPE not in page


def test_a_given_secret_survives_a_question_unseen(
    post: Post, caught: Bin, visitor: Client, bin: Bin
) -> None:
    store(bin, captured(headers=apps.CAPTURES["stripe"].headers.pairs, body=LIVE))
    path = f"/bins/{bin.pk}/requests/2/replay/"
    given = {"url": "https://staging.invalid/", "resign": "1", "resign_given": apps.STRIPE}
    asked = text(visitor.post(path, given, headers=PART))  # type: ignore[arg-type]
    assert "Send a live event?" in asked
    assert apps.STRIPE not in asked
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked))
    assert fields["resign_held"]
    visitor.post(path, fields, headers=PART)
    made = Delivery.objects.get()
    assert made.resign["provider"] == "stripe"
    assert made.sealed is not None


def test_the_editor_signs_what_was_edited(
    post: Post, caught: Bin, secret: BinSecret, target: Target, worker: None
) -> None:
    target.reply = apps.verifying(apps.stripe)
    edited = apps.BODY.decode().replace("paid", "voided")
    form = {"url": target.url, "method": "POST", "headers": headers_of("stripe")}
    form |= {"replace_body": "1", "body": edited, "resign_was": "1", "resign": "1"}
    preview = text(post("edit/preview", **form))
    assert "signed anew with mine" in preview
    assert apps.STRIPE_SIGNATURE in preview
    post("edit", **form)
    assert settled(Delivery.objects.get()).state == "delivered"
    assert target.requests[0].endswith(edited.encode())


def test_an_edit_of_what_is_signed_chooses_it(
    post: Post, visitor: Client, bin: Bin, target: Target
) -> None:
    fresh = "sha256=" + "0" * 64
    json = ("Content-Type", "application/json")
    store(bin, captured(headers=[json, ("X-GitHub-Event", "push"), ("X-Hub-Signature-256", fresh)]))
    keyring.add(bin, "github", "mine", "s")
    path = f"/bins/{bin.pk}/requests/2/edit/preview/"
    form = {"url": target.url, "method": "POST", "headers": f"X-Hub-Signature-256: {fresh}"}
    as_is = text(visitor.post(path, {**form, "resign_was": ""}, headers=PART))  # type: ignore[arg-type]
    assert "signed anew" not in as_is
    form |= {"replace_body": "1", "body": "{}", "resign_was": ""}
    edited = text(visitor.post(path, form, headers=PART))  # type: ignore[arg-type]
    assert is_on(edited)
    assert "signed anew with mine" in edited
    form |= {"resign_was": "1"}  # and the reader took it out again
    assert "signed anew" not in text(visitor.post(path, form, headers=PART))  # type: ignore[arg-type]


def test_a_new_event_id_is_the_one_that_was_offered(
    post: Post, visitor: Client, caught: Bin, secret: BinSecret, target: Target, worker: None
) -> None:
    offered = re.search(r'name="resign_event" value="(evt_\w{16})"', control(visitor, caught))
    assert offered
    post("replay", url=target.url, resign="1", resign_was="1", resign_event=offered[1])
    assert f'{{"id":"{offered[1]}","object"'.encode() in target.received()[0]


def test_a_test_pair_is_made_shown_and_used(visitor: Client, target: Target, worker: None) -> None:
    bin = make_bin()
    store(bin, apps.CAPTURES["discord"])
    path = f"/bins/{bin.pk}/requests/1/"
    assert "Only Discord has the private key" in control(visitor, bin)
    made = text(visitor.post(f"{path}resign/pair/", headers=PART))  # type: ignore[arg-type]
    public = re.search(r'id="resign-menu-public">([0-9a-f]{64})<', made)
    assert public
    assert "PRIVATE" not in made
    target.reply = apps.verifying(apps.discord(public[1]))
    answer = visitor.post(f"{path}replay/", {"url": target.url, "resign": "1"}, headers=PART)
    assert 'outcome ok">200<' in text(answer)  # type: ignore[arg-type]


def test_a_url_that_is_signed_is_asked_about(visitor: Client, bin: Bin) -> None:
    store(bin, apps.CAPTURES["twilio"])
    keyring.add(bin, "twilio", "mine", apps.TWILIO)
    page = control(visitor, bin)
    assert is_on(page)
    assert "It signs the URL" in page
    assert "http://blue-cat.trycloudflare.com" in page


def test_what_was_sent_shows_old_and_new_without_a_token(
    visitor: Client, bin: Bin, target: Target, worker: None
) -> None:
    store(bin, apps.CAPTURES["gitlab"])
    path = f"/bins/{bin.pk}/requests/1/"
    given = {"url": target.url, "resign": "1", "resign_given": apps.GITLAB}
    visitor.post(f"{path}replay/", given, headers=PART)
    target.received()
    settled(Delivery.objects.get())
    page = text(visitor.get(f"{path}?tab=deliveries"))  # type: ignore[arg-type]
    assert "Signed anew with the secret that was given" in page
    assert "X-Gitlab-Token: (masked)" in page
    assert apps.GITLAB not in page


def test_many_are_signed_where_they_can_be(
    visitor: Client, caught: Bin, secret: BinSecret, target: Target, worker: None
) -> None:
    target.reply = apps.verifying(apps.stripe)
    store(caught, apps.CAPTURES["stripe"], captured())
    path = f"/bins/{caught.pk}/selection/replay/"
    asked = text(visitor.post(path, {"seqs": "1,2,3"}, headers=PART))  # type: ignore[arg-type]
    assert "Sign 2 of them anew" in asked
    form = {"seqs": "1,2,3", "url": target.url, "resign": "1", "new_ids": "1"}
    visitor.post(path, form, headers=PART)
    target.received(3)
    states = {each.request_seq: settled(each).state for each in Delivery.objects.all()}
    assert states[1] == states[2] == "delivered"
    ids = {each.resign["event_id"] for each in Delivery.objects.filter(request_seq__lt=3)}
    assert len(ids) == 2
    assert Delivery.objects.get(request_seq=3).resign is None


def headers_of(name: str) -> str:
    return "\n".join(f"{key}: {value}" for key, value in apps.CAPTURES[name].headers.as_text())
