"""Names and values in order: by name, occurrence by occurrence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.change import ADDED, CHANGED, REMOVED, SAME
from requestbin.inspection.diff.heads import Fields, compared

PAIRS = st.lists(
    st.tuples(st.sampled_from(["A", "a", "B", ""]), st.sampled_from("123")), max_size=8
)

UNIQUE = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"))


def told(found: Fields) -> list[str]:
    return [f"{change.sign} {change.steps[0]}" for change in found.changes]


def test_headers_by_name_whatever_their_order() -> None:
    left = [("Host", "x"), ("Via", "1"), ("Via", "2"), ("Accept", "a"), ("Old", "1")]
    right = [("accept", "a"), ("Host", "y"), ("Via", "2"), ("New", "1")]
    found = compared(left, right, Work(), any_case=True)
    assert told(found) == [
        "rewritten accept", "removed Old", "changed Host", "removed Via", "same Via", "added New",
    ]  # fmt: skip
    assert found.reordered
    assert found.changes[0].facts == "was Accept"


def test_fields_of_a_form_are_told_apart_by_case() -> None:
    found = compared([("a", "1")], [("A", "1")], Work())
    assert told(found) == ["removed a", "added A"]


def test_noise_in_headers() -> None:
    pairs = [("X-Request-Id", "1"), ("Host", "x")], [("X-Request-Id", "2"), ("Host", "y")]
    assert [change.noise for change in compared(*pairs, Work()).changes] == ["traces", ""]


@given(PAIRS)
def test_fields_are_the_same_as_themselves(pairs: list[tuple[str, str]]) -> None:
    found = compared(pairs, pairs, Work(), any_case=True)
    assert not found.reordered
    assert found.is_same


@given(PAIRS, PAIRS)
def test_every_field_is_told_once(
    left: list[tuple[str, str]], right: list[tuple[str, str]]
) -> None:
    changes = compared(left, right, Work(), any_case=True).changes
    assert sum(change.left is not None for change in changes) == len(left)
    assert sum(change.right is not None for change in changes) == len(right)


@given(UNIQUE, UNIQUE)
def test_from_the_other_side_what_was_added_is_removed(
    left: dict[str, str], right: dict[str, str]
) -> None:
    there = compared(list(left.items()), list(right.items()), Work()).changes
    back = compared(list(right.items()), list(left.items()), Work()).changes
    for one, other in ((ADDED, REMOVED), (REMOVED, ADDED), (CHANGED, CHANGED), (SAME, SAME)):
        assert sum(it.sign == one for it in there) == sum(it.sign == other for it in back)
