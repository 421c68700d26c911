"""XML by tokens: elements, attributes, names and values beside each other; nothing expanded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.names import Names
from requestbin.inspection.masking.sweep import Sweep
from requestbin.inspection.masking.xml import escaped, masked_xml, unescaped


def masked(text: str) -> str:
    return masked_xml(text, Sweep(Names()), lambda held: held)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a><token>x&amp;y</token><b>x</b></a>", "<a><token>(masked)</token><b>x</b></a>"),
        ("<n:Token xmlns:n='u'> x </n:Token>", "<n:Token xmlns:n='u'> (masked) </n:Token>"),
        (
            "<token><a>x</a><![CDATA[y]]></token>",
            "<token><a>(masked)</a><![CDATA[(masked)]]></token>",
        ),
        ("<a password='x' b=\"x\"/>", "<a password='(masked)' b=\"x\"/>"),
        ('<p name="api_key" value="x"/>', '<p name="api_key" value="(masked)"/>'),
        ('<p name="api_key"><v>x</v></p>', '<p name="api_key"><v>(masked)</v></p>'),
        (
            "<d><key>pin</key><string>x</string><key>a</key><string>y</string></d>",
            "<d><key>pin</key><string>(masked)</string><key>a</key><string>y</string></d>",
        ),
        ("<a><!-- <token>x</token> --><!-- b --></a>", "<a><!--(masked)--><!-- b --></a>"),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "b">\n<a>&other;</a>\n',
            '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "b">\n<a>&other;</a>\n',
        ),
        ("<a>x<token/>y<token></token></a>", "<a>x<token/>y<token></token></a>"),
    ],
)
def test_what_secret_names_hold(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "x<a/>",
        "<a b=c/>",
        "<a b/>",
        "<a",
        "<a><",
        "<!--",
        "<a>\x00</a>",
        '<!DOCTYPE a [<!ENTITY p "x">]><a>&p;</a>',
        "</a>",
        "<![CDATA[x]]>",
        "<a b='<'/>",
        "<a>" * 201,
    ],
)
def test_what_is_not_well_formed_or_declares_entities_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        masked(text)


@given(st.text(st.characters(), max_size=20))
def test_texts_are_written_and_read(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_references_that_lead_nowhere_stay() -> None:
    assert unescaped("&#x110000;&#9999999;&a;&#x41;&lt;") == "&#x110000;&#9999999;&a;A<"
