"""Reads pages as a suspicious browser would: what on them could act, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.serving import Answer, Serving

ACTIVE = frozenset(
    [
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "style",
        "base",
        "portal",
        "math",
        "foreignobject",
    ]
)
"""Elements that no page of ours has."""
LOADING = frozenset(["src", "srcset", "poster", "background", "formaction", "xlink:href", "ping"])
LEADING = ("href", "hx-get", "data-get", "data-rows", "data-copy-from")
"""Attributes with an address that a press, or a script of ours, asks for with GET."""
TOLD_APART = frozenset(["older", "panel", "replay-other", "sends", "summary"])
"""Targets by which views tell parts apart; for all others it is one (test_inert sees to it)."""
WHOLE = "/share/preview/"
"""Below it the answer is a whole page, whatever part is asked for."""
MAX_PAGES = 3_000
FAR = re.compile(r"at=[0-9]{5,}")
"""Hexadecimal pages after the third: they are as many as the body is long, and all alike."""


@dataclass
class Page(HTMLParser):
    """One page: its text, its attribute values, what could act on it, and where it leads."""

    source: str
    base: str
    pieces: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    leads: list[tuple[str, str]] = field(default_factory=list)
    """Addresses, each with the htmx target of the element that asks for it, or ""."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside = ""
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.values += given.values()
        self._inside = tag
        if tag in ACTIVE or (tag == "script" and "/static/" not in given.get("src", "")):
            self.acts.append(self.get_starttag_text() or tag)
        for name, value in given.items():
            self._judge(tag, name, value)
        self.leads += [
            (given[name], given.get("hx-target", "").removeprefix("#"))
            for name in LEADING
            if given.get(name, "").startswith(("/", "?", "#"))
        ]

    def _judge(self, tag: str, name: str, value: str) -> None:
        scheme = urlsplit(value.strip()).scheme if name == "href" or name in LOADING else ""
        own = ("/bins/",) if name == "formaction" else ("/static/", "data:image/")
        foreign = name in LOADING and not value.startswith(own)
        if name.startswith("on") or name in ("style", "srcdoc") or "boom" in name or foreign:
            self.acts.append(f"{tag} {name}={value[:100]}")
        if scheme not in ("", "data", "http") or (name == "href" and scheme == "data"):
            self.acts.append(f"{tag} {name}={value[:100]}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and data.strip():
            self.acts.append(f"script: {data[:100]}")
        if self._inside == "textarea":  # which must hold what was sent as it was
            self.values.append(data)
        else:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        """Return what is shown."""
        return "".join(self.pieces)

    def handle_comment(self, data: str) -> None:
        if "boom" in data:
            self.acts.append(f"comment: {data[:100]}")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.acts.append(f"declaration: {decl[:100]}")


class Reader:
    """A paired browser without eyes: asks for pages and follows the links on them, each once."""

    def __init__(self, server: Serving, cookie: str) -> None:
        self.server, self.cookie = server, cookie
        self.seen: dict[tuple[str, str], Answer] = {}
        self._whole: set[str] = set()

    def ask(self, path: str, target: str = "", **headers: str) -> Answer:
        """GET `path`, as htmx does for the element `target` where one is named."""
        if target:
            headers |= {"HX-Request": "true", "HX-Target": target}
        return self.server.request("GET", path, headers={"Cookie": self.cookie, **headers})

    def crawl(self, *starts: str, within: str) -> Iterator[tuple[str, Answer, Page | None]]:
        """Give all that links lead to below `within`, as pages and as the parts that htmx wants."""
        waiting = [(start, "") for start in starts]
        while waiting:
            path, target = waiting.pop()
            if (path, target) in self.seen:
                continue
            assert len(self.seen) < MAX_PAGES, "more pages than there can be"
            answer = self.seen[path, target] = self.ask(path, target)
            is_page = answer.header("content-type").startswith("text/html")
            page = Page(answer.text, path) if is_page else None
            yield path, answer, page
            elsewhere = answer.header("location")
            leads = [(elsewhere, "")] if elsewhere else page.leads if page else ()
            for address, wanted in leads:
                found = urldefrag(urljoin(path, address))[0]
                if found.startswith(within) and not FAR.search(found):
                    waiting += [(found, each) for each in self._wanted(found, wanted)]

    def _wanted(self, address: str, target: str) -> list[str]:
        """A page is asked for whole once: what its query changes is in the part that htmx wants."""
        path = urlsplit(address).path
        if target:
            target = target if target in TOLD_APART else "detail"
        if WHOLE in path:
            return [""]
        if target and path in self._whole:
            return [target]
        self._whole.add(path)
        return ["", target] if target else [""]


def problems_of(path: str, answer: Answer, page: Page | None) -> list[str]:
    """Return what is wrong with an answer to a GET of one of our own links."""
    found: list[Any] = []
    if answer.status != 200 and not answer.header("location").startswith("/bins/"):
        found.append(f"answers {answer.status}")
    if page is None:
        if answer.header("x-content-type-options") != "nosniff":
            found.append("may be sniffed")
        if answer.header("content-type").partition(";")[0] not in PLAIN:
            found.append(f"is {answer.header('content-type')}")
    else:
        found += page.acts
        if turned := TURNS.search(page.text):
            found.append(f"turns what follows: {page.text[turned.start() - 40 : turned.end()]!r}")
        if "default-src 'none'" not in answer.header("content-security-policy"):
            found.append("has no content security policy")
    return [f"{path}: {each}" for each in found]


TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f]")
"""Characters that make a line read other than it is, and controls."""
PLAIN = ("text/plain", "application/octet-stream", "application/json")
