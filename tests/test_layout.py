"""The tree keeps its own promises: small files, each with its reason, tests where they belong."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "requestbin"
TESTS = PROJECT / "tests"

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
SOURCES = [*MODULES, *sorted(TESTS.rglob("*.py"))]
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))

MAX_LINES = 250
MAX_TEST_LINES = 450
LONG_BY_DESIGN = {"catalog.py", "conf.py"}
"""Tables: they grow by rows."""
MAX_FUNCTION_LINES = 40
NOTHING_WORDS = {"util", "utils", "helper", "helpers", "handler", "service", "misc", "common"}
ACROSS = {"e2e", "journeys", "hostile", "bench", "kill", "corpus"}
"""Folders of tests that are about the whole, not about one module."""
GROUND = {"test_canary", "test_stores", "test_layout", "test_docs", "test_make", "test_fronts"}


def _name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_file_says_why_it_is_there_and_stays_small(path: Path) -> None:
    text = path.read_text()
    if not text.strip():
        return
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "begin with one line that says what would be missing without this file"
    limit = MAX_LINES if path.is_relative_to(PACKAGE) else MAX_TEST_LINES
    assert path.name in LONG_BY_DESIGN or text.count("\n") <= limit, "ask what it hides"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_functions_are_short(path: Path) -> None:
    long = [
        f"{node.name}: {lines} lines"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_name_says_something(path: Path) -> None:
    assert not NOTHING_WORDS & set(re.split(r"[_.]", path.stem))


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=_name)
def test_a_test_stands_where_its_module_stands(path: Path) -> None:
    place = path.relative_to(TESTS)
    if place.parts[0] in ACROSS or path.stem in GROUND:
        return
    folder = PACKAGE / place.parent
    if place.parts[0] == "management":
        folder = PACKAGE / "management" / "commands"
    stem = path.stem.removeprefix("test_")
    candidates = {module.stem for module in folder.iterdir()}
    assert any(stem == name or stem.startswith(f"{name}_") for name in candidates), (
        f"no module {stem} in {_name(folder)}"
    )


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=_name)
def test_no_test_sleeps(path: Path) -> None:
    allowed = path.name in ("serving.py", "test_layout.py") or "bench" in path.parts
    assert allowed or "time.sleep" not in path.read_text()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_templates_need_no_eval_and_no_inline_code(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|js:", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text)
