"""The addresses of the pages before the pages; pairing is `/?pair=...` (access.pairing)."""

from __future__ import annotations

from django.urls import path

from requestbin.web.views import entry
from requestbin.web.views.entry import team_only

urlpatterns = [
    path("login/", team_only(entry.LogIn.as_view()), name="login"),
    path("logout/", team_only(entry.LogOut.as_view()), name="logout"),
    path("password/", team_only(entry.ChangePassword.as_view()), name="password_change"),
    path("setup/<str:token>/", team_only(entry.SetUp.as_view()), name="setup"),
]
