"""Filters of the templates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from requestbin.web.templatetags.page import breakable, code_line, day, seen


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


def test_filters_are_escaped_once() -> None:
    template = Template("{% load page %}{{ text|seen }} {{ count|number }}")
    context = Context({"text": "<script>", "count": 12304})
    assert template.render(context) == "&lt;script&gt; 12,304"
