"""Settings: every one parsed once, wrong ones named in a sentence, keys made once and kept."""

from __future__ import annotations

import ipaddress
import stat
import threading
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin import conf
from requestbin.conf import LOCAL, PUBLIC, TEAM, Conf, ConfigurationError, load

NAMES = [row.metadata["name"] for row in fields(Conf)]
KEY = "0123456789abcdef" * 2
GOOD = [
    ("PORT", "9_000", "port", 9000),
    ("REQUESTBIN_URL", "https://Hooks.example.com/", "url", "https://hooks.example.com"),
    ("REQUESTBIN_URL", "https://hooks.example.com:443", "url", "https://hooks.example.com"),
    ("REQUESTBIN_URL", "http://[::1]:8080", "url", "http://[::1]:8080"),
    ("REQUESTBIN_PUBLIC", "Yes", "public", True),
    ("REQUESTBIN_PUBLIC", "0", "public", False),
    ("REQUESTBIN_MAX_BODY", "10M", "max_body", 10 * 1024**2),
    ("REQUESTBIN_MAX_BODY", "512 KiB", "max_body", 512 * 1024),
    ("REQUESTBIN_MAX_BYTES", "2gb", "max_bytes", 2 * 1024**3),
    ("REQUESTBIN_MAX_AGE", "12h", "max_age", 12 * 3600),
    ("REQUESTBIN_MAX_AGE", "30 d", "max_age", 30 * 86400),
    ("REQUESTBIN_RATE_PER_BIN", "0", "bin_rate", 0),
    ("REQUESTBIN_SECRET_KEY", f"{KEY}, old", "secret_keys", (KEY, "old")),
    (
        "REQUESTBIN_ALLOW_NETS",
        "10.0.0.0/8 fd00::/8",
        "nets",
        (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8")),
    ),
]
BAD = [
    ("PORT", "eighty"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("REQUESTBIN_URL", "hooks.example.com"),
    ("REQUESTBIN_URL", "https://hooks.example.com/path"),
    ("REQUESTBIN_URL", "https://user@hooks.example.com"),
    ("REQUESTBIN_URL", "https://hooks.example.com:99999"),
    ("REQUESTBIN_URL", "ftp://hooks.example.com"),
    ("REQUESTBIN_PUBLIC", "maybe"),
    ("REQUESTBIN_MAX_BODY", "-1"),
    ("REQUESTBIN_MAX_BODY", "10 apples"),
    ("REQUESTBIN_MAX_AGE", "a month"),
    ("REQUESTBIN_ALLOW_NETS", "10.0.0.1/8"),
    ("REQUESTBIN_TRUSTED_PROXIES", "one"),
]


@pytest.mark.parametrize(("name", "text", "field", "value"), GOOD)
def test_a_setting_is_read(name: str, text: str, field: str, value: Any) -> None:
    assert getattr(load({name: text}), field) == value


@pytest.mark.parametrize(("name", "text"), BAD)
def test_a_wrong_setting_is_named_with_what_it_must_be(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        load({name: text})
    assert str(error.value).startswith(f"{name} must be ")
    assert text in str(error.value)


@given(st.sampled_from(NAMES), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_is_taken_or_refused_with_a_sentence(name: str, text: str) -> None:
    said = _refusal(name, text)
    assert said == "" or (said.startswith(f"{name} must ") and said.endswith("."))


@pytest.mark.parametrize(
    ("name", "text", "least"),
    [
        ("REQUESTBIN_TOKEN", "short", 20),
        ("REQUESTBIN_SECRET_KEY", KEY[1:], 32),
        ("REQUESTBIN_SECRET_KEY", f"short,{KEY}", 32),
    ],
)
def test_a_short_secret_is_refused_and_never_repeated(name: str, text: str, least: int) -> None:
    with pytest.raises(ConfigurationError) as error:
        load({name: text})
    assert str(error.value) == f"{name} must have {least} or more characters."


def test_blank_is_unset() -> None:
    assert load(dict.fromkeys(NAMES, "  ")) == Conf()


def _refusal(name: str, text: str) -> str:
    try:
        load({name: text})
    except ConfigurationError as error:
        return str(error)
    return ""


MODES = [
    ({}, LOCAL),
    ({"host": "::1"}, LOCAL),
    ({"host": "localhost"}, LOCAL),
    ({"host": "0.0.0.0"}, TEAM),
    ({"host": "hooks.internal"}, TEAM),
    ({"url": "https://hooks.example.com"}, TEAM),
    ({"public": True}, PUBLIC),
]


@pytest.mark.parametrize(("values", "mode"), MODES)
def test_the_mode_follows_from_where_it_listens(values: dict[str, Any], mode: str) -> None:
    assert Conf(**values).mode == mode


@pytest.mark.parametrize(("values", "mode"), MODES)
def test_limits_and_reach_follow_from_the_mode(values: dict[str, Any], mode: str) -> None:
    made = Conf(**values)
    assert (made.bin_rate, made.address_rate) == ((0, 0) if mode == LOCAL else (200, 100))
    assert made.nets == (conf.LOOPBACK if mode == LOCAL else ())
    assert replace(made, rate_per_bin=7, allow_nets=()).bin_rate == 7
    assert replace(made, allow_nets=()).nets == ()


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    made = Conf(data=tmp_path / "var")
    (key,) = made.secret_keys
    assert len(key) >= 50
    assert len(made.instance_token) >= 32
    assert Conf(data=tmp_path / "var").secret_keys == (key,)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "var").iterdir()}
    assert modes == {"secret_key": 0o600, "token": 0o600}
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    keys: list[tuple[str, ...]] = []

    def start() -> None:
        together.wait(5)
        keys.append(Conf(data=tmp_path / "var").secret_keys)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_processes_on_postgresql_are_told_to_share_a_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="REQUESTBIN_SECRET_KEY must be set"):
        _ = Conf(data=tmp_path, database_url="postgresql://here/db").secret_keys


def test_every_setting_documents_itself() -> None:
    rows = conf.rows()
    assert [row["name"] for row in rows] == NAMES
    assert len(set(NAMES)) == len(NAMES)
    for row in rows:
        assert row["help"].endswith("."), row
        assert row["shape"], row
        assert row["default"], row
