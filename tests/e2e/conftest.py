"""Real Chromium against the real `serve`: a paired page, and what fails a test on any page.

`pytest tests/e2e` is a process of its own: async tests cannot run after Playwright's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests import chromium
from tests.conftest import serving
from tests.serving import Serving, ended

AXE_RUN = "([where, options]) => axe.run(where ?? document, options)"
AXE_OPTIONS: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    },
}
"""In the dark only colours are others (tests/test_layout.py sees to that), and only these two of
axe-core's rules look at colours: all of them again took half of the time of the browser tests."""

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread


@pytest.fixture(scope="session")
def server(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    """Give one local-mode server for all browser tests; make a bin of your own in each test.

    A test that kills or configures a server starts its own with `serve()`.
    """
    made = serving(migrated, tmp_path_factory.mktemp("e2e") / "data", (), {})
    with ended([made]):
        yield made


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return chromium.launch_arguments()


@pytest.fixture(scope="session")
def browser_context_args(server: Serving) -> dict[str, Any]:
    return {"base_url": server.base, "viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def pair() -> Callable[[Page, Serving], Page]:
    """Give `pair(page, server)`: open the link of the console, as a person does once."""

    def opened(page: Page, server: Serving) -> Page:
        page.goto(f"{server.base}/?pair={server.token}")
        return page

    return opened


@pytest.fixture
def page(context: BrowserContext, server: Serving) -> Iterator[Page]:
    """Give a page of a browser that `server` knows; `page.goto("/bins/...")` is relative to it.

    The test fails on an uncaught error and on whatever our content security policy refused.
    """
    name, _, value = server.cookie().partition("=")
    context.add_cookies([{"name": name, "value": value, "url": server.base}])
    made = context.new_page()
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            problems.append(message.text)

    made.on("console", heard)
    made.on("pageerror", lambda error: problems.append(str(error)))
    yield made
    assert not problems, "\n".join(problems)


@pytest.fixture
def axe() -> Callable[..., None]:
    """Give `axe(page)`: fail with what axe-core finds wrong on it, in light and in dark."""

    def check(page: Page, context: str | None = None) -> None:
        found = []
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(AXE_SCRIPT)
        for scheme, options in AXE_OPTIONS.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = page.evaluate(AXE_RUN, [context, options])["violations"]
            found += [_readable(scheme, violation) for violation in violations]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


def _readable(scheme: str, violation: dict[str, Any]) -> str:
    places = [
        f"    {' '.join(map(str, node['target']))}\n      {node['failureSummary']}"
        for node in violation["nodes"][:5]
    ]
    head = f"{scheme}: {violation['id']} ({violation['impact']}): {violation['help']}"
    return "\n".join([head, *places])
