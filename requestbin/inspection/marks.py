"""What the names of headers tell: which sign, which proxies added, which tell of a retry.

By the words in a name, so that a provider nobody has heard of is understood, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """What a header is for: `word` stands beside its name, `sentence` explains it."""

    slug: str
    word: str
    sentence: str = ""


SIGNATURE = Mark(
    "signature",
    "signature",
    "Computed by the sender over the exact bytes of the body, often with a time or an id."
    " Check it before you parse.",
)
DIGEST = Mark(
    "signature",
    "digest",
    "A hash of the body (RFC 9530). It shows damage; alone it does not show who sent it.",
)
SIGNED_TIME = Mark(
    "signature",
    "signed time",
    "Part of what is signed in most schemes. Refuse what is older than a few minutes.",
)
SIGNING = Mark("signature", "signing")
IDEMPOTENCY = Mark(
    "id",
    "idempotency",
    "The same on every retry. Remember it, and do the work once.",
)
EVENT_ID = Mark("id", "event id")
RETRY = Mark("retry", "retry")
TRACE = Mark("trace", "trace")
SECRET = Mark("secret", "secret")
CHAIN = Mark(
    "proxy",
    "proxy",
    "The addresses it came through, the first one as the sender claims it. Believe only what"
    " your own proxies wrote.",
)
FORWARDED = Mark(
    "proxy",
    "proxy",
    "How the request reached a proxy in front: behind one, URLs that are signed must be rebuilt"
    " from this.",
)
PROXY = Mark("proxy", "proxy")

MAX_NAME = 200

_TABLE: tuple[tuple[Mark, str], ...] = (
    (
        SIGNING,
        "*signature*version *signature*algorithm *signature*method *signature*settings"
        " *signature-key-id signature-input *signed-headers *authorization-digest *auth-algo"
        " *cert-url",
    ),
    (DIGEST, "digest *-digest content-md5 x-*content-sha256"),
    (IDEMPOTENCY, "*idempotency*"),
    (RETRY, "*retry* *redeliver* *attempt* *delivery-count *initial-delivery*"),
    (
        SIGNED_TIME,
        "*signature*time* *signature*nonce *timestamp *webhook-time *request-time *message-time"
        " *delivery-time *transmission-time",
    ),
    (SIGNATURE, "*signature* *hmac* *transmission-sig *content-mac *-verification"),
    (
        TRACE,
        "traceparent tracestate baggage b3 x-b3-* x-amzn-trace-id x-cloud-trace-context"
        " sentry-trace uber-trace-id",
    ),
    (
        CHAIN,
        "x-forwarded-for forwarded via x-real-ip true-client-ip cf-connecting-ip fly-client-ip"
        " x-client-ip x-cluster-client-ip x-envoy-external-address",
    ),
    (
        FORWARDED,
        "x-forwarded-proto x-forwarded-host x-forwarded-port x-forwarded-prefix"
        " x-forwarded-scheme x-forwarded-server x-forwarded-ssl x-original-host x-original-url"
        " x-original-uri x-url-scheme",
    ),
    (
        PROXY,
        "x-forwarded-* cf-* cdn-loop x-envoy-* x-azure-* x-arr-* x-vercel-id x-vercel-ip*"
        " x-vercel-forwarded* x-vercel-proxy* fly-* fastly-* x-varnish x-request-start x-amz-cf-id"
        " ngrok-* x-nginx-* x-render-* x-railway-* x-appengine-*",
    ),
    (
        EVENT_ID,
        "*delivery-id *event-id *message-id *webhook-id *notification-id *transmission-id"
        " *invocation-id *request-id *correlation-id *event-uuid *request-uuid *delivery-uuid"
        " *webhook-identifier *-delivery ce-id",
    ),
    (
        SECRET,
        "authorization proxy-authorization cookie *-token x-*token x-*secret* *api-key *apikey"
        " x-*password*",
    ),
)
"""Marks with the names that have them, `*` for anything; the first that fits decides."""


def _pattern(globs: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(glob).replace(r"\*", ".*") for glob in globs.split()))


_RULES = tuple((_pattern(globs), mark) for mark, globs in _TABLE)


def mark_of(name: str, signing: frozenset[str] = frozenset()) -> Mark | None:
    """Return what a header's name tells of it, None for a name that tells nothing. `signing` are
    names, in lower case, of which only their sender's documentation tells that they sign."""
    lower = name.lower()[:MAX_NAME].replace("_", "-")
    told = next((mark for pattern, mark in _RULES if pattern.fullmatch(lower)), None)
    return SIGNATURE if told is None and lower in signing else told
