"""Daphne, repaired for webhooks: exact bytes in, limits as answers, start-up and drain."""

from requestbin.server import eventloop

eventloop.install()  # before any module here imports Daphne, which takes the reactor as it is
