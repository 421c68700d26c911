"""The control that signs a replay anew: what it offers, and what was asked for with it."""

from __future__ import annotations

import json
import secrets as chance
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from requestbin.access import secrets
from requestbin.bins import keyring, queries
from requestbin.bins.keyring import Known, NotKept
from requestbin.bins.models import Bin, BinSecret, CapturedRequest
from requestbin.forwarding import resigning
from requestbin.forwarding.ages import sentence_of
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.resigning import Resign
from requestbin.forwarding.senders import as_signed, sender_of
from requestbin.http import Request
from requestbin.providers import Provider, Secret, Stamp, stamp, unsignable
from requestbin.providers.new_ids import new_id
from requestbin.providers.seen import Seen
from requestbin.providers.signatures import keys
from requestbin.web.replaying import Refused, Wish

MAX_ID = 200
CAPTURED = "captured"
GIVEN = "given"
PAIR_LABEL = "test key pair"
KEY_FIELDS = ("private_key", "public_key", "certificate")

Form = Mapping[str, str]
NO_FORM: Form = {}


@dataclass(frozen=True, slots=True)
class Control:
    """What the page shows of signing anew. `on` whether it is to be done, `was` what was chosen for
    the reader before they said anything; `secret` the value of the chosen secret."""

    provider: Provider
    captured: Request
    stamp: Stamp | None
    on: bool
    was: bool
    age: str
    choices: list[Known]
    secret: str
    held: str = field(repr=False)
    """A secret that was given and is not kept, sealed for the way through the page."""
    old_id: str
    event_id: str
    """The new one that is offered."""
    renames: bool
    url: str
    unsignable: str

    @property
    def pair(self) -> Mapping[str, str] | None:
        """Return the chosen secret where it is a pair made for tests."""
        found = next((each for each in self.choices if str(each.id) == self.secret), None)
        value = found.secret if found else None
        return value if isinstance(value, Mapping) and "private_key" in value else None

    @property
    def signs_url(self) -> bool:
        """Tell whether the URL is a part of what is signed."""
        return self.stamp.signs_url if self.stamp else self.provider.schemes[0].signs_url

    @property
    def public_key(self) -> str:
        """Return the part of a test pair that the app is to be given, "" for none."""
        return "" if self.pair is None or self.provider.shared else self.pair.get("public_key", "")

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return the fields that ask for the same again."""
        named = [("resign_was", "1" if self.was else ""), ("resign_secret", self.secret)]
        named += [("resign", "1")] if self.on else []
        named += [("resign_event", self.event_id)] if self.renames else []
        return [*named, ("resign_url", self.url), ("resign_held", self.held)]


def asked(form: Form) -> bool:
    """Tell whether a form says anything of signing: the button for one press does not."""
    return "resign_was" in form or form.get("resign") == "1"


def control_of(
    bin: Bin,
    row: CapturedRequest,
    form: Form = NO_FORM,
    *,
    edited: bool = False,
    base: Delivery | None = None,
) -> Control | None:
    """Return the control for a request, None where nobody knows who signs such a one.

    It is on by itself where the capture would be refused: too old, signed for another URL, or
    `edited`; or where the delivery `base` was signed anew. Not so without a secret.
    """
    provider = sender_of(row)
    captured = as_signed(row, queries.body_of(bin.pk, row.seq))
    if provider is None or not _ever_signed(provider, captured):
        return None
    found, now = stamp(captured, provider), time.time()
    choices = [each for each in resigning.usable(bin.pk, provider) if _signs(provider, each.secret)]
    first = resigning.best(bin.pk, provider, captured)
    chosen = _chosen(form, base, str(first.id) if first else "")
    again = base is not None and base.resign is not None
    needed = bool(choices) and (again or _refusable(found, now, edited))
    old_id = provider.event_id_of(Seen(captured))
    return Control(
        provider=provider,
        captured=captured,
        stamp=found,
        on=_decided(form, needed),
        was=needed,
        age=sentence_of(provider, found, now),
        choices=choices,
        secret=chosen,
        held=form.get("resign_held", "") if chosen in ("", GIVEN) else "",
        old_id=old_id,
        event_id=_offered(form, old_id),
        renames=bool(form.get("resign_event")),
        url=CAPTURED if form.get("resign_url") == CAPTURED else "",
        unsignable="" if choices or provider.shared else unsignable(provider, "-"),
    )


def _ever_signed(provider: Provider, captured: Request) -> bool:
    unsigned = stamp(captured, provider) is None
    return provider.signs and not (unsigned and provider.never_signs(Seen(captured)))


def _refusable(found: Stamp | None, now: float, edited: bool) -> bool:
    if found is None:
        return False
    return found.stale(now) or found.signs_url or (edited and found.signs_body)


def _chosen(form: Form, base: Delivery | None, first: str) -> str:
    if "resign_secret" in form:
        return form["resign_secret"]
    before = base.resign.get("secret_id") if base and base.resign else None
    return str(before) if before else first


def _decided(form: Form, needed: bool) -> bool:
    posted = form.get("resign") == "1"
    if form.get("resign_given"):
        return True
    if "resign_was" not in form:
        return posted or needed
    return posted if posted != (form["resign_was"] == "1") else needed


def wish_of(control: Control | None, form: Form) -> Resign | None:
    """Return how what was posted is to be signed, None for as it is. Raises Refused."""
    if control is None or not control.on:
        return None
    wish = Resign(
        control.provider.slug,
        event_id=control.event_id if control.renames else "",
        signed_url=control.captured.url if control.url else "",
    )
    given = _given(control, form)
    if given is not None:
        problem = unsignable(control.provider, given)
        if problem:
            raise Refused(problem, "resign")
        return replace(wish, once=given)
    if control.secret.isdigit():
        return replace(wish, secret_id=int(control.secret))
    if not control.choices or control.secret == GIVEN:
        why = control.unsignable or f"Give the {control.provider.secret_name} that your app uses."
        raise Refused(why, "resign")
    return wish


def with_signing(wish: Wish, control: Control | None, form: Form) -> Wish:
    """Return a wish to be signed as a form asks. Raises Refused."""
    return replace(wish, resign=wish_of(control, form), keep=form.get("resign_keep") == "1")


def make_pair(bin: Bin, control: Control) -> int:
    """Keep a new pair of test keys for the provider, and return its id. Raises Refused.

    What the provider signs beside (PayPal: the webhook's id) is taken from the secret that checks.
    """
    algorithm = _algorithm(control.provider)
    checks = resigning.checking(bin.pk, control.provider)
    beside = next((each for each in checks if isinstance(each, Mapping)), {})
    known = {name: value for name, value in beside.items() if name not in KEY_FIELDS}
    pair = {**known, **keys.test_pair(algorithm)}
    try:
        return keyring.add(bin, control.provider.slug, PAIR_LABEL, pair, BinSecret.APP).pk
    except NotKept as problem:
        raise Refused(str(problem), "resign") from None


def _algorithm(provider: Provider) -> str:
    scheme = provider.schemes[0]
    first = getattr(scheme, "algorithm", "") or getattr(scheme, "algorithms", ("",))[0]
    return "rsa-sha256" if str(first).startswith("RS") else str(first)


def holding(control: Control, form: Form) -> Control:
    """Return a control that brings a secret, given and not kept, through another page: sealed, for
    no page shows one."""
    given = _given(control, form)
    if given is None:
        return control
    sealed = secrets.seal(json.dumps(given if isinstance(given, str) else dict(given)).encode())
    return replace(control, held=sealed.decode(), secret=GIVEN)


def _given(control: Control, form: Form) -> Secret:
    text = form.get("resign_given", "").strip()
    if text:
        return _parsed(control.provider, text)
    if not control.held:
        return None
    opened = secrets.unseal(control.held.encode())
    if opened is None:
        raise Refused("Give the secret once more.", "resign")
    value: Secret = json.loads(opened)
    return value


def _parsed(provider: Provider, text: str) -> Secret:
    """A provider that needs several values takes them as a JSON object."""
    if not text.startswith("{") or not provider.secret_fields:
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return {str(name): str(each) for name, each in value.items()}


def _signs(provider: Provider, secret: Secret) -> bool:
    return not unsignable(provider, secret)


def _offered(form: Form, old: str) -> str:
    asked = form.get("resign_event") or form.get("resign_offered", "")
    usable = asked.isascii() and asked.isprintable() and len(asked) <= MAX_ID
    return asked if asked and usable else new_id(old, chance.choice)
