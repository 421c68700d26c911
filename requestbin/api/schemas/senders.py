"""What is sent and answered of providers, of secrets, and of verdicts."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from requestbin.api.fields import MAX_WHOLE, SLUG, WHOLE, WITHOUT_NUL, Input, Moment, Name, no_nul
from requestbin.bins.keyring import MAX_SECRET_CHARACTERS
from requestbin.bins.models import BinSecret
from requestbin.providers.own import MAX_TEXT

USES = rf"^(?:{BinSecret.CHECK}|{BinSecret.APP}|{BinSecret.FETCH})$"
MAX_VALUES = 20

Slug = Annotated[str, Field(pattern=SLUG)]
Text = Annotated[
    str,
    Field(max_length=MAX_TEXT, json_schema_extra={"pattern": WITHOUT_NUL}),
    AfterValidator(no_nul),
]
Texts = Annotated[list[Text], Field(max_length=MAX_VALUES)]
Value = Annotated[str, Field(min_length=1, max_length=MAX_SECRET_CHARACTERS)]


class Provider(BaseModel):
    """A provider that is known. `signs`: its signatures can be checked; `tolerance`: how many
    seconds old a request may be, null for any; `handshake`: it checks an address before it sends;
    `sample`: there are sample events of it. `secret_name` is what it calls its secret."""

    slug: str
    name: str
    docs: str
    signs: bool
    tolerance: int | None
    handshake: bool
    sample: bool
    secret_name: str


class Providers(BaseModel):
    """All providers that are known, in the order of the table."""

    items: list[Provider]


class OwnProviderRow(Input):
    """A provider of your own, in the words of the table (docs/providers.md): where it is recognised
    by and where it puts what, as in `header:X-Acme-Signature` or `json:data.id`, and how it signs.
    """

    slug: Slug | None = Field(default=None, description="As in the path, where it is given.")
    name: Text | None = None
    docs: Text | None = None
    detect: Texts | None = Field(default=None, description="Any of these, each ` & `-joined.")
    event: Texts | None = None
    event_id: Texts | None = None
    signature: Text = Field(description="Where the signature stands.")
    signed: Text | None = Field(default=None, description="As in `{timestamp}.{body}`.")
    algorithm: Text | None = None
    encoding: Text | None = None
    prefix: Text | None = None
    separator: Text | None = None
    trim: bool | None = None
    key: Text | None = None
    timestamp: Text | None = None
    unit: Text | None = None
    tolerance: Annotated[int, Field(ge=0, le=MAX_WHOLE), WHOLE] | None = None
    id: Text | None = None
    keyed: bool | None = None


class OwnProvider(BaseModel):
    """A provider of your own: what it was defined by, less what was left out."""

    slug: str
    name: str | None = None
    docs: str | None = None
    detect: list[str] | None = None
    event: list[str] | None = None
    event_id: list[str] | None = None
    signature: str | None = None
    signed: str | None = None
    algorithm: str | None = None
    encoding: str | None = None
    prefix: str | None = None
    separator: str | None = None
    trim: bool | None = None
    key: str | None = None
    timestamp: str | None = None
    unit: str | None = None
    tolerance: int | None = None
    id: str | None = None
    keyed: bool | None = None


class OwnProviders(BaseModel):
    """The providers of a bin's own, the oldest first."""

    items: list[OwnProvider]


class OwnProviderQuery(BaseModel):
    """How a provider of your own is given."""

    format: Annotated[str, Field(pattern=r"^(?:json|row)$")] = Field(
        default="json", description="`row`: in Python, as a row of the table."
    )


class SecretSettings(Input):
    """A secret of a provider: a text, or an object where it needs several values."""

    provider: Slug
    label: Name = Field(default="", description="What you call it; never a part of it.")
    secret: Value | Annotated[dict[str, Value], Field(min_length=1, max_length=MAX_VALUES)]
    use: Annotated[str, Field(pattern=USES)] = Field(
        default=BinSecret.CHECK,
        description="`check` signatures; `app`: what your app checks replays with; `fetch`: an"
        " Authorization value.",
    )


class KeptSecret(BaseModel):
    """A secret that is stored encrypted, and never shown. `lost`: the key that it was encrypted
    with is gone, so that it has to be given again."""

    id: int
    provider: str
    label: str
    use: str
    created_at: Moment
    lost: bool


class KeptSecrets(BaseModel):
    """The secrets of a bin, the oldest first."""

    items: list[KeptSecret]


class Freshness(BaseModel):
    """The same signature, were the request to arrive now."""

    valid: bool
    fresh: bool | None
    reason: str | None


class Verdict(BaseModel):
    """What the signature of a request says as of its arrival, by the secrets that are stored now;
    null where the sender is not known or signs nothing.

    `verdict` is the word that is kept with the request. `authentic`: somebody who knows the secret
    signed exactly this; `fresh`: it arrived in time, null where nothing says when; `valid` is both,
    and `reason` why it is not. `signed_base64` are the bytes that are signed, null for more than 1
    MiB; `expected` and `received` are the signatures, "" where they are the secret itself.
    `uncovered` names what anybody could have changed.
    """

    provider: str | None
    verdict: str | None
    valid: bool | None = None
    authentic: bool | None = None
    fresh: bool | None = None
    reason: str | None = None
    scheme: str | None = None
    signed_base64: str | None = None
    expected: str | None = None
    received: str | None = None
    signed_at: Moment | None = None
    tolerance: int | None = None
    uncovered: list[str] | None = None
    judged_at: Moment
    secret_label: str | None = None
    now: Freshness | None = None
