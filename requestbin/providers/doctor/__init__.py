"""Says what is wrong where a signature does not match: only what was reproduced, and what to do."""

from requestbin.providers.doctor.api_keys import pasted_key
from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.diagnosis import Diagnosis, diagnose
from requestbin.providers.doctor.difference import Difference
from requestbin.providers.doctor.explanation import Explanation, explain
from requestbin.providers.doctor.investigation import Finding, investigate
from requestbin.providers.doctor.signs import Candidate, looks_signed

__all__ = [
    "Candidate",
    "Cause",
    "Diagnosis",
    "Difference",
    "Explanation",
    "Finding",
    "diagnose",
    "explain",
    "investigate",
    "looks_signed",
    "pasted_key",
]
