"""What is counted, as one table: whoever does the work counts it here, and /metrics shows it.

An increment takes 1.7 µs, so capture counts once per batch. No label holds a bin, a path or an
address: their number is the sender's choice.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, Info

from requestbin import __version__

MILLISECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256)

BUILD = Info("requestbin", "The version that runs.")
BUILD.info({"version": __version__})

CAPTURED = Counter("requestbin_captured", "Requests stored and acknowledged.")
CAPTURED_BYTES = Counter("requestbin_captured_bytes", "Bytes of the bodies stored.")
REFUSED = Counter("requestbin_refused", "Requests refused at the door.", ["reason"])
COMMIT_ROWS = Histogram("requestbin_commit_requests", "Requests in one commit.", buckets=ROWS)
COMMIT_SECONDS = Histogram(
    "requestbin_commit_seconds", "From the first statement to the commit.", buckets=MILLISECONDS
)
QUEUED = Gauge("requestbin_queued_requests", "Requests that wait for their commit.")
ENRICHED = Counter("requestbin_enriched", "Stored requests prepared for search.")
VERDICTS = Counter(
    "requestbin_verdicts", "Stored requests by the verdict on their signature.", ["word"]
)
ATTEMPTS = Counter(
    "requestbin_delivery_attempts", "Attempts to deliver, by how they ended.", ["result"]
)
ATTEMPT_SECONDS = Histogram(
    "requestbin_delivery_attempt_seconds", "From connecting to the whole answer.", buckets=SECONDS
)
OVERDUE_SECONDS = Gauge(
    "requestbin_delivery_overdue_seconds",
    "For how long the delivery that waits the longest has been due; of all processes.",
)
"""Read from the database when it is asked for (operations/exposition.py)."""
SOCKETS = Gauge("requestbin_live_sockets", "Pages that are open and live.")
