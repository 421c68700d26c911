"""How providers check an address before they send to it, and what they are answered."""

from requestbin.providers.handshakes.choice import answer
from requestbin.providers.handshakes.kind import Answer
from requestbin.providers.handshakes.kinds import KINDS, brings_secret, names_to_confirm
from requestbin.providers.handshakes.marks import possible

__all__ = ["KINDS", "Answer", "answer", "brings_secret", "names_to_confirm", "possible"]
