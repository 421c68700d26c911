"""Who may see and change a bin, in every mode: the rule in hand and the rule as a query."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from requestbin.access.principals import (
    INSTANCE,
    LOCAL_OWNER,
    NOBODY,
    Principal,
    allowed,
    may_create,
    of_bin,
    of_browser,
    of_user,
    visible_to,
)
from requestbin.bins.models import Bin
from requestbin.conf import Conf
from tests.builders import make_bin

ANA, BEN = of_user(1), of_user(2)
ANAS_TOKEN = of_user(1, kind="token")
BROWSER, OTHER = of_browser("x"), of_browser("y")

Mode = Callable[..., Conf]


def bin_of(owner: str, *, private: bool = False, pk: str = "abc") -> Bin:
    return Bin(id=pk, owner=owner, private=private)


@pytest.mark.parametrize(
    ("mode_name", "principal", "bin", "may"),
    [
        ("local", LOCAL_OWNER, bin_of("local"), True),
        ("local", LOCAL_OWNER, bin_of("instance"), True),
        ("local", LOCAL_OWNER, bin_of("user:1", private=True), True),
        ("local", INSTANCE, bin_of("local"), True),
        ("local", NOBODY, bin_of("local"), False),
        ("local", NOBODY, bin_of(""), False),
        ("local", of_bin("abc"), bin_of("local"), True),
        ("local", of_bin("xyz"), bin_of("local"), False),
        ("team", ANA, bin_of("user:1", private=True), True),
        ("team", ANA, bin_of("user:2"), True),
        ("team", ANA, bin_of("user:2", private=True), False),
        ("team", ANA, bin_of("instance"), True),
        ("team", ANAS_TOKEN, bin_of("user:1", private=True), True),
        ("team", ANAS_TOKEN, bin_of("user:2"), True),
        ("team", ANAS_TOKEN, bin_of("user:2", private=True), False),
        ("team", INSTANCE, bin_of("user:2", private=True), True),
        ("team", of_bin("abc"), bin_of("user:1", private=True), True),
        ("team", of_bin("xyz"), bin_of("user:1"), False),
        ("team", NOBODY, bin_of("user:1"), False),
        ("team", BROWSER, bin_of("user:1"), False),
        ("public", BROWSER, bin_of("browser:x"), True),
        ("public", BROWSER, bin_of("browser:y"), False),
        ("public", BROWSER, bin_of(""), False),
        ("public", ANAS_TOKEN, bin_of("user:1"), True),
        ("public", ANAS_TOKEN, bin_of("browser:x"), False),
        ("public", INSTANCE, bin_of("browser:x"), True),
        ("public", NOBODY, bin_of(""), False),
        ("public", of_bin("abc"), bin_of(""), True),
    ],
)
def test_the_table(mode: Mode, mode_name: str, principal: Principal, bin: Bin, may: bool) -> None:
    mode(mode_name)
    assert allowed(principal, bin, "see") is may
    assert allowed(principal, bin, "change") is may


def test_a_verb_that_nobody_decided_on_is_an_error() -> None:
    with pytest.raises(ValueError, match="share"):
        allowed(LOCAL_OWNER, bin_of("local"), "share")


@pytest.mark.parametrize(
    ("mode_name", "principal", "may"),
    [
        ("local", LOCAL_OWNER, True),
        ("local", NOBODY, False),
        ("team", ANA, True),
        ("team", ANAS_TOKEN, True),
        ("team", INSTANCE, True),
        ("team", NOBODY, False),
        ("team", of_bin("abc"), False),
        ("public", BROWSER, True),
        ("public", NOBODY, True),
        ("public", of_bin("abc"), False),
    ],
)
def test_who_may_make_bins(mode: Mode, mode_name: str, principal: Principal, may: bool) -> None:
    mode(mode_name)
    assert may_create(principal) is may


PRINCIPALS = st.sampled_from([LOCAL_OWNER, INSTANCE, NOBODY, ANA, BEN, ANAS_TOKEN, BROWSER, OTHER])
OWNERS = ("local", "instance", "", "user:1", "user:2", "browser:x", "browser:y", "bin:abc")


@pytest.mark.django_db
@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PRINCIPALS, st.integers(0, 15), st.sampled_from(["local", "team", "public"]))
def test_the_query_finds_what_is_allowed(
    mode: Mode, principal: Principal, own: int, mode_name: str
) -> None:
    if not Bin.objects.exists():
        for owner in OWNERS:
            make_bin(owner), make_bin(owner, private=True)
    mode(mode_name)
    bins = list(Bin.objects.order_by("pk"))
    for asking in (principal, of_bin(bins[own].pk)):
        found = set(Bin.objects.filter(visible_to(asking)))
        assert found == {bin for bin in bins if allowed(asking, bin, "see")}
