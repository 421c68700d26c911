"""Who asks, and what they may do: without it pages, API and sockets would each decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest

from requestbin.conf import PUBLIC, TEAM

Kind = Literal["local", "user", "browser", "token", "nobody"]
VERBS = ("see", "change")


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever asks. `owner` is what the bins that they make are marked with.

    `everything` is true of the one owner of a local instance and of the instance token; a token of
    one bin has that bin's id in `bin_id`, owns nothing and opens nothing else.
    """

    kind: Kind
    owner: str
    bin_id: str = ""
    everything: bool = False


LOCAL_OWNER = Principal("local", "local", everything=True)
INSTANCE = Principal("token", "instance", everything=True)
NOBODY = Principal("nobody", "")


def of_user(pk: int, kind: Kind = "user") -> Principal:
    """Return the principal of a user who logged in, or (kind "token") of a token of theirs."""
    return Principal(kind, f"user:{pk}")


def of_browser(mark: str) -> Principal:
    """Return the principal of a browser known by its signed cookie alone (public mode)."""
    return Principal("browser", f"browser:{mark}")


def of_bin(bin_id: str) -> Principal:
    """Return the principal of a token that opens one bin."""
    return Principal("token", f"bin:{bin_id}", bin_id=bin_id)


class Owned(Protocol):
    """What is asked of a bin here; the model itself stands above this package."""

    @property
    def pk(self) -> object: ...
    @property
    def owner(self) -> str: ...
    @property
    def private(self) -> bool: ...


class PrincipalRequest(HttpRequest):
    """A Django request after PrincipalMiddleware; views take it for its type."""

    principal: Principal


def allowed(principal: Principal, bin: Owned, verb: str) -> bool:
    """Tell whether `principal` may `verb` ("see", "change") a bin; who may not is answered 404.

    Whoever may see a bin may change it: a read-only view is a share link's, not a principal's.
    """
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}")
    if principal.everything:
        return True
    if principal.bin_id:
        return bin.pk == principal.bin_id
    if principal.owner and bin.owner == principal.owner:
        return True
    return _shares(principal) and not bin.private


def visible_to(principal: Principal) -> Q:
    """Return the condition on bins that says the same as `allowed(principal, bin, "see")`."""
    if principal.everything:
        return Q()
    if principal.bin_id:
        return Q(pk=principal.bin_id)
    if not principal.owner:
        return Q(pk__in=())
    own = Q(owner=principal.owner)
    return own | Q(private=False) if _shares(principal) else own


def may_create(principal: Principal) -> bool:
    """Tell whether `principal` may make bins: everybody in public mode, else all but a bin's token.

    In public mode a caller without any proof makes a bin of owner "", which only its token opens.
    """
    if principal.bin_id:
        return False
    return principal.kind != "nobody" or settings.REQUESTBIN.mode == PUBLIC


def _shares(principal: Principal) -> bool:
    """In team mode users share their bins, but for those that are marked private."""
    return settings.REQUESTBIN.mode == TEAM and principal.owner.startswith("user:")
