"""JSON by tokens: names with escapes, lists of names and values, and everything else as sent."""

from __future__ import annotations

import json
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.beside import HELD, LABELS, VALUES, WEAK
from requestbin.inspection.masking.json import masked_json
from requestbin.inspection.masking.names import Names
from requestbin.inspection.masking.quoting import quoted, unescaped
from requestbin.inspection.masking.sweep import Sweep


def masked(text: str) -> str:
    return masked_json(text, Sweep(Names()), lambda held: held)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"pass\\u0077ord":"x"}', '{"pass\\u0077ord":"(masked)"}'),
        ('{"token":12, "b":12}', '{"token":"(masked)", "b":12}'),
        ('{"token":null,"secret":true,"pwd":""}', '{"token":null,"secret":true,"pwd":""}'),
        (
            '{"secrets":{"a":["x",{"b":1.50}]},"c":1.50}',
            '{"secrets":{"a":["(masked)",{"b":"(masked)"}]},"c":1.50}',
        ),
        ('{"token":"a","token":"b"}', '{"token":"(masked)","token":"(masked)"}'),
        ('{"name":"Password","value":"x"}', '{"name":"Password","value":"(masked)"}'),
        (
            '{"value":{"a":"x"},"b":"y","key":"api_key"}',
            '{"value":{"a":"(masked)"},"b":"y","key":"api_key"}',
        ),
        (
            '[{"value":"x","name":"a"},{"value":"y","name":"pin"}]',
            '[{"value":"x","name":"a"},{"value":"(masked)","name":"pin"}]',
        ),
        (
            '[["Authorization","Basic eA=="],["Host","h"]]',
            '[["Authorization","(masked)"],["Host","h"]]',
        ),
        ('["password","reset","x"]', '["password","reset","x"]'),
        ('{"a":1}\n{"token":"x"}\n"y"\n', '{"a":1}\n{"token":"(masked)"}\n"y"\n'),
        ('{"a":NaN,"b":-Infinity, "c":1E5}', '{"a":NaN,"b":-Infinity, "c":1E5}'),
    ],
)
def test_values_of_secret_names(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(expected) == expected


@pytest.mark.parametrize("label", sorted(LABELS))
@pytest.mark.parametrize("held", sorted(HELD))
def test_pairs_of_any_names(label: str, held: str) -> None:
    for pair in (
        f'{{"{label}":"X-Api-Key","{held}":%s,"b":"y"}}',
        f'{{"{held.upper()}":%s,"{label.title()}":"refresh_token","b":"y"}}',
    ):
        for value, hidden in (
            ('"x"', '"(masked)"'),
            ('{"a":["x",1]}', '{"a":["(masked)","(masked)"]}'),
        ):
            assert masked(pair % value) == pair % hidden


@pytest.mark.parametrize("label", sorted(WEAK))
def test_ids_and_types_name_what_is_called_a_value(label: str) -> None:
    for held in VALUES:
        assert masked(f'{{"{label}":"password","{held}":"x"}}').endswith(f'"{held}":"(masked)"}}')
    event = f'{{"{label}":"token.created","data":{{"a":"x"}},"content":"y"}}'
    assert masked(event) == event


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"columns":["id","password"],"rows":[[1,"x"],[2,{"a":"y"}],[3],[]],"n":"z"}',
            '{"columns":["id","password"],"rows":[[1,"(masked)"],[2,{"a":"(masked)"}],[3],[]],"n":"z"}',
        ),
        (
            '{"data":[["x", 1], ["y", 2]], "Cols":[{"name":"Pin"},{"name":"a"}]}',
            '{"data":[["(masked)", 1], ["(masked)", 2]], "Cols":[{"name":"Pin"},{"name":"a"}]}',
        ),
        (
            '{"header":["password","token","a"],"values":["x","y","z"]}',
            '{"header":["password","token","a"],"values":["(masked)","(masked)","z"]}',
        ),
        (
            '{"columns":["password","token"],"rows":[["x","y"]]}',
            '{"columns":["password","(masked)"],"rows":[["(masked)","(masked)"]]}',
        ),
        (
            '{"columns":["a","b"],"rows":[["x","y"]],"c":{"rows":[["token"]]}}',
            '{"columns":["a","b"],"rows":[["x","y"]],"c":{"rows":[["token"]]}}',
        ),
    ],
)
def test_columns_of_secret_names(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(expected) == expected


def test_wide_tables_and_deep_ones_take_no_time() -> None:
    names, rows = '"pin",' * 20_000, "[]," * 60_000
    deep = '{"rows":' * 60 + "[" + '["x"],' * 20_000 + "[]]" + ',"columns":["pin"]}' * 60
    began = process_time()
    masked(f'{{"columns":[{names}"a"],"rows":[{rows}[]]}}')
    assert '"x"' not in masked(deep)
    assert process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        '{"a"}',
        '{"a":1,}',
        "[1 2]",
        '{"a":1',
        '"a',
        "{'a':1}",
        "[1]]",
        "1 x",
        "[" * 65,
        '{"a" "b"}',
        ":",
        ",",
        '{"a"::1}',
        '["a\nb"]',
        "{]",
        "{1:2}",
        "truE",
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        masked(text)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner),
    max_leaves=10,
)


@settings(max_examples=50)
@given(JSON_VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_json_without_secrets_stays_as_it_was_sent(
    value: object, ascii: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=indent)
    assert masked(text) == text


@given(st.text(st.characters(), max_size=20))
def test_strings_are_read_and_written(text: str) -> None:
    assert unescaped(json.dumps(text)) == text
    assert json.loads(quoted(text)) == text


def test_escapes_that_json_does_not_have() -> None:
    assert unescaped(r'"\q\ud83d\ude00\ud83dx\/"') == "q\U0001f600\ud83dx/"
