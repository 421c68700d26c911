"""Whether providers get through, in words: the state in the bar and what the panel tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from requestbin.access.principals import Principal, PrincipalRequest
from requestbin.bins import reach as bins
from requestbin.bins.probe.catalog import DANGER, HARMLESS, LOSS, UNREACHED, kind_of
from requestbin.bins.probe.findings import Finding, restored
from requestbin.conf import LOCAL, PUBLIC, Conf
from requestbin.egress import Unsendable
from requestbin.egress.url import parse
from requestbin.web.policy import page_origin
from requestbin.web.targets import is_this_machine

MAX_ADDRESS = 255
CAPTURE_PREFIX = "/in/"


class BadAddress(ValueError):
    """What cannot be a tunnel's address; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where capture URLs lead, and what is known of the way there.

    `state` is "machine" or "network" where nothing was set, "set" where the operator did by the
    setting `setting`; and of a tunnel or of a test "untested", "reached" or "unreached".
    """

    state: str
    origin: str
    port: str
    setting: str = ""
    tunnel: bool = False
    may_change: bool = False
    checked_at: datetime | None = None
    failed_at: datetime | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def reason(self) -> str:
        """Return why nothing arrived."""
        return next((each.sentence for each in self.findings if each.code == UNREACHED), "")

    @property
    def losses(self) -> list[str]:
        """Return what is lost on the way, in sentences."""
        return [each.sentence for each in self._arrived if kind_of(each.code).weight >= LOSS]

    @property
    def harmless(self) -> list[str]:
        """Return what the quick test found that only looks different, in sentences."""
        kinds = [(kind_of(each.code), each.sentence) for each in self._arrived]
        return [sentence for kind, sentence in kinds if kind.quick and kind.weight == HARMLESS]

    @property
    def unsafe(self) -> bool:
        """Tell whether somebody may deceive this instance."""
        return any(kind_of(each.code).weight == DANGER for each in self._arrived)

    @property
    def _arrived(self) -> tuple[Finding, ...]:
        return () if self.reason else self.findings

    @property
    def readable(self) -> bool:
        """Tell whether what is sent there travels without TLS beyond this machine."""
        goal = parse(self.origin)
        return goal.scheme == "http" and not is_this_machine(goal.host)


def reach_of(request: PrincipalRequest, tested: list[Finding] | None = None) -> Reach:
    """Return how this instance is reached, as the reader of `request` may know it.

    `tested` is what the quick test of an address that is not a tunnel has just found.
    """
    conf: Conf = settings.REQUESTBIN
    origin = bins.capture_origin(conf, page_origin(request))
    port = request.META["SERVER_PORT"]
    changes = may_change(request.principal, conf)
    saved = None if conf.capture_url else bins.tunnel()
    if saved:
        found = tuple(restored(saved.findings))
        state = _state_of(found) if saved.checked_at else "untested"
        return Reach(
            state, origin, port, "", True, changes, saved.checked_at, saved.failed_at, found
        )
    setting = _setting(conf)
    state = "set" if setting else "machine" if conf.mode == LOCAL else "network"
    if tested is not None:
        state = _state_of(tested)
    return Reach(state, origin, port, setting, False, changes, None, None, tuple(tested or ()))


def may_change(principal: Principal, conf: Conf) -> bool:
    """Tell whether `principal` may say how the instance is reached, and test it."""
    return conf.mode != PUBLIC and (principal.everything or principal.kind == "user")


def origin_of(text: str, own: str) -> str:
    """Return the origin that is meant by a pasted address: `https://host[:port]`.

    A capture URL will do as well. Raises BadAddress; also for the page's `own` origin.
    """
    text = text.strip()
    if not text:
        raise BadAddress("Paste the address that the tunnel prints, `https://…`.")
    try:
        goal = parse(text if "://" in text else f"https://{text}")
    except Unsendable as error:
        raise BadAddress(error.sentence) from None
    if goal.target != "/" and not goal.target.startswith(CAPTURE_PREFIX):
        raise BadAddress(f"An address has no path. Is it `{goal.scheme}://{goal.authority}`?")
    origin = f"{goal.scheme}://{goal.authority}"
    if origin == own:
        raise BadAddress("That is this page's own address. Paste the one that the tunnel prints.")
    if len(origin) > MAX_ADDRESS:
        raise BadAddress(f"An address has at most {MAX_ADDRESS} characters.")
    return origin


def _setting(conf: Conf) -> str:
    if conf.capture_url:
        return "REQUESTBIN_CAPTURE_URL"
    return "REQUESTBIN_URL" if conf.url else ""


def _state_of(findings: Iterable[Finding]) -> str:
    return "unreached" if any(each.code == UNREACHED for each in findings) else "reached"
