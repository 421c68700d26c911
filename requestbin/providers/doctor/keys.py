"""What goes wrong with a secret between its page and the code, undone: spaces, quotes, decoding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote

from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.trial import Change, Trial
from requestbin.providers.seen import octets
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.secrets import candidates

Texts = Iterable[tuple[Callable[[str], str], str]]

BLANKS = ("", "undefined", "null", "None", "nil", "secret")
PREFIXES = ("v1,whsec_", "whsec_", "wsec_", "Bearer ", "sha256=", "0x")
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
_AGAIN = "Store the secret again, exactly as {provider} shows it."
_APP = "Copy the secret again, exactly as {provider} shows it."


def _change(cause: Cause, sentence: str, app: str, fix: str, app_fix: str, texts: Texts) -> Change:
    def apply(trial: Trial) -> Iterator[Trial]:
        for change, it in texts:
            other = trial.with_secret(change, it)
            if other.secret != trial.secret:
                yield other

    return Change(cause, sentence, fix, app, app_fix, apply)


def _without(prefix: str) -> Callable[[str], str]:
    return lambda text: text.strip().removeprefix(prefix)


def _with(prefix: str) -> Callable[[str], str]:
    return lambda text: text if text.startswith(PREFIXES) else prefix + text


def _ended(end: str) -> Callable[[str], str]:
    return lambda text: text.rstrip("\r\n") + end


def _quoted(quote_: str) -> Callable[[str], str]:
    return lambda text: f"{quote_}{text}{quote_}"


def _instead(word: str) -> Callable[[str], str]:
    return lambda _: word


def _decoded(trial: Trial) -> Iterator[Trial]:
    """The same text, turned into a key in the other ways."""
    scheme = trial.scheme
    if not isinstance(scheme, Hmac | Jwt):
        return
    for key, it in FORMS:
        if key != scheme.key:
            yield trial.with_scheme(it, key=key)
            if key == "utf8" and any(
                each.startswith(PREFIXES) for each in candidates(trial.secret)
            ):
                bare = trial.with_secret(_less_prefixes)
                yield bare.with_scheme("as text, without its prefix", key="utf8")


def _less_prefixes(text: str) -> str:
    for prefix in PREFIXES:
        text = text.removeprefix(prefix)
    return text


def _known(trial: Trial) -> Iterator[Trial]:
    for text in trial.provider.test_secrets if trial.provider else ():
        yield trial.with_secret(_instead(text))


FORMS = (
    ("utf8", "as text, not decoded"),
    ("base64", "decoded from base64"),
    ("whsec", "decoded from base64, after `whsec_`"),
    ("hex", "decoded from hex"),
)

SECRETS = (
    _change(
        Cause.SECRET_SPACES,
        "The signature matches once the spaces or newlines around the secret are removed.",
        "Your app uses the secret without the spaces or newlines around it.",
        _AGAIN,
        _APP,
        ((str.strip, ""), (lambda text: "".join(text.split()), "")),
    ),
    _change(
        Cause.SECRET_QUOTED,
        "The signature matches once the quotes around the secret are removed.",
        "Your app uses the secret without the quotes around it.",
        _AGAIN,
        _APP,
        ((lambda text: text.strip().strip(_QUOTES), ""),),
    ),
    _change(
        Cause.SECRET_ENDS,
        "The signature matches your secret with {it} at its end: whoever signed it read one too"
        " many.",
        "Your app uses the secret with {it} at its end.",
        "Remove it where the signer reads the secret: `echo -n`, `.strip()`, `.trim()`.",
        "Trim the secret where your app reads it: `.strip()`, `.trim()`.",
        tuple(
            (_ended(end), it)
            for end, it in (("\n", "a newline"), ("\r\n", "CR LF"), ("\r", "CR"), (" ", "a space"))
        ),
    ),
    _change(
        Cause.SECRET_QUOTED,
        "The signature matches your secret with {it} around it.",
        "Your app uses the secret with {it} around it.",
        "Remove the quotes where the signer reads the secret.",
        "Remove the quotes where your app reads the secret.",
        tuple((_quoted(each), f"{each} quotes") for each in ("'", '"')),
    ),
    _change(
        Cause.SECRET_PREFIX,
        "The signature matches your secret without `{it}`.",
        "Your app uses the secret without `{it}`.",
        "Use the secret whole on both sides: `{it}` is part of it.",
        "Use the secret whole: `{it}` is part of it.",
        tuple((_without(each), each) for each in PREFIXES),
    ),
    _change(
        Cause.SECRET_PREFIX,
        "The signature matches your secret with `{it}` before it.",
        "Your app uses the secret with `{it}` before it.",
        _AGAIN,
        _APP,
        tuple((_with(each), each) for each in PREFIXES),
    ),
    Change(
        Cause.SECRET_DECODED,
        "The signature matches your secret used {it}.",
        "Turn the secret into a key on both sides as {provider} does.",
        "Your app uses the secret {it}.",
        "Turn the secret into a key as {provider} does: see the code for it.",
        _decoded,
    ),
    _change(
        Cause.SECRET_CASE,
        "The signature matches your secret in {it} case.",
        "Your app uses the secret in {it} case.",
        _AGAIN,
        _APP,
        ((str.lower, "lower"), (str.upper, "upper")),
    ),
    _change(
        Cause.SECRET_ESCAPED,
        "The signature matches your secret {it}.",
        "Your app uses the secret {it}.",
        _AGAIN,
        _APP,
        (
            (unquote, "with its %XX decoded"),
            (lambda text: quote(octets(text), safe=""), "with %XX for its signs"),
            (lambda text: text.replace("\\n", "\n"), "with \\n as a newline"),
            (lambda text: text.replace("&amp;", "&"), "with &amp; as &"),
            (lambda text: text.replace("\\", ""), "without its backslashes"),
            (lambda text: text.replace("$$", "$"), "with $$ as $"),
        ),
    ),
    _change(
        Cause.SECRET_BLANK,
        "It was signed with {it}, not with your secret.",
        "Your app uses {it} for the secret.",
        "Look whether the signer's setting for the secret is set: it has none.",
        "Look whether the setting for the secret is set where your app runs.",
        tuple(
            (_instead(each), f"the word `{each}`" if each else "an empty secret") for each in BLANKS
        ),
    ),
    Change(
        Cause.SECRET_KNOWN,
        "It is signed with the secret that {provider} uses for tests, which everybody knows.",
        "Send it from a saved webhook: those are signed with your own secret.",
        "Your app uses the secret that {provider} uses for tests.",
        _APP,
        _known,
    ),
)
"""Changes of the secret, the usual first."""
