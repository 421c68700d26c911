"""Cuts a connection's bytes into requests, one at a time, each handed over just as it was sent."""
# ruff: noqa: N802  (Twisted's names)

from __future__ import annotations

import math
from typing import Any

from twisted.internet.interfaces import IHalfCloseableProtocol
from zope.interface import implementer

from requestbin.bins.address import is_capture
from requestbin.server import body
from requestbin.server.door import DirectRequest
from requestbin.server.head import Head, Reader
from requestbin.server.pacing import Front, PacedChannel
from requestbin.server.pages import PageRequest
from requestbin.server.refusal import Refusal, plain

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
ENDED_EARLY = plain(400, "The request ended early.")


@implementer(IHalfCloseableProtocol)
class Channel(PacedChannel):
    """Reads a head, then its body, hands them over, and goes on once that request is answered.

    Twisted's own reader (`lineReceived` and what it calls) is not used: only what requests call
    on their channel, and the producers.
    """

    def __init__(self, server: Front) -> None:
        super().__init__(server)
        self.factory = server.http_factory
        self._heads = Reader(server.limits)
        self._buffer = b""
        self._framing: body.Framing | None = None
        self._received = 0
        self._advancing = self._sender_done = self._held_back = False

    @property
    def stays_open(self) -> bool:
        """Tell whether the connection takes another request after this answer."""
        return bool(self.persistent) and not self.server.draining

    def dataReceived(self, data: bytes) -> None:
        if self._closing:
            return  # a refused client is read on, so that it gets to read why
        self._buffer = self._buffer + data if self._buffer else data
        if not self._handlingRequest:
            self._advance()
        elif len(self._buffer) > self.limits.pipelined_bytes and not self._held_back:
            self._held_back = True
            self.transport.pauseProducing()

    def readConnectionLost(self) -> None:
        """Note that the client sends no more; it may still read."""
        self._sender_done = True
        if self._closing or (self._handlingRequest and not self.requests[0].outlives_sender):
            self.transport.loseConnection()
        elif not self._handlingRequest:
            self._advance()

    def writeConnectionLost(self) -> None:
        """Do nothing: a half-closed connection is one that was refused, and has its deadline."""

    def requestDone(self, request: object) -> None:
        """Go on with the next request, now that this one is answered."""
        del self.requests[0]
        self._handlingRequest = False
        if not self.stays_open:
            self.hang_up()
            return
        if self._held_back and not self._waitingForTransport:
            self._held_back = False
            self.transport.resumeProducing()
        self._wait(self.limits.idle_seconds, self.hang_up)
        if self._buffer or self._sender_done:
            self._advance()

    def wind_down(self) -> None:
        """Close if nothing is owed; else the answer that is owed will be the last."""
        if self._closing:
            self.transport.abortConnection()
        elif not self.requests and not self._buffer:
            self.hang_up()

    def _advance(self) -> None:
        if self._advancing:  # an answer that was ready at once: the loop below goes on
            return
        self._advancing = True
        try:
            while self._buffer and not self._handlingRequest and not self._closing:
                if not (self._take_body() if self._framing else self._take_head()):
                    break
        except Refusal as refusal:
            self.refuse(refusal.response)
        finally:
            self._advancing = False
        if self._sender_done and not self._handlingRequest and not self._closing:
            self._end()

    def _end(self) -> None:
        if self.requests or self._buffer:
            self.refuse(ENDED_EARLY)
        else:
            self.hang_up()

    def _take_head(self) -> bool:
        waiting = self._heads.waiting
        head, self._buffer = self._heads.take(self._buffer)
        if head is not None:
            self._open(head)
        elif not waiting and self._heads.waiting:
            self._wait(self.limits.head_seconds, self._too_slow)
        return head is not None

    def _open(self, head: Head) -> None:
        self.persistent = head.keep_alive
        core = self.server.core
        request: DirectRequest | PageRequest
        if core is not None and is_capture(head.target):
            request = DirectRequest(self, head, core)
        else:
            request = PageRequest(self, head)
        self.requests.append(request)
        if head.length == 0:
            self._hand_over(request)
        elif head.length is not None and head.length > request.max_body:
            raise Refusal(request.too_large(head.length))
        else:
            self._framing = body.framing(head.length, self._take_content)
            self._received = 0
            self._await_body()
            if head.expects_continue and not self._buffer:
                self.transport.write(CONTINUE)

    def _take_body(self) -> bool:
        assert self._framing is not None
        rest = self._framing.feed(self._buffer)
        self._buffer = rest or b""
        if rest is None:
            return False
        self._framing = None
        self._release()
        self._hand_over(self.requests[0])
        return True

    def _take_content(self, content: bytes) -> None:
        request = self.requests[0]
        self._received += len(content)
        if self._received > request.max_body:
            raise Refusal(request.too_large(self._received))
        if not self._hold(len(content)):
            raise Refusal(request.no_room(self._received))
        request.handleContentChunk(content)

    def _hand_over(self, request: Any) -> None:
        self._handlingRequest = True
        self._deadline = math.inf
        request.arrived()
