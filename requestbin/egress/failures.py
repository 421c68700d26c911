"""Every way in which an exchange can fail: a code for programs, a sentence for people."""

from __future__ import annotations

SENTENCES = {
    # The request itself cannot be sent; nothing was tried.
    "bad_url": "This is not a URL that a request can go to: {why}.",
    "userinfo": "The URL holds a name or password. Take it out, and send an Authorization header.",
    "bad_method": "`{method}` is not a method that can be sent: {why}.",
    "bad_header_name": "`{name}` is not a header name: letters, digits and `-` or `_` make one.",
    "bad_header_value": "The value of the header {name} holds a line break or another control"
    " character that HTTP forbids.",
    "hosts": "The request has {count} Host headers; one is allowed.",
    # The guard.
    "private": "Not sent: {address} is {kind}. The operator can allow it:"
    " `REQUESTBIN_ALLOW_NETS={net}`.",
    "forbidden": "Not sent: {address} is {kind}.",
    # On the way there.
    "no_address": "No address found for `{host}`. Check the spelling.",
    "name_server": "No name server answered for `{host}`. Is this machine online?",
    "refused": "Nothing listens on {place}{tried}. Is your app running on that port?",
    "no_connection": "No connection to {at} within {seconds:g} s. A firewall, or the wrong port.",
    "unreachable": "No way to {at}: {why}.",
    "untrusted": "The certificate of {host} is not trusted ({why}). Nothing was sent.",
    "not_https": "Port {port} does not speak HTTPS. Try `http://`.",
    "no_tls": "{place} did not agree on an encrypted connection: {why}. Does that port speak"
    " HTTPS? Nothing was sent.",
    # After the request went out: the target may have done its work.
    "no_answer": "Connected in {connect_ms:.0f} ms, but no answer within {seconds:g} s."
    " Your app may still be working on it; look before you send again.",
    "closed": "The connection closed before an answer. Your app may have crashed; it may also have"
    " done the work.",
    "not_http": "What listens on port {port} does not answer in HTTP.{hint}",
    "bad_answer": "The answer breaks the rules of HTTP ({why}). Your app may have done the work.",
    "head_too_large": "The answer's headers are larger than {kib} KiB, so it was not read. Your app"
    " may have done the work.",
}
"""Code to sentence. `forwarding.backoff` knows which of them are not worth another try."""


class Failure(Exception):
    """An exchange that brought no answer: `code` is a key of SENTENCES, `sentence` for people.

    `connect_ms` and `duration_ms` are counted from the start, None where it never came so far.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.address = ""
        self.connect_ms: float | None = None
        self.duration_ms: float | None = None


class Unsendable(Failure, ValueError):
    """A request that no connection can carry; known before anything is tried."""


def failure(code: str, **facts: object) -> Failure:
    """Return the failure of `code` with its sentence filled in."""
    return Failure(code, SENTENCES[code].format(**facts))


def unsendable(code: str, **facts: object) -> Unsendable:
    """Return the failure of `code` for a request that cannot be sent at all."""
    return Unsendable(code, SENTENCES[code].format(**facts))


def listed(words: list[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
