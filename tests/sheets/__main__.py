"""Draws contact sheets of the corpus, and tells what is wrong on its pages: `make sheets`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.corpus import EXAMPLES, Example
from tests.server.wire import Wire
from tests.serving import Serving, environment, manage
from tests.sheets.composing import compose
from tests.sheets.visiting import SCHEMES, WIDTHS, Visit, Visitor

AXE_EVERY = 8
"""axe takes a second a page: a sample of them is enough, since they are made of the same parts."""
FRAMING = {b"host", b"content-length"}


@contextmanager
def served() -> Iterator[Serving]:
    """Give a server of its own until the block ends."""
    with tempfile.TemporaryDirectory() as place:
        env = environment(Path(place) / "data")
        manage("collectstatic", "--noinput", env=env)
        manage("upgrade", env=env)
        server = Serving(Path(place) / "data", Path(place) / "log", (), env)
        try:
            yield server
        finally:
            server.stop()


def send(server: Serving, key: str, examples: list[Example]) -> None:
    """Send each example from a raw socket, so that its headers arrive as they stand."""
    for example in examples:
        captured = example.captured()
        target = captured.target.replace(b"/in/key", f"/in/{key}".encode(), 1)
        named = {name.lower() for name, _ in captured.headers}
        added = [
            (b"Host", b"hooks.example.com"),
            (b"Content-Length", b"%d" % len(example.body)),
        ]
        pairs = [*(pair for pair in added if pair[0].lower() not in named), *captured.headers]
        lines = [name + b": " + value for name, value in pairs]
        head = b"\r\n".join([example.method.encode() + b" " + target + b" HTTP/1.1", *lines])
        wire = Wire(server.port)
        answer = wire.ask(head + b"\r\n\r\n" + example.body, method=example.method)
        assert answer.status == 200, (example.name, answer)
        wire.close()


def visits_of(examples: list[Example]) -> list[Visit]:
    """Return what to look at: the payload of each, and its further views."""
    return [
        Visit(seq, example.name, query)
        for seq, example in enumerate(examples, 1)
        for query in ("", *example.looks)
    ]


def draw(browser: Browser, server: Serving, asked: argparse.Namespace) -> list[str]:
    """Draw all sheets into the folder `asked.out`; return what is wrong."""
    made = server.make_bin(name="Corpus")
    examples = [each for each in EXAMPLES if asked.only.lower() in each.name.lower()]
    send(server, made["key"], examples)
    found = []
    for width in asked.width or WIDTHS:
        for scheme in asked.scheme or SCHEMES:
            visitor = Visitor(browser, server, made["id"], width, scheme, asked.out)
            tiles = []
            for number, visit in enumerate(visits_of(examples)):
                tiles.append(visitor.look(visit))
                found += visitor.problems(visit, with_axe=number % AXE_EVERY == 0)
            visitor.close()
            compose(browser, tiles, width, f"{width}-{scheme}", asked.out)
            print(f"{width} px, {scheme}: {len(tiles)} pages", flush=True)
    return found


def main() -> int:
    """Run the command line; return 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.sheets", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("sheets"), help="a folder, made anew")
    parser.add_argument("--only", default="", help="examples whose name holds this")
    parser.add_argument("--width", type=int, action="append", help="one of its widths alone")
    parser.add_argument("--scheme", choices=SCHEMES, action="append")
    asked = parser.parse_args()
    shutil.rmtree(asked.out, ignore_errors=True)
    asked.out.mkdir(parents=True)
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_arguments())  # type: ignore[arg-type]
        found = draw(browser, server, asked)
        browser.close()
    print("\n".join(found) or "Nothing is wrong.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
