"""A captured request without its secrets, before all that is shared or exported.

What is a secret is told by names (`names`), and where that is possible by looks (`looks`). Every
value that was masked is then looked for in all the rest. Signatures (`X-Hub-Signature-256`, `sig`)
are no secrets and stay: they prove nothing but what they were made for, and are what a reader asks
about. What no rule can look through is withheld.
"""

from requestbin.inspection.masking.request import Masked, mask
from requestbin.inspection.masking.sweep import MASK

__all__ = ["MASK", "Masked", "mask"]
