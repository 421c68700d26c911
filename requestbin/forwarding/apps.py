"""Tells the bins below what deliveries hold on to, since they must not know of deliveries."""

from __future__ import annotations

from django.apps import AppConfig


class ForwardingConfig(AppConfig):
    """The Django application of deliveries."""

    name = "requestbin.forwarding"

    def ready(self) -> None:
        """Keep retention from dropping what is still to be sent; drop deliveries with it."""
        from requestbin.bins import retention
        from requestbin.forwarding import pruning, queries

        retention.spare(queries.unfinished_seqs)
        retention.follow(pruning.prune)
