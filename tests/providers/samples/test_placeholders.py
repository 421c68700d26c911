"""What varies: each kind of value, what holds together, and what is no placeholder."""

from __future__ import annotations

import re
from typing import Any

import pytest

from requestbin.providers.samples.placeholders import KINDS, UnknownPlaceholder, Values

VALUES = Values("1 x y", 1_790_000_000.25, "https://b.example.com/in/key")

SHAPES = [
    ("{{id:evt_:24}}", r"evt_[A-Za-z0-9]{24}"),
    ("{{code:PM:12#a}}", r"PM[A-Z0-9]{12}"),
    ("{{small::9}}", r"[a-z0-9]{9}"),
    ("{{hex:41}}", r"[0-9a-f]{41}"),
    ("{{b64:16}}", r"[A-Za-z0-9+/]{22}=="),
    ("{{uuid}}", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
    ("{{digits:10}}", r"[1-9][0-9]{9}"),
    ("{{price}}", r"[0-9]{1,3}\.[0-9]{2}"),
    ("{{email#a}}", r"[a-z]+\.[a-z]+@example\.com"),
    ("{{login#a}}", r"[a-z]+-[a-z]+"),
    ("{{phone}}", r"\+1500555[0-9]{4}"),
    ("{{phone_digits}}", r"1500555[0-9]{4}"),
    ("{{ip}}", r"203\.0\.113\.[0-9]{1,3}"),
    ("{{word}}", r"[a-z]+"),
    ("{{sentence}}", r"[A-Z][a-z]+ the [a-z]+ [a-z -]+"),
    ("{{url}}", r"https://b\.example\.com/in/key"),
    ("{{unix_text}}", "1790000000"),
    ("{{unix_ms_text:-1}}", "1789999999250"),
    ("{{iso:-60}}", r"2026-09-21T14:12:20\+00:00"),
    ("{{iso_plain}}", "2026-09-21T14:13:20"),
    ("{{iso_z}}", "2026-09-21T14:13:20Z"),
    ("{{iso_ms}}", r"2026-09-21T14:13:20\.250Z"),
    ("{{iso_us}}", r"2026-09-21T14:13:20\.250000Z"),
    ("{{datetime}}", "2026-09-21 14:13:20"),
    ("{{date:86400}}", "2026-09-22"),
    ("{{minute}}", "2609211413"),
    ("{{asctime}}", r"Mon Sep 21 14:13:20 \+0000 2026"),
    ("{{http_date}}", "Mon, 21 Sep 2026 14:13:20 GMT"),
    ("{{mail_date}}", r"Mon, 21 Sep 2026 14:13:20 \+0000"),
    ("at {{unix}}.000100", r"at 1790000000\.000100"),
]


@pytest.mark.parametrize(("text", "shape"), SHAPES)
def test_a_placeholder_becomes_text_of_its_kind(text: str, shape: str) -> None:
    filled = VALUES.filled(text)
    assert isinstance(filled, str)
    assert re.fullmatch(shape, filled)
    assert VALUES.filled(text) == filled


def test_every_kind_is_tried_here() -> None:
    tried = {re.findall(r"\{\{([a-z0-9_]+)", text)[0] for text, _ in SHAPES}
    assert set(KINDS) == tried | {"number", "amount", "name", "first_name", "last_name", "unix_ms"}


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("{{number:4}}", 1000, 9999),
        ("{{amount}}", 500, 50_000),
        ("{{unix:-5}}", 1_789_999_995, 1_789_999_995),
        ("{{unix_ms}}", 1_790_000_000_250, 1_790_000_000_250),
    ],
)
def test_a_number_on_its_own_stays_a_number(text: str, lowest: int, highest: int) -> None:
    filled = VALUES.filled(text)
    assert isinstance(filled, int)
    assert lowest <= filled <= highest
    assert VALUES.filled(f"#{text}") == f"#{filled}"


def test_what_belongs_together_holds_together() -> None:
    name, first, last, price, amount, phone, digits = VALUES.filled(
        ["{{name#a}}", "{{first_name#a}}", "{{last_name#a}}", "{{price}}", "{{amount}}",
         "{{phone#b}}", "{{phone_digits#b}}"]
    )  # fmt: skip
    assert name == f"{first} {last}"
    assert float(price) * 100 == pytest.approx(amount)
    assert phone == f"+{digits}"
    assert VALUES.filled("{{digits:6#x}}") == str(VALUES.filled("{{number:6#x}}"))


def test_names_part_what_is_of_one_kind() -> None:
    assert len({VALUES.filled(f"{{{{uuid#{name}}}}}") for name in "abc"}) == 3
    assert VALUES.filled("{{uuid}}") != Values("2 x y", VALUES.now).filled("{{uuid}}")


def test_values_of_other_kinds_stay_as_they_are() -> None:
    value: dict[str, Any] = {"a": [1, 2.5, None, True, "", "{x}"], "b": {}}
    assert VALUES.filled(value) == value


def test_json_and_base64_are_written_into_a_string() -> None:
    assert VALUES.filled({"$json": {"a": ["{{unix}}"]}}) == '{"a":[1790000000]}'
    assert VALUES.filled({"$base64": "{{unix}}."}) == "MTc5MDAwMDAwMC4=\n"
    assert VALUES.filled({"$json": 1, "b": 2}) == {"$json": 1, "b": 2}


@pytest.mark.parametrize(
    "text",
    ["{{nothing}}", "{{id:evt_}}", "{{hex:x}}", "{{hex}}", "a {{UUID}}", "{{uuid", "{{ uuid }}",
     "{{unix:soon}}", "{{number:0}}x{{"],
)  # fmt: skip
def test_what_is_no_placeholder_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlaceholder):
        VALUES.filled(text)
