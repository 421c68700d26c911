"""The table holds together: what is mended is what can be found."""

from __future__ import annotations

import pytest

from requestbin.bins.probe import catalog, fronts, strangers
from requestbin.bins.probe.catalog import KINDS, LOSS, kind_of

FOUND = {*KINDS, *(row.code for row in strangers.STRANGERS)}


@pytest.mark.parametrize("front", [*fronts.FRONTS, fronts.HERE], ids=lambda front: front.name)
def test_a_front_mends_nothing_that_is_never_found(front: fronts.Front) -> None:
    assert set(front.mends) <= FOUND


@pytest.mark.parametrize("code", KINDS)
def test_a_loss_names_what_is_lost_and_not_a_fault_of_the_reader(code: str) -> None:
    kind = KINDS[code]
    assert kind.sentence.endswith((".", "}")) or code == catalog.CHECKED
    assert "!" not in kind.sentence.replace("`!`", "")


def test_what_another_version_found_counts_as_lost() -> None:
    assert kind_of("a code of tomorrow").weight == LOSS


def test_what_is_quickly_found_is_not_only_advice() -> None:
    assert not [code for code, kind in KINDS.items() if kind.quick and kind.weight == 2]
