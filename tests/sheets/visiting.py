"""A window that goes from request to request, takes pictures, and notices what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage

from tests.serving import Serving

WIDTHS = {390: 844, 1280: 900, 1680: 1000}
"""The heights of windows by their width."""
SCHEMES = ("light", "dark")

SHIFTS = """
window.shifted = [];
const named = (node) => node?.id || node?.className || node?.parentElement?.className;
const moved = ({ node, previousRect: was, currentRect: is }) =>
  `${named(node)} by ${is.x - was.x}, ${is.y - was.y}, ${is.width - was.width}`;
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value, sources } of list.getEntries()) {
    if (!hadRecentInput) window.shifted.push(`${value.toFixed(6)} (${sources.map(moved)})`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
WIDE = """() => [document.documentElement, document.getElementById("detail")]
  .filter((it) => it.scrollWidth > it.clientWidth)
  .map((it) => `${it.id || "page"}: ${it.scrollWidth} in ${it.clientWidth}`)"""


@dataclass(frozen=True)
class Visit:
    """A request and the query of the view to look at."""

    seq: int
    name: str
    query: str


@dataclass(frozen=True)
class Tile:
    """A picture with what stands under it."""

    path: Path
    label: str


class Visitor:
    """Looks at the requests of one bin in one width and one color scheme."""

    def __init__(
        self, browser: Browser, server: Serving, bin_id: str, width: int, scheme: str, folder: Path
    ) -> None:
        size: Any = {"width": width, "height": WIDTHS.get(width, 900)}
        self.page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        self.page.add_init_script(SHIFTS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._said.append(str(error)))
        self._said: list[str] = []
        self._home = f"{server.base}/bins/{bin_id}/requests"
        self._folder = folder / "pictures" / f"{width}-{scheme}"
        self._folder.mkdir(parents=True)
        self._how = f"{width} {scheme}"
        self.page.goto(f"{server.base}/?pair={server.token}")

    def look(self, visit: Visit) -> Tile:
        """Open a view and take its picture."""
        self.page.goto(f"{self._home}/{visit.seq}/{'?' if visit.query else ''}{visit.query}")
        place = self._folder / f"{visit.seq:03}-{visit.query or 'payload'}.jpeg"
        self.page.locator("#detail").screenshot(path=place, type="jpeg", quality=85)
        return Tile(place, f"{visit.seq} {visit.name} {visit.query}")

    def problems(self, visit: Visit, with_axe: bool) -> list[str]:
        """Return what is wrong on the page that is open."""
        found, self._said = self._said, []
        found += self.page.evaluate(WIDE)
        found += [f"layout shift {each}" for each in self.page.evaluate("window.shifted")]
        if with_axe:
            violations = Axe().run(self.page).response["violations"]
            found += [f"axe: {each['id']}: {each['nodes'][0]['target']}" for each in violations]
        return [f"{self._how}, {visit.seq} {visit.name} {visit.query}: {each}" for each in found]

    def close(self) -> None:
        """Close the window."""
        self.page.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._said.append(f"console: {message.text}")
