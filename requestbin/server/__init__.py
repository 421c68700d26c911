"""Daphne, repaired for webhooks: exact bytes in, limits as answers, start-up and drain."""
