"""Forms and queries: names percent-encoded or not, values as they were but for the secret ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.form import (
    decoded,
    demand_form,
    encoded,
    looks_like_form,
    masked_form,
)
from requestbin.inspection.masking.names import IN_LINKS, Names
from requestbin.inspection.masking.sweep import Sweep


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a=1&token=x&b=%20", "a=1&token=(masked)&b=%20"),
        ("%74oken=x+y", "%74oken=(masked)"),
        ("token=&token&=x", "token=&token&=x"),
        ("user[password]=x&user[name]=y", "user[password]=(masked)&user[name]=y"),
        ("&&a=%zz&%ff=%ff", "&&a=%zz&%ff=%ff"),
        ("sig=x", "sig=(masked)"),
        ("token=(masked)", "token=(masked)"),
    ],
)
def test_values_of_secret_names(text: str, expected: str) -> None:
    assert masked_form(text, Sweep(Names()), lambda held: held, "value", IN_LINKS) == expected


@pytest.mark.parametrize(
    "text", ["a=1", "a=1&b&c=", "a b=1&c".replace(" ", "+"), "a=hello world\n", "=x"]
)
def test_a_form(text: str) -> None:
    demand_form(text)


@pytest.mark.parametrize(
    "text",
    ["hello", "the password is x=y", "a=1\nb=2", "a\x00=1", "a&b", "&".join(["a="] * 20_002)],
)
def test_what_curl_calls_a_form_and_is_none(text: str) -> None:
    with pytest.raises(Unreadable):
        demand_form(text)


@pytest.mark.parametrize("text", ["a=1", "a[b]=1&c", "=x", "a=b c"])
def test_what_looks_like_a_form(text: str) -> None:
    assert looks_like_form(text)


@pytest.mark.parametrize("text", ["", "a", "a b=1", "https://h/?a=1", "a&b", '{"a"="b"}'])
def test_what_does_not(text: str) -> None:
    assert not looks_like_form(text)


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_values_are_encoded_and_decoded(text: str) -> None:
    assert decoded(encoded(text)) == text


def test_bytes_that_are_no_utf_8_come_back() -> None:
    assert encoded(decoded("%FF%C3")) == "%FF%C3"
    assert encoded("\ud800") == "%ED%A0%80"
