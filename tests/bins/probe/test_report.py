"""A report puts first what is gravest, and what mends it at the front that was seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins.probe.catalog import CHECKED, KINDS, finding
from requestbin.bins.probe.findings import Finding, restored
from requestbin.bins.probe.report import kept_report, report_of

SEEN = finding("front", names="nginx", fronts=["nginx"])
UNSAFE = finding("spoofed", count=1, trusted=2, proxies="1 proxy", writes="writes")
LOST = finding("underscore", name="x_y")
SLIGHT = finding("proxies_unset", count=2, sender="127.0.0.1")
NOTED = finding("case")


def test_the_gravest_comes_first() -> None:
    report = report_of([SEEN, NOTED, SLIGHT, LOST, UNSAFE], "8000")
    assert [box.grade for box in report.boxes] == ["danger", "loss", "advice"]
    assert [box.word for box in report.boxes] == ["Not safe", "Lost", "Worth mending"]
    assert [box.grade for box in report.quiet] == ["fine", "harmless"]
    assert report.grave


def test_advice_alone_is_not_grave() -> None:
    assert not report_of([SLIGHT], "8000").grave


def test_what_was_seen_in_front_is_mended_there() -> None:
    (box,) = report_of([SEEN, LOST], "8000").boxes
    assert box.near[0].lines.startswith("underscores_in_headers on;")
    assert box.others == []
    (box,) = report_of([LOST], "8000").boxes
    assert box.near == []
    assert box.others


def test_a_setting_is_mended_here_with_its_number() -> None:
    (box,) = report_of([SLIGHT], "8000").boxes
    assert box.near[0].lines == "REQUESTBIN_TRUSTED_PROXIES=2"


def test_a_line_names_the_port_of_this_instance() -> None:
    unreached = finding("unreached", why="Nothing.", who="tunnel_down")
    (box,) = report_of([unreached], "8123").boxes
    assert [mend.lines for mend in box.others] == [
        "cloudflared tunnel --url http://127.0.0.1:8123",
        "ngrok http 8123",
    ]


def test_only_a_full_check_is_a_report() -> None:
    assert kept_report([LOST], "8000") is None
    when = "2026-03-04T05:06:07+00:00"
    report = kept_report([LOST, finding(CHECKED, at=when)], "8000")
    assert report is not None
    assert report.at is not None
    assert report.at.isoformat() == when


CODES = st.sampled_from([*KINDS, "another"])
FACTS = st.dictionaries(st.sampled_from(["count", "port", "who", "mebibytes"]), st.text(max_size=5))


@given(st.lists(st.tuples(CODES, st.text(max_size=9), FACTS), max_size=6))
def test_nothing_that_was_kept_makes_it_raise(rows: list[tuple[str, str, dict[str, str]]]) -> None:
    kept = [Finding(*row) for row in rows if row[0] != CHECKED]
    again = restored([each.stored() for each in kept])
    assert again == kept
    report = report_of(again, "8000")
    assert len(report.boxes) + len(report.quiet) == len(kept)
