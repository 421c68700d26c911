"""Login sessions, written under the project's write lock like everything else."""

from __future__ import annotations

from django.contrib.sessions.backends import db

from requestbin.transactions import writing


class SessionStore(db.SessionStore):
    """Django's database sessions; SessionMiddleware saves them where no view can open the lock."""

    def save(self, must_create: bool = False) -> None:
        with writing():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with writing():
            super().delete(session_key)
