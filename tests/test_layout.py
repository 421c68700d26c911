"""The tree keeps its own promises: small files, each with its reason, tests where they belong."""

from __future__ import annotations

import ast
import re
from pathlib import Path

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


# Each test looks at all files and names those that break it: an item for each file and rule cost
# every process of a run a second before the first test.


def test_a_file_says_why_it_is_there_and_stays_small() -> None:
    found = []
    for path in SOURCES:
        text = path.read_text()
        limit = MAX_LINES if path.is_relative_to(PACKAGE) else MAX_TEST_LINES
        if text.strip() and not ast.get_docstring(ast.parse(text)):
            found.append(f"{_name(path)}: begin with what would be missing without this file")
        if path.name not in LONG_BY_DESIGN and text.count("\n") > limit:
            found.append(f"{_name(path)}: more than {limit} lines, ask what it hides")
    assert found == []


def test_functions_are_short() -> None:
    long = [
        f"{_name(path)}: {node.name}: {lines} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_a_name_says_something() -> None:
    assert [_name(p) for p in MODULES if NOTHING_WORDS & set(re.split(r"[_.]", p.stem))] == []


def test_a_test_stands_where_its_module_stands() -> None:
    assert [_name(p) for p in sorted(TESTS.rglob("test_*.py")) if not _stands_right(p)] == []


def _stands_right(path: Path) -> bool:
    place = path.relative_to(TESTS)
    if place.parts[0] in ACROSS or path.stem in GROUND:
        return True
    folder = PACKAGE / place.parent
    if place.parts[0] == "management":
        folder = PACKAGE / "management" / "commands"
    stem = path.stem.removeprefix("test_")
    candidates = {module.stem for module in folder.iterdir()}
    return any(stem == name or stem.startswith(f"{name}_") for name in candidates)


def test_no_test_sleeps() -> None:
    allowed = ("serving.py", "test_layout.py")
    watched = [p for p in TESTS.rglob("*.py") if p.name not in allowed and "bench" not in p.parts]
    assert [_name(path) for path in watched if "time.sleep" in path.read_text()] == []


def test_the_dark_has_other_colours_and_nothing_else_is_other() -> None:
    shown = [*TEMPLATES, *(PROJECT / "static").rglob("*.css"), *(PROJECT / "static").rglob("*.js")]
    assert [_name(path) for path in shown if "prefers-color-scheme" in path.read_text()] == []


def test_templates_need_no_eval_and_no_inline_code() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|js:")
    evaluated = re.compile(r'hx-trigger="[^"]*\[')
    texts = {_name(path): path.read_text() for path in TEMPLATES}
    assert [name for name, text in texts.items() if inline.search(text)] == []
    assert [name for name, text in texts.items() if evaluated.search(text)] == []
