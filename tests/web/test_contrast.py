"""The tables and lines of a comparison: what is shown, muted, folded, and left out."""

from __future__ import annotations

import json

from requestbin.http import Headers
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.comparison import Comparison, Side, compare
from requestbin.web.contrast import MAX_ENTRIES, MAX_ROWS, Block, blocks_of, head_of, table_of

JSON = ("Content-Type", "application/json")
ID = "evt_1PqR8a2b3"


def of(left: str, right: str, kind: str = "application/json") -> Comparison:
    head = Headers([("Content-Type", kind)])
    sides = (Side((("Method", "POST"),), b"", head, text.encode()) for text in (left, right))
    return compare(*sides)


def blocks(left: str, right: str, noise: bool = False, kind: str = "text/plain") -> list[Block]:
    return blocks_of(of(left, right, kind).body, noise, Work())


def texts(block: Block) -> list[tuple[str, str, str]]:
    """Return kind, sign and the text of the right, else of the left."""
    found = []
    for row in block.rows:
        line = row.right or row.left
        assert line
        found.append((row.kind, row.sign, "".join(text for *_, text in line[1])))
    return found


def test_the_head_is_one_table() -> None:
    left = Side((("Method", "POST"),), b"a=1", Headers([JSON, ("X-Request-Id", "1")]), b"")
    right = Side((("Method", "PUT"),), b"a=2", Headers([JSON, ("X-Request-Id", "2")]), b"")
    table = head_of(compare(left, right), False, Work())
    assert [entry.change.steps[0] for entry in table.entries] == ["Method", "?a"]
    assert [entry.sign for entry in table.entries] == ["~", "~"]
    assert (table.muted, [each.change.steps[0] for each in table.same]) == (1, ["Content-Type"])
    assert len(head_of(compare(left, right), True, Work()).entries) == 3


def test_of_very_many_changes_the_first_are_listed() -> None:
    left, right = (json.dumps([at * by for at in range(1, 999)]) for by in (2, 3))
    table = table_of(of(left, right).body.changes, False, Work())
    assert len(table.entries) == MAX_ENTRIES
    assert table.more > 0


def test_noise_is_muted_and_folded_until_it_is_asked_for() -> None:
    lines = [f"line {at}" for at in range(20)]
    left, right = ("\n".join([*lines[:5], ID + end, *lines[5:]]) for end in "12")
    (folded,) = blocks(left, right)
    assert folded.label == "21 lines, 1 of them noise"
    assert [row for row in texts(folded) if row[0] == "muted"] == [("muted", "", ID + "2")]
    shown = blocks(left, right, noise=True)
    assert ("muted", "~", ID + "2") in [row for block in shown for row in texts(block)]


def test_long_stretches_of_the_same_are_told_and_not_drawn() -> None:
    same = "\n".join(f"line {at}" for at in range(900))
    found = blocks(f"{same}\none\n{same}", f"{same}\ntwo\n{same}")
    assert [block.label for block in found] == [
        "850 same lines", "47 same lines", "", "47 same lines", "850 same lines",
    ]  # fmt: skip
    assert [len(block.rows) for block in found] == [0, 47, 7, 47, 0]
    assert found[2].rows[3].left == (901, [("", "changed", "one")])


def test_of_endless_changes_the_first_are_drawn() -> None:
    found = blocks("a\n" * 9_000, "b\n" * 9_000)
    assert sum(len(block.rows) for block in found) == MAX_ROWS


def test_what_moved_says_from_where_and_to_where() -> None:
    address = {"street": "Main", "city": "Berlin"}
    left, right = {"a": {"b": address}, "list": [{"id": 1}, {"id": 2, "n": 1}]}, {
        "a": {}, "address": address, "list": [{"id": 2, "n": 2}, {"id": 1}],
    }  # fmt: skip
    body = of(json.dumps(left), json.dumps(right)).body
    rows = [row for block in blocks_of(body, False, Work()) for row in block.rows]
    notes = [row.note for row in rows if row.note]
    assert notes == ["to address", "from a.b", "from list.1"]
    assert [row.kind for row in rows if row.note] == ["elsewhere", "moved", "moved"]


def test_bodies_of_different_formats_are_only_shown() -> None:
    (block,) = blocks_of(of('{"a": 1}', "ok", "").body, False, Work())
    assert {(row.kind, row.sign) for row in block.rows} == {("unlike", "")}
    assert not [state for row in block.rows if row.left for _, state, _ in row.left[1] if state]
    assert blocks_of(of("", "").body, False, Work()) == []
