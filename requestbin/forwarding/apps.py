"""Tells the bins below of deliveries, which they must not know: what stays, and what was sent."""

from __future__ import annotations

from django.apps import AppConfig


class ForwardingConfig(AppConfig):
    """The Django application of deliveries."""

    name = "requestbin.forwarding"

    def ready(self) -> None:
        """Keep retention from dropping what is still to be sent; drop deliveries with it. Answer
        what searches ask of them."""
        from requestbin.bins import retention, search
        from requestbin.forwarding import pruning, queries, sent

        retention.spare(queries.unfinished_seqs)
        retention.follow(pruning.prune)
        search.answer("sent", sent.condition)
