"""What arrived is compared without mercy, and whatever arrived."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins.probe import compare, errands
from requestbin.bins.probe.told import Told, digest
from requestbin.http import Headers
from tests.bins.probe.conftest import codes

ODD = errands.odd(1000)
ARRIVED = Told(
    "POST", ODD.rest, "1.1", ODD.headers, len(ODD.body), digest(ODD.body), "", "http", 0, 1
)


def found(**changes: object) -> list[str]:
    told = replace(ARRIVED, **changes)  # type: ignore[arg-type]
    every = (*compare.target(ODD, told), *compare.body(ODD, told), *compare.headers(ODD, told))
    return codes(list(every))


def test_an_unchanged_probe_has_no_findings() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("rest", "causes"),
    [
        ("/a/b%2Fc?x=1&x=2&empty=", ["slashes"]),
        ("/a//b/c?x=1&x=2&empty=", ["decoded"]),
        ("/a/b/c?x=1&x=2&empty=", ["slashes", "decoded"]),
        ("/a//b%2fc?x=1&x=2&empty=", ["target"]),
        ("/a//b%2Fc?x=1&x=2", ["target"]),
        ("", ["target"]),
    ],
)
def test_a_changed_target_is_told_by_its_causes(rest: str, causes: list[str]) -> None:
    assert found(rest=rest) == causes


def test_a_long_value_is_cut_in_a_sentence() -> None:
    (finding,) = compare.target(ODD, replace(ARRIVED, rest="/" + "x" * 9000))
    assert len(finding.sentence) < 300


def test_of_many_added_headers_some_are_named() -> None:
    many = [(f"X-{number}", "") for number in range(5000)]
    found = compare.headers(ODD, replace(ARRIVED, headers=ODD.headers.plus(*many)))
    (added,) = (each.sentence for each in found if each.code == "added")
    assert added.endswith("and 4970 more.")


def test_a_megabyte_of_headers_is_compared_at_once() -> None:
    letters = ([small, small.upper()] for small in "acceptencoding")
    spelled = ["".join(each) for each in product(*letters)]  # one name in 16,384 spellings
    many = [(f"{each[:6]}-{each[6:]}", "x") for each in spelled]
    many += [(f"X-{number}", "y") for number in range(15_000)]
    began = monotonic()
    compare.headers(ODD, replace(ARRIVED, headers=Headers(many)))
    assert monotonic() - began < 3


def test_a_name_in_other_letters_is_the_same_name() -> None:
    told = replace(ARRIVED, headers=Headers([("HOST", "Hooks.Example.com")]))
    assert compare.host("hooks.example.com", told) == []
    assert codes(compare.host("hooks.example.com:8443", told)) == ["host"]


TEXT = st.text(st.characters(max_codepoint=255), max_size=20)
NAMES = st.sampled_from([name.decode() for name, _ in ODD.headers]) | TEXT


@given(st.lists(st.tuples(NAMES, TEXT), max_size=8), TEXT, st.integers(0, 9))
def test_nothing_that_arrived_makes_it_raise(
    pairs: list[tuple[str, str]], text: str, size: int
) -> None:
    told = replace(ARRIVED, headers=Headers(pairs), rest=text, size=size, sha256=text, method=text)
    for errand in (ODD, errands.HEADS, errands.EXPECT):
        for each in (*compare.headers(errand, told), *compare.target(errand, told)):
            assert each.sentence
    compare.host(text, told)
