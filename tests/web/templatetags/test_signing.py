"""What was signed, shown so that nothing stays unseen."""

from __future__ import annotations

from requestbin.providers.doctor import Difference
from requestbin.providers.doctor.difference import difference
from requestbin.web.templatetags.signing import as_received, as_signed, exact, scheme


def test_line_ends_tabs_and_spaces_at_an_end_are_marked() -> None:
    shown = exact("a\tb \r\n<c>\n\u200b")
    assert '<span class="end" data-mark="→">\t</span>' in shown
    assert 'data-mark="·"> </span>' in shown
    assert 'data-mark="CR ↵">' in shown
    assert "&lt;c&gt;" in shown
    assert "U+200B" in shown
    assert exact("plain text") == "plain text"


def test_a_scheme_sets_its_template_as_code() -> None:
    title = "HMAC-SHA256 of {timestamp}.{body}, hex"
    assert scheme(title) == "HMAC-SHA256 of <code>{timestamp}.{body}</code>, hex"
    assert scheme("<b>") == "&lt;b&gt;"


def test_a_difference_is_marked_on_both_sides() -> None:
    one = Difference(900, b"", b"\n", b"a}", b"<b>\xff")
    assert as_signed(one) == '…a}<ins><span class="quiet">nothing</span></ins>&lt;b&gt;\\xff'
    assert as_received(one).startswith('…a}<del><span class="end"')


def test_what_is_left_out_of_a_difference_is_marked() -> None:
    one = difference(b"{" + b"a" * 90 + b"}" + b"-" * 50, b"{" + b"b" * 9 + b"}" + b"-" * 50)
    assert one is not None
    assert as_signed(one) == f"{{<ins>{'a' * 40}</ins>…}}{'-' * 23}…"
    assert as_received(one) == f"{{<del>{'b' * 9}</del>}}{'-' * 23}…"
