"""What is stored of bins: settings, counters, captured requests, bodies, secrets, refusals."""

from requestbin.bins.models.bin import (
    ALPHABET,
    ID_LENGTH,
    KEY_LENGTH,
    Bin,
    BinCounter,
    EnrichCursor,
    Refusal,
    new_id,
    new_key,
    random_word,
)
from requestbin.bins.models.request import Body, CapturedRequest
from requestbin.bins.models.search import SearchFields, SearchText
from requestbin.bins.models.secret import BinSecret, OwnProvider, Rejudging
from requestbin.bins.models.tunnel import Tunnel

__all__ = [
    "ALPHABET",
    "ID_LENGTH",
    "KEY_LENGTH",
    "Bin",
    "BinCounter",
    "BinSecret",
    "Body",
    "CapturedRequest",
    "EnrichCursor",
    "OwnProvider",
    "Refusal",
    "Rejudging",
    "SearchFields",
    "SearchText",
    "Tunnel",
    "new_id",
    "new_key",
    "random_word",
]
