"""The pages before the pages: logging in and out, a new password, the first user."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UserCreationForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from requestbin.access import limits, setup
from requestbin.conf import TEAM
from requestbin.transactions import writing

View = Callable[..., HttpResponseBase]


def team_only(view: View) -> View:
    """Answer 404 where there is no team: nobody has a password there."""

    @wraps(view)  # with what login_not_required marked
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.REQUESTBIN.mode != TEAM:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@method_decorator(login_not_required, name="dispatch")
class LogIn(views.LoginView):
    """Log in with a name and a password, not too often."""

    template_name = "access/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("username", "")
        wait = limits.wait_to_log_in(request.META["REMOTE_ADDR"], name)
        if wait:
            return self._too_many(math.ceil(wait))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        with writing():
            return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secure = self.request.is_secure() or settings.SESSION_COOKIE_SECURE
        return super().get_context_data(readable=not secure, **kwargs)

    def _too_many(self, seconds: int) -> HttpResponse:
        context = self.get_context_data(form=AuthenticationForm(), wait=seconds)
        headers = {"Retry-After": str(seconds)}
        return self.render_to_response(context, status=429, headers=headers)


@method_decorator(login_not_required, name="dispatch")
class LogOut(views.LogoutView):
    """End the login of this browser (POST)."""


class ChangePassword(views.PasswordChangeView):
    """Take another password; all other browsers are logged out by it."""

    template_name = "access/password.html"
    success_url = reverse_lazy("password_change")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        with writing():
            response = super().form_valid(form)
        messages.success(self.request, "Your password is changed. Other browsers are logged out.")
        return response


class FirstUserForm(UserCreationForm):  # type: ignore[type-arg]
    """A name, and a password twice."""

    class Meta(UserCreationForm.Meta):
        help_texts = {"username": ""}


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class SetUp(FormView):  # type: ignore[type-arg]
    """Make the first user, for whoever opened the link that the console printed."""

    template_name = "access/setup.html"
    form_class = FirstUserForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not setup.is_open(kwargs["token"]):
            return self._over()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: FirstUserForm) -> HttpResponse:
        name, password = form.cleaned_data["username"], form.cleaned_data["password1"]
        user = setup.make_first_user(self.kwargs["token"], name, password)
        if user is None:
            return self._over()
        with writing():
            login(self.request, user, "django.contrib.auth.backends.ModelBackend")
        return redirect("/")

    def _over(self) -> HttpResponse:
        return render(self.request, "access/setup_over.html", status=404)
