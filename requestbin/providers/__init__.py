"""What is known of every webhook provider: recognised, verified, explained, signed, answered."""

from requestbin.providers.catalog import PROVIDERS, UnknownProvider, provider_of
from requestbin.providers.provider import Provider
from requestbin.providers.signatures.check import Stamp, sign, stamp, unsignable, verify
from requestbin.providers.signatures.secrets import Secret
from requestbin.providers.signatures.verdict import Reason, Verdict

__all__ = [
    "PROVIDERS",
    "Provider",
    "Reason",
    "Secret",
    "Stamp",
    "UnknownProvider",
    "Verdict",
    "provider_of",
    "sign",
    "stamp",
    "unsignable",
    "verify",
]
