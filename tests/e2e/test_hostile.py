"""A real browser, attacked: by what was captured, by what a bin answers, and by foreign pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests.e2e.sender import Sender
from tests.hostile.strings import MARKUP, bodies_of
from tests.hostile.test_inert import as_target, sent
from tests.journeys.witness import Sent
from tests.server.wire import Wire
from tests.serving import Serving, until
from tests.targets import Target

OWN_NAMES = ("requestbin-owner", "requestbin-csrf", "requestbin-session", "requestbin-messages")


class Watch:
    """What happened in a browser that never should: `boom` is there to be called."""

    def __init__(self, context: BrowserContext, server: Serving) -> None:
        self.ran: list[Any] = []
        self.foreign: list[str] = []
        self.dialogs: list[str] = []
        self.refused: list[str] = []
        self.here = urlsplit(server.base).netloc
        context.expose_binding("boom", lambda _, *args: self.ran.append(args))
        context.on("request", self._asked)
        context.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        context.on("console", self._heard)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https", "ws") and self.here not in request.url:
            self.foreign.append(request.url)

    def _heard(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def saw_nothing(self) -> None:
        assert (self.ran, self.foreign, self.dialogs) == ([], [], [])


@pytest.fixture
def watch(context: BrowserContext, server: Serving) -> Iterator[Watch]:
    made = Watch(context, server)
    yield made
    made.saw_nothing()


@pytest.fixture
def tab(context: BrowserContext, server: Serving, pair: Callable[..., Page], watch: Watch) -> Page:
    """Give a paired page that may run into the policy, unlike `page`."""
    return pair(context.new_page(), server)


def put(server: Serving, sender: Sender, request: Sent) -> None:
    wire = Wire(server.port)
    assert wire.ask(request.octets(sender.key)).status == 200
    wire.close()


def test_nothing_that_was_captured_acts(
    server: Serving, tab: Page, watch: Watch, target: Target
) -> None:
    text = MARKUP[1] + MARKUP[0]  # the first has no quotes; the others say nothing to a browser
    sender = Sender(server)
    sender.open(tab)
    for kind, body in bodies_of(text):
        put(
            server,
            sender,
            sent(kind, body, (b"X-Boom", text.strip().encode()), rest=as_target(text)),
        )
    target.reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (
        len(text.encode()),
        text.encode(),
    )
    replayed = server.api(
        "POST", f"/bins/{sender.id}/requests/1/replay", {"url": f"{target.url}?<b>boom", "wait": 20}
    )
    assert replayed.status == 200
    expect(tab.locator("#r7")).to_be_visible()
    for seq in range(7, 0, -1):
        tab.locator(f"#r{seq} .row").click()
        expect(tab.locator(f"#detail article[data-seq='{seq}']")).to_be_visible()
        for part in ("payload", "headers", "deliveries", "raw"):
            tab.locator(f"#tab-{part}").click()
            expect(tab.locator(f"#panel[data-tab='{part}']")).to_be_visible()
        tab.locator("#tab-payload").click()
        expect(tab.locator("#panel[data-tab='payload']")).to_be_visible()
        for view in tab.locator("[id^='view-']").evaluate_all("all => all.map(each => each.id)"):
            tab.locator(f"#{view}").click()
            expect(tab.locator(f"#{view}")).to_have_attribute("aria-current", "true")
    tab.locator("#edit").click()
    expect(tab.locator("#editor")).to_be_visible()
    assert tab.locator("main iframe, main object, main script, main base, main style").count() == 0
    assert watch.refused == []


SCRIPT = {"status": 200, "headers": [["Content-Type", "text/javascript"]], "body": "boom('bin')"}
LURES = {
    "a script": "append('script', {src: at + '/x.js'})",
    "a module": "append('script', {src: at + '/x.mjs', type: 'module'})",
    "an import": "import(at + '/x.js').catch(() => {})",
    "a worker": "new Worker(at + '/x.js')",
    "a service worker": "navigator.serviceWorker.register(at, {scope: at}).catch(() => {})",
    "a stylesheet": "append('link', {rel: 'stylesheet', href: at + '/x.css'})",
    "an image": "append('img', {src: at + '/x.png'})",
    "a frame": "append('iframe', {src: at})",
    "an object": "document.body.append(append('object', {data: at}))",
    "a script in the page": "append('script', {textContent: 'boom(1)'})",
    "an attribute": "document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=boom(2)>')",
    "a base": "append('base', {href: at})",
    "a form elsewhere": "append('form', {action: 'http://evil.example/', method: 'post'}).submit()",
    "a style": "append('div', {}).setAttribute('style', 'background: url(//evil.example/x)')",
    "evaluation": "setTimeout('boom(3)')",
}  # fmt: skip
LURING = """([at, lure]) => {
  const append = (tag, properties) =>
    document.head.appendChild(Object.assign(document.createElement(tag), properties))
  window.told = []
  addEventListener('securitypolicyviolation', (event) => told.push(event.effectiveDirective))
  try { new Function('at', 'append', lure)(at, append) } catch (error) { told.push(error.name) }
}"""


@pytest.mark.parametrize("lure", LURES)
def test_a_page_of_ours_loads_nothing_from_a_bin(
    server: Serving, tab: Page, watch: Watch, lure: str
) -> None:
    sender = Sender(server, answer=SCRIPT)
    sender.open(tab)
    tab.evaluate(LURING.replace("new Function('at', 'append', lure)(at, append)", LURES[lure]),
                 [f"/in/{sender.key}", lure])  # fmt: skip
    until(lambda: tab.evaluate("told.length"), 5)
    assert sender.count == 0, "it was not even asked for"


def test_what_htmx_swaps_in_from_a_bin_does_nothing(
    server: Serving, tab: Page, watch: Watch
) -> None:
    sender = Sender(server, answer=SCRIPT)
    trap = f"""
      <script src="/in/{sender.key}/x.js"></script>
      <script>boom(1)</script>
      <img src="x:" onerror="boom(2)">
      <p hx-on:click="boom(3)" hx-on::load="boom(4)">caught</p>
      <div hx-get="/x" hx-vals="js:{{a: boom(5)}}" hx-trigger="load[boom(6)]"></div>
    """
    lure = Sender(server, answer={"headers": [["Content-Type", "text/html"]], "body": trap})
    sender.open(tab)
    tab.evaluate(
        """(url) => new Promise((done) => {
          addEventListener('htmx:afterSettle', done, {once: true})
          htmx.ajax('GET', url, {target: '#detail', swap: 'innerHTML'})
        })""",
        f"/in/{lure.key}/",
    )
    expect(tab.locator("#detail")).to_contain_text("caught")
    tab.get_by_text("caught").click()
    until(lambda: lure.count == 1)
    assert sender.count == 0
    assert watch.ran == []


def test_an_answer_of_a_bin_is_a_page_without_powers(
    server: Serving, tab: Page, watch: Watch
) -> None:
    page = "<title>bin</title><script>document.title = 'ran'; boom(1)</script><p>hello"
    sender = Sender(server, answer={"headers": [["Content-Type", "text/html"]], "body": page})
    tab.goto(f"{server.base}/in/{sender.key}/page")
    expect(tab.get_by_text("hello")).to_be_visible()
    assert tab.title() == "bin"
    assert tab.evaluate("origin") == "null"
    assert tab.evaluate(
        "(() => { try { return document.cookie } catch (e) { return e.name } })()"
    ) == ("SecurityError")
    assert watch.ran == []
    (item,) = server.api("GET", f"/bins/{sender.id}/requests").json()["items"]
    assert item["cookies_removed"] is True
    assert not [pair for pair in item["headers"] if any(own in pair[1] for own in OWN_NAMES)]
    for name in (
        "Set-Cookie",
        "Clear-Site-Data",
        "Service-Worker-Allowed",
        "Content-Security-Policy",
    ):
        refused = server.api("PATCH", f"/bins/{sender.id}", {"answer": {"headers": [[name, "x"]]}})
        assert refused.status == 422


@pytest.fixture(
    params=["http://127.0.0.1:{port}", "http://localhost:{port}", "http://evil.example"]
)
def foreign(
    request: pytest.FixtureRequest, context: BrowserContext, target: Target
) -> tuple[str, Callable[[str], None]]:
    """Give another origin (same site, this machine, the world), and what makes it serve a page."""
    origin: str = request.param.format(port=target.port)

    def serve(html: str) -> None:
        body = html.encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
        target.reply = head % len(body) + body
        if "evil" in origin:
            context.route(
                f"{origin}/**", lambda route: route.fulfill(body=html, content_type="text/html")
            )

    return origin, serve


FETCHED = """async ([url, init]) => {
  try { const answer = await fetch(url, init); return [answer.type, await answer.text()] }
  catch (error) { return [error.name, ''] }
}"""
OPENED = """(url) => new Promise((done) => {
  const socket = new WebSocket(url)
  socket.onopen = () => done('open'); socket.onmessage = (event) => done(event.data)
  socket.onerror = () => done('refused')
})"""
FORM = '<form method="post" enctype="{kind}" action="{to}"><input name="name" value="evil"></form>'


def bins(server: Serving) -> set[str]:
    return {each["id"] for each in server.api("GET", "/bins?limit=500").json()["items"]}


def test_a_foreign_page_can_neither_read_nor_change(
    server: Serving, context: BrowserContext, pair: Callable[..., Page],
    foreign: tuple[str, Callable[[str], None]],
) -> None:  # fmt: skip
    origin, serve = foreign
    page = pair(context.new_page(), server)
    sender, before = Sender(server, name="mine"), bins(server)
    serve("<p>evil</p>")
    page.goto(f"{origin}/")
    mine = {"mode": "cors", "credentials": "include"}
    for path in (sender.page, f"{server.base}/", f"{server.base}/api/bins/{sender.id}"):
        kind, text = page.evaluate(FETCHED, [path, mine])
        assert (kind, text) == ("TypeError", ""), path
    blind = {
        "mode": "no-cors",
        "credentials": "include",
        "method": "POST",
        "body": '{"name": "evil"}',
    }
    for path in ("/api/bins", "/bins/", f"/bins/{sender.id}/settings/delete/"):
        page.evaluate(FETCHED, [server.base + path, blind])
    bearer = {"method": "DELETE", "headers": {"Authorization": f"Bearer {server.token}"}}
    assert page.evaluate(FETCHED, [f"{server.base}/api/bins/{sender.id}", bearer])[0] == "TypeError"
    socket = server.base.replace("http", "ws") + f"/live/bins/{sender.id}/"
    assert page.evaluate(OPENED, socket) == "refused"
    assert bins(server) == before


KINDS = ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data")


def test_a_foreign_form_changes_nothing(
    server: Serving, context: BrowserContext, pair: Callable[..., Page],
    foreign: tuple[str, Callable[[str], None]],
) -> None:  # fmt: skip
    origin, serve = foreign
    page = pair(context.new_page(), server)
    sender, before = Sender(server), bins(server)
    paths = ("/bins/", f"/bins/{sender.id}/settings/delete/", "/api/bins", "/logout/")
    for path, kind in itertools.product(paths, KINDS):
        serve(FORM.format(kind=kind, to=server.base + path))
        page.goto(f"{origin}/")
        with page.expect_navigation() as there:
            page.evaluate("document.forms[0].submit()")
        assert there.value.status in (403, 404, 401), path
    assert bins(server) == before
    page.goto(sender.page)
    expect(page.locator("#live")).to_have_text("Live")


def test_a_foreign_page_gets_no_cookie_of_ours_into_a_bin(
    server: Serving, context: BrowserContext, pair: Callable[..., Page],
    foreign: tuple[str, Callable[[str], None]],
) -> None:  # fmt: skip
    origin, serve = foreign
    page = pair(context.new_page(), server)
    sender = Sender(server)
    capture = f"{server.base}/in/{sender.key}"
    assert any("owner" in each["name"] for each in context.cookies(server.base))
    context.add_cookies([{"name": "theirs", "value": "1", "url": server.base}])
    serve(FORM.format(kind="text/plain", to=f"{capture}/form") + f"<a href='{capture}/link'>a</a>")
    page.goto(f"{origin}/")
    page.evaluate(FETCHED, [f"{capture}/fetch", {"mode": "no-cors", "credentials": "include"}])
    page.get_by_text("a", exact=True).click()
    page.goto(f"{origin}/")
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")
    items = server.api("GET", f"/bins/{sender.id}/requests").json()["items"]
    fetched = set() if "evil" in origin else {"/fetch"}  # the browser keeps it from this machine
    assert {item["path"] for item in items} == {"/form", "/link"} | fetched
    for item in items:
        crumbs = "".join(value for name, value in item["headers"] if name.lower() == "cookie")
        assert not any(own in crumbs for own in OWN_NAMES), item
    (link,) = [item for item in items if item["path"] == "/link"]
    assert link["cookies_removed"] is True  # SameSite=Lax lets a link bring them
    assert ["Cookie", "theirs=1"] in link["headers"]


def test_no_foreign_page_frames_ours(
    server: Serving, context: BrowserContext, pair: Callable[..., Page],
    foreign: tuple[str, Callable[[str], None]],
) -> None:  # fmt: skip
    origin, serve = foreign
    page = pair(context.new_page(), server)
    sender = Sender(server, name="framed")
    serve(f'<iframe src="{sender.page}"></iframe>')
    page.goto(f"{origin}/")
    expect(page.frame_locator("iframe").get_by_text("framed")).to_have_count(0)
    shown = [frame.url for frame in page.frames[1:]]
    assert shown == ["chrome-error://chromewebdata/"]


def test_a_file_that_a_browser_uploads_from_another_site(
    server: Serving, context: BrowserContext, pair: Callable[..., Page],
    foreign: tuple[str, Callable[[str], None]],
) -> None:  # fmt: skip
    origin, serve = foreign
    page = pair(context.new_page(), server)
    sender = Sender(server)
    serve(
        f'<meta charset="utf-8"><form method="post" enctype="multipart/form-data"'
        f' action="{server.base}/in/{sender.key}/up">'
        '<input name="note" value="größer"><input type="file" name="file">'
        "<button>Send</button></form>"
    )
    content = bytes(range(256)) * 1_000
    page.goto(f"{origin}/")
    name = 'Bild "1" größer.bin'
    page.locator("[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    with page.expect_navigation() as there:
        page.get_by_role("button", name="Send").click()
    assert there.value.status == 200
    (item,) = server.api("GET", f"/bins/{sender.id}/requests").json()["items"]
    body = server.api("GET", f"/bins/{sender.id}/requests/1/body").body
    assert body.count(b"\r\n\r\n" + content + b"\r\n--") == 1
    assert (
        item["body"]["size"]
        == len(body)
        == int(dict(map(tuple, item["headers"]))["Content-Length"])
    )
    page.goto(sender.page)
    expect(page.locator("#panel")).to_contain_text("größer.bin")
    expect(page.locator("#panel")).to_contain_text("256,000 bytes")
    for region, octets in (("Body", body), ("file", content)):
        with page.expect_download() as loaded:
            page.get_by_role("region", name=region).get_by_role("link", name="Download").click()
        assert loaded.value.path().read_bytes() == octets
        assert re.fullmatch(rf"{sender.id}-1(-2)?\.\w+", loaded.value.suggested_filename)
