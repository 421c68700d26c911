"""The cookie of messages under a name of our own, which capture knows and takes out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class OwnCookieStorage(CookieStorage):
    """Django's is called "messages" everywhere, so that a bin would catch ours and drop theirs."""

    cookie_name = settings.MESSAGE_COOKIE_NAME
