"""What the documents name exists: settings, commands, routes, files, make's goals."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import resolve

from requestbin.conf import Conf
from requestbin.inspection.query import BY_KEY, parse
from requestbin.providers import PROVIDERS
from requestbin.providers.own import provider_from
from tests import docs

PROJECT = docs.DOCS.parent
PAGES = sorted([*PROJECT.glob("*.md"), *docs.DOCS.rglob("*.md")])
SETTINGS = {row.metadata["name"] for row in fields(Conf)}
ELSEWHERE = ("/in/", "/etc/", "/stripe", "/healthz", "/static/")
"""Files, paths below a bin, and what is answered before our routes."""
OWN_NAMES = re.compile(r"\b(?:REQUESTBIN_[A-Z_]+|DATABASE_URL|REDIS_URL)\b")


def _name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_the_table_of_settings_is_current() -> None:
    text = (docs.DOCS / "configuration.md").read_text()
    assert text == docs.configuration(text), "run `make docs`"
    assert all(f"| `{name}` |" in text for name in SETTINGS)


def test_the_table_of_terms_is_current() -> None:
    text = (docs.DOCS / "search.md").read_text()
    assert text == docs.search(text), "run `make docs`"
    terms = re.findall(rf"`(-?(?:{'|'.join(BY_KEY)}):[^`]+)`", text)
    assert len(terms) > 30
    for term in terms:
        assert len(parse(term, now=datetime.now(UTC), zone=UTC).terms) == 1


def test_the_table_of_providers_is_current() -> None:
    text = (docs.DOCS / "providers.md").read_text()
    assert text == docs.providers(text), "run `make docs`"
    assert all(f"`{row.slug}` |" in text for row in PROVIDERS)


def test_the_provider_of_ones_own_that_is_shown_is_one() -> None:
    text = (docs.DOCS / "providers.md").read_text()
    shown = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert [provider_from(json.loads(each)).slug for each in shown] == ["acme"]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_settings_that_are_named_exist(path: Path) -> None:
    named = set(OWN_NAMES.findall(path.read_text().replace("REQUESTBIN_*", "")))
    assert named <= SETTINGS


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_commands_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", path.read_text()))
    assert named <= set(get_commands())


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links_lead_to_files(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text())
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_goals_of_make_that_are_named_exist(path: Path) -> None:
    code = "\n".join(_code(path.read_text()))
    goals = set(re.findall(r"(?:^`?|&& |=\S+ )make ([a-z]+)", code, re.MULTILINE))
    known = subprocess.run(
        ["make", "-pRrq", "-C", str(PROJECT), "help"], capture_output=True, text=True, check=False
    ).stdout
    assert [goal for goal in goals if f"\n{goal}:" not in known] == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_addresses_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"`(/[a-z][a-z./]*)`", path.read_text()))
    elsewhere = [address for address in named if address.startswith(ELSEWHERE)]
    for address in named.difference(elsewhere):
        resolve(address)  # raises where nothing answers


def test_every_command_of_ours_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app == "requestbin"}
    text = "\n".join(path.read_text() for path in PAGES)
    assert [name for name in sorted(ours) if f"manage.py {name}" not in text] == []


def _code(text: str) -> list[str]:
    return re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
