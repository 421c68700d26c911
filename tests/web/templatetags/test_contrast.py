"""What differs as markup: marked, escaped, and with nothing invisible in it."""

from __future__ import annotations

from requestbin.inspection.diff.octets import OctetRow
from requestbin.inspection.diff.words import CHANGED, CUT, SAME
from requestbin.web.contrast import Drawn
from requestbin.web.templatetags.contrast import new, octets, old, side_by_side

EVIL = "<script>\u202e&"
SAFE = '&lt;script&gt;<span class="unseen">U+202E</span>&amp;'


def test_values_are_marked_and_escaped() -> None:
    assert old([(SAME, EVIL), (CHANGED, EVIL)]) == f"{SAFE}<del>{SAFE}</del>"
    assert new([(CHANGED, "a"), (CUT, "9 characters")]) == (
        '<ins>a</ins><span class="cut"> … 9 characters … </span>'
    )


def test_lines_stand_side_by_side() -> None:
    row = Drawn("changed", "~", "changed", (1, [("key", CHANGED, EVIL)]), None, EVIL)
    assert side_by_side([row]) == (
        '<div class="pair changed"><span class="sign">~<span class="out-of-sight"> changed: </span>'
        f'</span><code class="del" data-n="1"><span class="key"><del>{SAFE}</del></span></code>'
        f'<code class="ins none"></code><span class="whence">{SAFE}</span></div>'
    )
    plain = Drawn("same", "", "", (1, [("", SAME, "a")]), (2, [("", SAME, "a")]))
    assert '<span class="sign"></span>' in side_by_side([plain])


def test_bytes_stand_side_by_side() -> None:
    shown = octets(OctetRow(8, b"<a\0", b"<b"))
    assert '<span class="quiet">00000008</span>  3c <del>61 00</del>' in shown
    assert "3c <ins>62</ins>" in shown
    assert "&lt;a." in shown
