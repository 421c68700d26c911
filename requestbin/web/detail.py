"""One request as the page shows it: its head, its facts, and the tab that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from requestbin.bins import address, queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.tries import tries_of
from requestbin.forwarding import queries as forwarding
from requestbin.http import Captured
from requestbin.inspection import moments
from requestbin.inspection.content import content_of
from requestbin.inspection.head import lines_of
from requestbin.inspection.query import quoting
from requestbin.providers.names import signature_headers
from requestbin.web import words
from requestbin.web.delivered import tab_of
from requestbin.web.forwards import forwards_of
from requestbin.web.payload import payload_of
from requestbin.web.rows import target_of
from requestbin.web.signing.head import verdict_of
from requestbin.web.signing.shown import signature

MAX_RAW_BYTES = 256 * 1024
SIGNING = signature_headers()

Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the detail: `show` gives what its template `requests/_SLUG.html` needs, `count`
    the figure beside its name, if any."""

    slug: str
    name: str
    show: Callable[[Bin, CapturedRequest, Params], dict[str, Any]]
    count: Callable[[CapturedRequest], int | None] = lambda _: None

    @property
    def template(self) -> str:
        """Return the name of the template that draws the tab's content."""
        return f"requests/_{self.slug}.html"


def payload(bin: Bin, row: CapturedRequest, params: Params) -> dict[str, Any]:
    """Return query fields and body, the body in the format that is asked for or fits best."""
    query = address.split_query(row.below)[1]
    return links_to(bin, row) | payload_of(captured_of(bin, row), query, params)


def links_to(bin: Bin, row: CapturedRequest) -> dict[str, str]:
    """Return where the views of a request lead: to others, to its bytes, to what they hold."""
    place = (bin.pk, row.seq)
    return {
        "here": reverse("request", args=place),
        "bytes_at": reverse("body", args=place),
        "content_at": reverse("content", args=place),
    }


def headers(bin: Bin, row: CapturedRequest, params: Params) -> dict[str, Any]:
    """Return the headers, and where the page links to other views of them."""
    return links_to(bin, row) | headers_of(row.captured(b""), params)


def headers_of(captured: Captured, params: Params) -> dict[str, Any]:
    """Return the headers as they were sent, or sorted by name."""
    lines = lines_of(captured.headers, captured.received_at, SIGNING)
    by_name = params.get("order") == "name"
    if by_name:
        lines.sort(key=lambda line: line.name.lower())
    return {"header_lines": lines, "by_name": by_name}


def raw(bin: Bin, row: CapturedRequest, params: Params) -> dict[str, Any]:
    """Return the request as text, as far as it is text; of a large body the beginning."""
    captured = captured_of(bin, row)
    content = content_of(captured.headers.without("Content-Encoding"), captured.body)
    text, cut = content.text(MAX_RAW_BYTES) if content.is_text else ("", False)
    return {
        "head": head_of(captured).decode("latin-1").replace("\r\n", "\n"),
        "raw_body": text,
        "unshown": "not text" if not content.is_text else "too large to show whole" if cut else "",
    }


TABS = (
    Tab("payload", "Payload", payload),
    Tab("headers", "Headers", headers, lambda row: len(row.headers)),
    Tab("signature", "Signature", signature),
    Tab("deliveries", "Deliveries", tab_of, lambda row: forwarding.count(row.bin_id, row.seq)),
    Tab("raw", "Raw", raw),
)


def detail_of(bin: Bin, row: CapturedRequest, params: Params) -> dict[str, Any]:
    """Return what the detail of one request shows, on the tab that `params` name."""
    tab = next((tab for tab in TABS if tab.slug == params.get("tab")), TABS[0])
    return {
        **summary_of(bin, row),
        "tabs": [(each, each.count(row), each is tab) for each in TABS],
        "tab": tab,
        **tab.show(bin, row, params),
    }


def summary_of(bin: Bin, row: CapturedRequest) -> dict[str, Any]:
    """Return what stands above the tabs: what was caught, and where it was sent."""
    return {
        "captured": row,
        "target": target_of(row),
        "wire_target": bytes(row.target).decode("latin-1"),
        "remarks": remarks_of(row),
        "tries": told_of(row),
        "cut_off": "" if row.complete else words.exact_size(row.size),
        **verdict_of(bin, row),
        **forwards_of(bin, row),
    }


def told_of(row: CapturedRequest) -> dict[str, Any] | None:
    """Return what is said of one that came more than once, None for any other."""
    tries = tries_of(row)
    if tries is None:
        return None
    since = moments.span(tries.since.total_seconds())
    later = tries.first != row.seq
    return {
        "said": f"{words.ordinal(tries.attempt)} try, {since} after" if later else "It came again.",
        "is_later": later,
        "first": tries.first,
        "is_first_kept": tries.is_first_kept,
        "query": f"id:{quoting.quoted(row.event_id or '')}",
    }


def captured_of(bin: Bin, row: CapturedRequest) -> Captured:
    """Return the whole captured request with its body."""
    return row.captured(queries.body_of(bin.pk, row.seq))


def head_of(captured: Captured) -> bytes:
    """Return request line and headers as they were sent (RFC 9112 section 3), to the empty line."""
    line = f"{captured.method} ".encode("latin-1") + captured.target
    lines = [line + f" HTTP/{captured.http_version}".encode()]
    lines += [name + b": " + value for name, value in captured.headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def remarks_of(row: CapturedRequest) -> list[str]:
    """Return what is not exactly as it was sent, or not known to be; promise 2 of the product."""
    remarks = []
    if not row.names_exact:
        remarks.append("The server in front gives header names in lower case.")
    if row.cookies_removed:
        remarks.append("Cookies of this page were taken out of its Cookie header.")
    return remarks
