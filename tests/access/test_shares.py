"""Links that share: signed, ended by time and by hand, counted, gone with what they show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from requestbin.access import shares
from requestbin.access.models import Share
from requestbin.bins import actions, retention
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def signed(share: Share) -> str:
    return shares.path_of(share).removeprefix("/shared/").removesuffix("/")


def test_a_link_is_found_by_what_was_signed_again_and_again() -> None:
    made = shares.make("abc", 7, "local", DAY)
    text = signed(made)
    assert text == signed(Share.objects.get())
    assert shares.find(text) == made
    assert (made.seq, made.created_by, made.expires_at - made.created_at) == (7, "local", DAY)


def test_the_stored_row_alone_opens_nothing() -> None:
    made = shares.make("abc", 7, "local", DAY)
    for text in (made.pk, f"{made.pk}.", f"{made.pk}.{made.pk}", signed(made)[:-1]):
        with pytest.raises(Share.DoesNotExist):
            shares.find(text)


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_no_text_is_a_fault(text: str) -> None:
    with pytest.raises(Share.DoesNotExist):
        shares.find(text)
    assert not shares.revoke("abc", text)


def test_an_older_secret_key_goes_on_verifying(settings: Settings) -> None:
    text = signed(shares.make("abc", 7, "local", DAY))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key, of which nobody knows anything"
    assert shares.find(text).seq == 7
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Share.DoesNotExist):
        shares.find(text)


def test_it_ends_by_time_and_by_hand() -> None:
    over, revoked = (shares.make("abc", seq, "local", DAY) for seq in (1, 2))
    Share.objects.filter(pk=over.pk).update(expires_at=timezone.now())
    assert not shares.revoke("another", revoked.pk)
    assert shares.revoke("abc", revoked.pk)
    assert not shares.revoke("abc", revoked.pk)
    for each in (over, revoked):
        with pytest.raises(Share.DoesNotExist):
            shares.find(signed(each))
    assert shares.working("abc") == []


def test_openings_are_counted() -> None:
    made = shares.make("abc", 1, "local", DAY)
    for _ in range(3):
        shares.count(made)
    (seen,) = shares.working("abc", 1)
    assert seen.opened == 3
    assert seen.last_opened_at is not None


def test_the_links_of_a_bin_and_of_a_request() -> None:
    made = [shares.make("abc", seq, "local", DAY) for seq in (1, 2, 1)]
    shares.make("other", 1, "local", DAY)
    assert shares.working("abc") == made[::-1]
    assert shares.working("abc", 1) == [made[2], made[0]]


def test_a_bin_has_so_many_links_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "MAX_LINKS", 2)
    over = shares.make("abc", 1, "local", -DAY)
    assert over.expires_at < timezone.now()
    shares.make("abc", 1, "local", DAY)
    shares.make("abc", 1, "local", DAY)
    with pytest.raises(shares.TooManyLinks, match="2 links"):
        shares.make("abc", 1, "local", DAY)
    shares.make("other", 1, "local", DAY)


def test_links_go_with_their_request_and_with_their_bin() -> None:
    bin, other = make_bin(), make_bin()
    for each in (bin, other):
        store(each, captured(), captured())
    first, second, theirs = (
        shares.make(pk, seq, "local", DAY) for pk, seq in ((bin.pk, 1), (bin.pk, 2), (other.pk, 1))
    )
    actions.delete_requests(bin, [1])
    assert shares.working(bin.pk) == [second]
    assert shares.working(other.pk) == [theirs]
    actions.delete(bin)
    assert shares.working(bin.pk) == []
    actions.delete_all(other)
    retention.purge()
    assert not Share.objects.exists()
    assert first.pk != second.pk


def test_what_is_over_is_cleared_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "MAX_ROWS", 2)
    for _ in range(3):
        shares.make("abc", 1, "local", -DAY)
    kept = shares.make("abc", 1, "local", DAY)
    shares.clear_expired()
    assert Share.objects.count() == 2
    shares.clear_expired()
    assert list(Share.objects.all()) == [kept]
