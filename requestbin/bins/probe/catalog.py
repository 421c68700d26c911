"""Every finding as one table: its code, its sentence, what it means for those who send."""

from __future__ import annotations

from typing import Any

from requestbin.bins.probe.findings import Finding, Kind, Weight

FINE, HARMLESS, ADVICE, LOSS, DANGER = Weight

UNREACHED = "unreached"
FRONT = "front"
CHECKED = "checked"

KINDS = {
    # Who answers.
    UNREACHED: Kind("{why}", LOSS, quick=True),
    FRONT: Kind("Seen in front: {names}.", FINE),
    CHECKED: Kind("", FINE),
    "refused_probe": Kind(
        "A plain request arrives. One with `//` and `%2F` in its path, a header name with `_` and"
        " {size:,} bytes of body is {how} before it gets here.",
        LOSS,
        quick=True,
    ),
    "redirected": Kind(
        "`{url}` is answered {status}, a redirect. Most providers follow none, so give them the"
        " `https://` address.",
        HARMLESS,
    ),
    "readable": Kind(
        "`{url}` leads here too: what is sent to it travels readable. Give providers the"
        " `https://` address.",
        HARMLESS,
    ),
    "unchecked": Kind("Not checked, for lack of time: {steps}.", HARMLESS, sure=False),
    # Headers.
    "underscore": Kind(
        "Headers with `_` in their name do not arrive: `{name}` was dropped without a word.",
        LOSS,
        quick=True,
    ),
    "empty": Kind("A header without a value does not arrive: `{name}`.", ADVICE),
    "folded": Kind(
        "Of headers that are sent twice, one arrives with both values.", HARMLESS, quick=True
    ),
    "dropped": Kind(
        "Of headers that are sent twice only one arrives: `{name}`, with `{seen}`.",
        LOSS,
        quick=True,
    ),
    "latin": Kind(
        "Bytes above 0x7F in a header's value arrive changed: sent `caf\xe9` in latin-1, seen"
        " `{seen}`.",
        LOSS,
        quick=True,
    ),
    "lost": Kind("The header `{name}` does not arrive.", LOSS, quick=True),
    "changed": Kind(
        "The header `{name}` arrives changed: sent `{sent}`, seen `{seen}`.", LOSS, quick=True
    ),
    "negotiated": Kind(
        "`Accept-Encoding` arrives as `{seen}`: the proxy's own wish, not the sender's.", HARMLESS
    ),
    "accepts": Kind(
        "`Accept-Encoding: {seen}` is added on the way: it is the proxy's own wish.",
        HARMLESS,
        quick=True,
    ),
    "case": Kind(
        "Header names arrive in other letter case. Signatures are not affected.",
        HARMLESS,
        quick=True,
    ),
    "order": Kind("Headers arrive in another order.", HARMLESS, quick=True),
    "added": Kind("Added on the way: {names}.", HARMLESS, quick=True),
    "host": Kind(
        "`Host` arrives as `{seen}`, not as `{sent}`: signatures that cover the URL do not match.",
        LOSS,
        quick=True,
    ),
    "http10": Kind("What stands before this instance speaks HTTP/1.0 to it.", HARMLESS),
    "refused": Kind("A request with {what} is {how} before it gets here.", LOSS),
    "expect": Kind(
        "A request with `Expect: 100-continue` is {how} before it gets here. curl sends it with"
        " larger bodies.",
        ADVICE,
    ),
    "long_header": Kind("A header of {size:,} bytes is {how} before it gets here.", ADVICE),
    # Target.
    "slashes": Kind("`//` in a path arrives as `/`.", LOSS, quick=True),
    "decoded": Kind("`%2F` in a path arrives as `/`.", LOSS, quick=True),
    "target": Kind(
        "The path or query arrives changed: sent `{sent}`, seen `{seen}`.", LOSS, quick=True
    ),
    "recoded": Kind(
        "Percent signs in a path are written anew: sent `{sent}`, seen `{seen}`. Signatures that"
        " cover the URL do not match.",
        LOSS,
    ),
    "dots": Kind("`..` in a path is resolved on the way, as most senders do themselves.", HARMLESS),
    "query": Kind("A query arrives changed: sent `{sent}`, seen `{seen}`.", LOSS),
    "lone": Kind("A lone `?` at the end of a URL is dropped.", HARMLESS),
    "nul": Kind("A path with `%00` is {how} before it gets here. No provider sends one.", HARMLESS),
    "long_target": Kind("A URL of {size:,} bytes is {how} before it gets here.", ADVICE),
    # Methods.
    "methods": Kind("{methods}: {how} before it gets here.", LOSS),
    "preflight": Kind(
        "OPTIONS is {how} before it gets here: pages of other sites cannot send JSON to a bin.",
        ADVICE,
    ),
    "odd_method": Kind(
        "The unusual method {method} is {how} before it gets here. No provider sends one.",
        HARMLESS,
    ),
    "head": Kind("HEAD arrives as {seen}: a cache stands in front.", HARMLESS),
    "method": Kind("{sent} arrives as {seen}.", LOSS),
    # Body.
    "body": Kind("A body of {sent:,} bytes arrives as {seen:,} bytes.", LOSS, quick=True),
    "body_bytes": Kind("A body arrives with other bytes.", LOSS, quick=True),
    "unzipped": Kind(
        "A compressed body (`Content-Encoding: gzip`) arrives decompressed: signatures over the"
        " bytes as sent do not match.",
        LOSS,
    ),
    "chunked": Kind("An upload in chunks is {how} before it gets here.", LOSS),
    "buffered": Kind("Uploads in chunks arrive with a length instead.", HARMLESS),
    "too_large": Kind(
        "A body of {refused} is {how} before it gets here; {passed} gets through. This instance"
        " takes {limit}, and refuses more with a note in the bin.",
        LOSS,
    ),
    "slow": Kind(
        "A body of {size} did not get through in the time there was, so whether one is refused"
        " is not known.",
        HARMLESS,
        sure=False,
    ),
    # Who the sender is.
    "spoofed": Kind(
        "Anybody can pretend to be any address: one that was made up in `X-Forwarded-For` is"
        " believed. `REQUESTBIN_TRUSTED_PROXIES` is {trusted}, and {proxies} in"
        " front {writes} that header.",
        DANGER,
    ),
    "spoofed_open": Kind(
        "Anybody can pretend to be any address: one that was made up in `X-Forwarded-For` is"
        " believed. `REQUESTBIN_TRUSTED_PROXIES` is {trusted}, and nothing in front writes that"
        " header.",
        DANGER,
    ),
    "spoofed_scheme": Kind(
        "Whoever sends decides whether it counts as HTTPS: a made-up `X-Forwarded-Proto` is"
        " believed.",
        ADVICE,
    ),
    "proxies_unset": Kind(
        "Every sender seems to be `{sender}`: `X-Forwarded-For` arrives, but"
        " `REQUESTBIN_TRUSTED_PROXIES` is 0.",
        ADVICE,
    ),
    "proxies_few": Kind(
        "Every sender seems to be `{sender}`: {proxies} in front write `X-Forwarded-For`, and"
        " `REQUESTBIN_TRUSTED_PROXIES` is {trusted}.",
        ADVICE,
    ),
    "proxies_many": Kind(
        "`REQUESTBIN_TRUSTED_PROXIES` is {trusted}, but {proxies} in front {writes}"
        " `X-Forwarded-For`. With one more entry in it, senders would be told wrong.",
        ADVICE,
    ),
    "unforwarded": Kind(
        "Every sender seems to be `{sender}`: nothing in front says in `X-Forwarded-For` who it"
        " really is.",
        ADVICE,
    ),
    "cdn_address": Kind(
        "Every sender seems to be Cloudflare: what stands behind it writes `X-Forwarded-For` anew"
        " instead of adding to it.",
        ADVICE,
        sure=False,
    ),
    "scheme_unforwarded": Kind(
        "Sent over HTTPS, and taken for HTTP: nothing in front says so in `X-Forwarded-Proto`.",
        ADVICE,
    ),
    "scheme_replaced": Kind(
        "Sent over HTTPS, and taken for HTTP: `X-Forwarded-Proto` says `{seen}`. TLS ends before"
        " the proxy that writes it.",
        ADVICE,
    ),
    # Sockets of the pages.
    "sockets": Kind(
        "Live updates do not get through: the wish for a WebSocket arrives without {missing}."
        " Pages look by themselves every 20 s.",
        ADVICE,
    ),
    "sockets_refused": Kind(
        "Live updates do not get through: a WebSocket at `{url}` is {how}. Pages look by"
        " themselves every 20 s.",
        ADVICE,
    ),
    "page_host": Kind(
        "Pages and live updates are refused: `Host` arrives as `{seen}`, and pages answer under"
        " `{sent}` alone.",
        LOSS,
    ),
    "page_elsewhere": Kind(
        "`{url}`, which `REQUESTBIN_URL` names, does not lead here: {how}.", ADVICE
    ),
    # What is fine.
    "fine_headers": Kind(
        "Headers arrive whole: names with `_`, empty values, duplicates, bytes above 0x7F,"
        " {size:,} bytes in one.",
        FINE,
        quick=True,
    ),
    "fine_target": Kind(
        "Paths and queries arrive as sent: `//`, `%2F`, `+`, {size:,} bytes of it.",
        FINE,
        quick=True,
    ),
    "fine_methods": Kind("Every method arrives, with unusual ones.", FINE),
    "fine_bodies": Kind(
        "Bodies arrive byte for byte, compressed and in chunks too.", FINE, quick=True
    ),
    "fine_sizes": Kind("Bodies up to {size} get through.", FINE),
    "fine_senders": Kind(
        "Senders' addresses{scheme} are right, and a made-up `X-Forwarded-For` is not believed.",
        FINE,
    ),
    "fine_sockets": Kind("Live updates get through to pages.", FINE),
    "no_sockets": Kind(
        "Live updates need nothing here: pages do not come through this address.", FINE
    ),
}


def finding(code: str, **facts: Any) -> Finding:
    """Return the finding of `code` with its sentence filled in."""
    return Finding(code, KINDS[code].sentence.format(**facts), facts)


def kind_of(code: str) -> Kind:
    """Return the row of a code; one of another version counts as a loss."""
    return KINDS.get(code, Kind("", LOSS))
