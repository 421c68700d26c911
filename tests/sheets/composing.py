"""Many pictures on one: a page of images, drawn by the browser itself."""

from __future__ import annotations

from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from tests.sheets.visiting import Tile

SHEET_WIDTH = 1560
COLUMNS = {390: 5, 1280: 3, 1680: 2}
ROWS = {390: 2, 1280: 3, 1680: 3}
STYLE = """
body { margin: 0; width: 1560px; background: #888; font: 11px sans-serif }
main { display: grid; gap: 6px; padding: 6px }
figure { margin: 0; background: #fff; overflow: hidden }
img { width: 100%; display: block }
figcaption { padding: 2px 4px; background: #ffd; white-space: nowrap; overflow: hidden }
"""


def compose(browser: Browser, tiles: list[Tile], width: int, name: str, folder: Path) -> None:
    """Draw the tiles as sheets `NAME-01.png` and so on, and as a page to scroll, `NAME.html`."""
    columns = COLUMNS.get(width, 3)
    many = columns * ROWS.get(width, 3)
    _page(folder / f"{name}.html", tiles, columns)
    place = folder / "sheet.html"
    page = browser.new_page(viewport={"width": SHEET_WIDTH, "height": 800})
    for start in range(0, len(tiles), many):
        _page(place, tiles[start : start + many], columns)
        page.goto(place.absolute().as_uri())
        page.screenshot(path=folder / f"{name}-{start // many + 1:02}.png", full_page=True)
    page.close()
    place.unlink(missing_ok=True)


def _page(place: Path, tiles: list[Tile], columns: int) -> None:
    figures = "".join(
        f'<figure><img src="{escape(tile.path.relative_to(place.parent).as_posix())}">'
        f"<figcaption>{escape(tile.label)}</figcaption></figure>"
        for tile in tiles
    )
    grid = f"main {{ grid-template-columns: repeat({columns}, minmax(0, 1fr)) }}"
    head = f'<meta charset="utf-8"><style>{STYLE}{grid}</style>'
    place.write_text(f"<!doctype html>{head}<main>{figures}</main>")
