"""Who answers instead of this instance: known pages and refusals, as one table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from requestbin.bins.probe.compare import short
from requestbin.bins.probe.fronts.front import Mark, bears
from requestbin.egress import Answer

BODY_BYTES = 16 * 1024
"""So much of an answer's body is looked at."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """One row. An answer is its when the status is one of `statuses`, if any are named, a header
    bears one of `marks`, if any are named, and the body holds one of `words`, if any are named.

    The sentence may name `{status}`, `{place}` (of a redirect) and `{code}` (ngrok's).
    """

    code: str
    sentence: str
    statuses: Collection[int] = ()
    marks: tuple[Mark, ...] = ()
    words: tuple[bytes, ...] = ()

    def gave(self, answer: Answer) -> bool:
        """Tell whether the answer is one of its."""
        return (
            (not self.statuses or answer.status in self.statuses)
            and (not self.marks or bears(answer.headers, self.marks))
            and (not self.words or any(word in answer.body[:BODY_BYTES] for word in self.words))
        )


REDIRECTS = range(300, 400)
NOTHING = (502, 503, 504)

STRANGERS = (
    Stranger(
        "other_instance",
        "A requestbin answers there that did not send this probe: another instance, one with"
        " another `REQUESTBIN_SECRET_KEY`, or a clock that is wrong by more than a minute.",
        (404,),
        words=(b"No bin here. The URL was mistyped",),
    ),
    Stranger(
        "page_path",
        "This instance answers, but as if a page had been asked for: something in front takes"
        " `/in/` out of the path.",
        (403, 404),
        words=(b"Webhooks are accepted here; pages are not", b"This address is a page for people"),
    ),
    Stranger(
        "access",
        "Cloudflare Access asks for a login there. Providers cannot log in.",
        marks=(
            ("Location", "cloudflareaccess.com"),
            ("Location", "/cdn-cgi/access/"),
            ("WWW-Authenticate", "cloudflare-access"),
            ("CF-Access-Domain", ""),
        ),
    ),
    Stranger(
        "challenge",
        "Cloudflare answers {status} with a check for browsers. Providers cannot pass it.",
        marks=(("CF-Mitigated", "challenge"),),
    ),
    Stranger(
        "challenge",
        "Cloudflare answers {status} with a check for browsers. Providers cannot pass it.",
        (403, 429, 503),
        (("Server", "cloudflare"),),
        (b"/cdn-cgi/challenge-platform/", b"<title>Just a moment"),
    ),
    Stranger(
        "tunnel_down",
        "Cloudflare knows the name, but no tunnel is connected ({status}). Is `cloudflared`"
        " running?",
        (530,),
        (("Server", "cloudflare"),),
    ),
    Stranger(
        "nothing_behind",
        "Cloudflare answers {status}: it finds nothing behind the tunnel or at the origin's"
        " address. Is this instance running where it leads?",
        (502, 504, *range(520, 528)),
        (("Server", "cloudflare"),),
    ),
    Stranger(
        "blocked",
        "Cloudflare refuses with {status}: a rule of its firewall, or a limit of requests.",
        (403, 405, 429),
        (("Server", "cloudflare"),),
    ),
    Stranger(
        "tunnel_down",
        "ngrok knows no tunnel under that name that is running ({code}).",
        marks=(("ngrok-error-code", "err_ngrok_3200"), ("ngrok-error-code", "err_ngrok_3004")),
    ),
    Stranger(
        "nothing_behind",
        "ngrok's agent runs, but nothing answers where it leads ({code}).",
        marks=(("ngrok-error-code", "err_ngrok_8012"),),
    ),
    Stranger(
        "warning",
        "ngrok answers with its page of warning ({code}).",
        marks=(("ngrok-error-code", "err_ngrok_6024"),),
    ),
    Stranger("ngrok", "ngrok answers {status} with {code}.", marks=(("ngrok-error-code", ""),)),
    Stranger(
        "login",
        "localtunnel asks for its password there ({status}). Providers cannot give it.",
        marks=(("bypass-tunnel-reminder", ""),),
    ),
    Stranger(
        "login",
        "localtunnel asks for its password there ({status}). Providers cannot give it.",
        (401, 403, 511),
        words=(b"Tunnel Password",),
    ),
    Stranger(
        "password",
        "A password is asked for there (401). Providers do not know it: leave `/in/` open.",
        (401,),
        (("WWW-Authenticate", "basic"), ("WWW-Authenticate", "digest")),
    ),
    Stranger("password", "A login is asked for there ({status}): leave `/in/` open.", (401, 407)),
    Stranger(
        "login",
        "It redirects to a login at `{place}`. Providers cannot log in: leave `/in/` open.",
        REDIRECTS,
        tuple(
            ("Location", word)
            for word in ("login", "signin", "sign_in", "oauth", "/auth", "/sso", "accounts.google")
        ),
    ),
    Stranger(
        "redirect",
        "It redirects to `{place}` ({status}), and most providers follow none. Give the address"
        " that it leads to.",
        REDIRECTS,
        (("Location", ""),),
    ),
    Stranger(
        "nothing_behind",
        "A proxy answers {status}: it finds nothing behind itself. Is this instance running on the"
        " port that it leads to?",
        NOTHING,
    ),
    Stranger(
        "no_site",
        "Caddy answers {status} by itself: its site of that name does not lead here.",
        (200, 404),
        (("Server", "caddy"),),
    ),
    Stranger("limited", "Too many requests, says what stands in front (429).", (429,)),
)
"""In this order: the first that fits is told."""

UNKNOWN = Stranger(
    "else", "Something else answers there ({status}). Is it the address of this instance?"
)


def stranger(answer: Answer) -> Stranger:
    """Return the row of whoever gave an answer that is not this instance's."""
    return next((row for row in STRANGERS if row.gave(answer)), UNKNOWN)


def told_of(row: Stranger, answer: Answer) -> str:
    """Return the row's sentence, with what the answer says."""
    place = short(answer.headers.text("Location"))
    code = short(answer.headers.text("ngrok-error-code"))
    return row.sentence.format(status=answer.status, place=place, code=code)
