"""Login sessions, written under the project's write lock like everything else."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.utils import timezone

from requestbin.transactions import MAX_ROWS, writing


class SessionStore(db.SessionStore):
    """Django's database sessions; SessionMiddleware saves them where no view can open the lock."""

    def _validate_session_key(self, key: str | None) -> bool:
        """A quoted cookie can hold NUL, which PostgreSQL refuses with an error, not with no row."""
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()

    def save(self, must_create: bool = False) -> None:
        with writing():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with writing():
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        """Drop some of the sessions that are over; retention calls it every minute."""
        sessions = cls.get_model_class().objects
        over = sessions.filter(expire_date__lt=timezone.now()).values_list("pk", flat=True)
        with writing():
            sessions.filter(pk__in=list(over[:MAX_ROWS])).delete()
