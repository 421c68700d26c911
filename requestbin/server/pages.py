"""Pages, the API and sockets: Daphne's request with exact headers, and the checks it lacks."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from daphne.http_protocol import WebRequest

from requestbin.bins.address import origin_form
from requestbin.http import Headers, Response
from requestbin.server.head import Head
from requestbin.server.refusal import Refusal, of_the_api, plain

if TYPE_CHECKING:
    from requestbin.server.channel import Channel

log = logging.getLogger(__name__)

_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")

BUSY = "Too many uploads at once. Try again in 5 seconds."


class PageRequest(WebRequest):  # type: ignore[misc]
    """A request that goes to the ASGI application, once its body is whole."""

    outlives_sender = False
    """A client that closes its half is gone: what waits for it is told so."""

    def __init__(self, channel: Channel, head: Head) -> None:
        super().__init__(channel, parsePOSTFormSubmission=False)
        self.head = head
        self._connection = channel.transport
        if b"upgrade" in Headers.of(head.pairs):
            # For a WebSocket only: Daphne checks and copies these, and a page's scope has its own.
            for name, value in head.pairs:
                self.requestHeaders.addRawHeader(name, value)
        self.gotLength(head.length)

    @property
    def max_body(self) -> int:
        """Return how many bytes the body may have."""
        limit: int = self.channel.limits.page_body_bytes
        return limit

    def too_large(self, size: int) -> Response:
        """Return the answer to a body that is not taken."""
        sentence = f"Too large: this address takes up to {self.max_body:,} bytes."
        return self._refused(413, sentence)

    def no_room(self, size: int) -> Response:
        """Return the answer to a body that there is no memory for."""
        return self._refused(503, BUSY, ("Retry-After", "5"))

    def _refused(self, status: int, sentence: str, *fields: tuple[str, str]) -> Response:
        if origin_form(self.head.target).startswith(b"/api/"):
            return of_the_api(status, sentence, *fields)
        return plain(status, sentence, *fields)

    def arrived(self) -> None:
        """Give the application the whole request; raise Refusal where it is not to see it."""
        if any(_CONTROL.search(value) for _, value in self.head.pairs):
            raise Refusal(self._refused(400, "A header has a control character."))
        if self.head.version == b"1.0" and (b"upgrade", b"websocket") in self._lower():
            raise self._malformed("A WebSocket needs HTTP/1.1.")  # and Daphne forgets what it was
        self.method, self.uri = self.head.method, self._origin_form()
        self.clientproto = b"HTTP/" + self.head.version
        self.path = self.uri.partition(b"?")[0]
        self.args: dict[bytes, list[bytes]] = {}
        channel = self.channel
        self.process()
        if self.transport is None:  # Daphne has given the connection to a WebSocket
            channel.server.forget(channel)

    def _origin_form(self) -> bytes:
        target = origin_form(self.head.target)
        hosts = [value for name, value in self.head.pairs if name.lower() == b"host"]
        if len(hosts) != 1 and (hosts or self.head.version != b"1.0"):
            raise self._malformed("A request has one Host.")  # RFC 9112 section 3.2
        if not target.startswith(b"/") or not target.isascii():
            raise self._malformed("The target must be a path, in ASCII.")
        if target != self.head.target and not self._names(hosts):
            raise self._malformed("The target and Host name different places.")
        return target

    def _lower(self) -> list[tuple[bytes, bytes]]:
        return [(name.lower(), value.lower()) for name, value in self.head.pairs]

    def _malformed(self, sentence: str) -> Refusal:
        return Refusal(self._refused(400, sentence))

    def _names(self, hosts: list[bytes]) -> bool:
        authority = self.head.target.split(b"://", 1)[1].partition(b"/")[0].partition(b"?")[0]
        return [authority.lower()] == [host.lower() for host in hosts]

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Send a part of the application's answer."""
        if message.get("type") == "http.response.start" and not self.finished and self.channel:
            name, _, value = self.channel.server.date_line.strip().partition(b": ")
            self.setHeader(name, value)
            if not self.channel.stays_open:
                self.setHeader(b"Connection", b"close")
        super().handle_reply(message)

    async def drained(self) -> None:
        """Wait while the client does not read."""
        if not self.finished:  # what is finished has no channel
            await self._connection.drained()

    def handle_exception(self, exception: object) -> None:
        """Answer for an application that failed; half an answer ends without its end."""
        if self.startedWriting:
            self.channel.hang_up()
        else:
            self.basic_error(500, b"", "Something broke here")

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """Answer with a plain sentence; Daphne would send a page of its own."""
        response = self._refused(status, f"{body}.".replace("..", "."))
        start = {"type": "http.response.start", "status": status}
        self.handle_reply({**start, "headers": list(response.headers)})
        self.handle_reply({"type": "http.response.body", "body": response.body})
