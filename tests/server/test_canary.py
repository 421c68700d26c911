"""What this server uses of Daphne and Twisted beyond their public interfaces, so that an upgrade
that moves it fails here, by name, and not in production."""

from __future__ import annotations

import inspect
from importlib.metadata import version

import daphne.http_protocol
import daphne.server
import pytest
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor
from twisted.web import http

from requestbin.server.channel import Channel
from requestbin.server.pages import PageRequest

REVIEW = "was written for {0}; read what changed, then the modules of requestbin/server/"


@pytest.mark.parametrize(("package", "known"), [("daphne", "4.2.3"), ("twisted", "26.10.0")])
def test_the_versions_are_those_that_were_read(package: str, known: str) -> None:
    assert version(package) == known, REVIEW.format(f"{package} {known}")


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (
            http.HTTPChannel,
            "requestDone connectionMade connectionLost pauseProducing loseConnection",
        ),
        (http.HTTPChannel, "resumeProducing writeHeaders write writeSequence _waitingForTransport"),
        (
            http.Request,
            "gotLength handleContentChunk connectionLost startedWriting finished finish",
        ),
        (daphne.server.Server, "create_application handle_reply protocol_connected"),
        (daphne.server.Server, "protocol_disconnected check_headers_type log_action"),
        (daphne.http_protocol.WebRequest, "process handle_reply handle_exception basic_error"),
        (WebSocketProtocol, "check_timeouts handle_exception sendCloseFrame STATE_OPEN"),
    ],
)
def test_what_is_overridden_or_called_is_there(owner: type, names: str) -> None:
    assert [name for name in names.split() if not hasattr(owner, name)] == []


def test_an_instance_of_the_channel_has_the_state_that_ours_uses() -> None:
    channel = http.HTTPChannel()
    assert (channel.requests, channel._handlingRequest, channel.persistent) == ([], False, 1)


@pytest.mark.parametrize(
    ("function", "passage"),
    [
        (http.HTTPChannel.connectionLost, "for request in self.requests:"),
        (http.HTTPChannel.loseConnection, "self._networkProducer.unregisterProducer()"),
        (http.Request._cleanup, "self.channel.requestDone(self)"),
        (http.Request.finish, "self.channel.factory.log(self)"),
        (daphne.server.Server.create_application, '["application_instance"] = '),
        (daphne.server.Server.handle_reply, "protocol.handle_reply(message)"),
        (daphne.http_protocol.WebRequest.__init__, "self.server = self.channel.factory.server"),
        (daphne.http_protocol.WebRequest.process, "self.transport.getPeer()"),
        (
            daphne.http_protocol.WebRequest.process,
            "transport, self.transport = self.transport, None",
        ),
        (daphne.http_protocol.WebRequest.process, "transport.protocol = protocol"),
        (daphne.http_protocol.WebRequest.process, "self.server.create_application,"),
        (daphne.http_protocol.WebRequest.process, "INVALID_HEADER_VALUE_BYTES"),
        (daphne.http_protocol.WebRequest.finish, "self.server.protocol_disconnected(self)"),
    ],
)
def test_inner_steps_that_ours_relies_on(function: object, passage: str) -> None:
    assert passage in inspect.getsource(function), REVIEW.format("another " + repr(function))


def test_forms_are_not_parsed_by_a_public_option() -> None:
    assert "parsePOSTFormSubmission" in inspect.signature(http.Request).parameters


def test_the_chunked_decoder_still_takes_two_callbacks() -> None:
    content: list[bytes] = []
    rest: list[bytes] = []
    http._ChunkedTransferDecoder(content.append, rest.append).dataReceived(b"1\r\na\r\n0\r\n\r\nb")
    assert (content, rest) == ([b"a"], [b"b"])
    with pytest.raises(http._MalformedChunkedDataError):
        http._ChunkedTransferDecoder(content.append, rest.append).dataReceived(b"x\r\n")


def test_the_reactor_runs_on_our_loop() -> None:
    assert hasattr(reactor, "_asyncioEventloop")


def test_ours_are_theirs() -> None:
    assert issubclass(Channel, http.HTTPChannel)
    assert issubclass(PageRequest, daphne.http_protocol.WebRequest)
