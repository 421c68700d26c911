"""Filters of the templates."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from requestbin.web.templatetags.page import breakable, code_line, day, folded, named, seen


def test_days_have_names() -> None:
    now = timezone.now()
    assert [day(now), day(now - timedelta(days=1))] == ["Today", "Yesterday"]
    long_ago = datetime(2024, 3, 5, 12, tzinfo=timezone.get_default_timezone())
    assert day(long_ago) == "Tuesday 5 March 2024"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
        ("a\rb", 'a<span class="unseen">U+000D</span>b'),
        ("\u202egnp.exe", '<span class="unseen">U+202E</span>gnp.exe'),
        ("a\x00", 'a<span class="unseen">U+0000</span>'),
        ("grün 日本 🎉", "grün 日本 🎉"),
        ("👩‍🍳 ❤️‍🔥", "👩‍🍳 ❤️‍🔥"),
        ("می‌خواهم", "می‌خواهم"),
        ("a\u200db", 'a<span class="unseen">U+200D</span>b'),
    ],
)
def test_what_cannot_be_seen_is_named(text: str, shown: str) -> None:
    assert seen(text) == shown


@given(st.lists(st.tuples(st.sampled_from(["", "key", "string"]), st.text())))
def test_no_token_gets_out_of_its_line(tokens: list[tuple[str, str]]) -> None:
    markup = str(code_line(tokens))
    for known in (
        '<span class="key">',
        '<span class="string">',
        '<span class="unseen">',
        "</span>",
    ):
        markup = markup.replace(known, "")
    assert not {"<", ">", '"', "'"} & set(markup)


def test_names_break_between_their_words() -> None:
    assert breakable("customer.sub_updated/x") == "customer.<wbr>sub_<wbr>updated/<wbr>x"
    assert breakable("<a.b>") == "&lt;a.<wbr>b&gt;"


def test_names_of_fields_break_between_their_steps() -> None:
    assert named("order[items][0]") == "order<wbr>[items]<wbr>[0]"
    assert named("a_b.c<d>") == "a_<wbr>b.<wbr>c&lt;d&gt;"


def test_long_texts_fold() -> None:
    assert folded("x" * 360) == "x" * 360
    markup = folded("<" * 400)
    assert "Show all 400 characters" in markup
    assert markup.count("&lt;") == 400
    assert "Show all" not in folded("\n".join("abcdef"))
    assert folded("\n".join("abcdefgh")).startswith(
        '<details class="fold"><summary>a\nb\nc\nd\ne\nf<span'
    )


@given(st.text(st.characters() | st.sampled_from("\r\n"), max_size=20), st.integers(1, 60))
def test_nothing_of_a_fold_is_lost(piece: str, times: int) -> None:
    markup = str(folded(piece * times))
    shown = re.sub(r'<span class="more">.*?</span></span>', "", markup)
    assert re.sub(r"</?(details|summary)[^>]*>", "", shown) == seen(piece * times)


def test_filters_are_escaped_once() -> None:
    template = Template("{% load page %}{{ text|seen }} {{ count|number }}")
    context = Context({"text": "<script>", "count": 12304})
    assert template.render(context) == "&lt;script&gt; 12,304"
