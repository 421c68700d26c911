"""Shapes as markup: lines that hang below their beginning, values that unfold, bounded trees."""

from __future__ import annotations

from requestbin.inspection.content import Content
from requestbin.inspection.formats.json import Json
from requestbin.inspection.formats.text import Text
from requestbin.inspection.formats.tree import TreeView
from requestbin.web.templatetags.shapes import FLAT_FROM, code, tree

LONG = "x" * 500


def laid_out(sent: str) -> str:
    return str(code(Json().shape(Content(sent.encode(), "application/json"), 0)))


def test_indentation_stands_apart() -> None:
    markup = laid_out('{"a":[1]}')
    assert '<span class="l">{</span>' in markup
    assert '<span class="l d1"><span class="in">  </span><span class="key">' in markup
    assert '<span class="l d2"><span class="in">    </span>' in markup


def test_long_values_fold_and_words_without_end_break() -> None:
    assert "Show all 502 characters" in laid_out(f'["{LONG}"]')
    assert 'class="string solid"' in laid_out(f'["{LONG}"]')
    assert "solid" not in laid_out('["%s"]' % ("two words " * 20))


def test_a_text_is_shown_as_it_is() -> None:
    markup = str(code(Text().shape(Content(LONG.encode()), 0)))
    assert markup == f'<span class="l">{LONG}</span>'


def test_a_tree_stops_setting_in() -> None:
    deep = "[" * (FLAT_FROM + 3) + "]" * (FLAT_FROM + 3)
    markup = str(tree(TreeView().shape(Content(deep.encode(), "application/json"), 0).roots))
    assert markup.count('<ul class="flat">') == 2


def test_names_in_a_tree_are_escaped() -> None:
    sent = b'{"<a \\"b>": "<c>"}'
    markup = str(tree(TreeView().shape(Content(sent, "application/json"), 0).roots))
    assert 'data-step="&lt;a &quot;b&gt;"' in markup
    assert "<c>" not in markup
