"""The addresses of signatures: what was signed, secrets, and providers of one's own."""

from __future__ import annotations

from django.urls import path

from requestbin.web.views import providers, secrets, signature

BIN = "bins/<str:bin_id>/"
SIGNATURE = f"{BIN}requests/<int:seq>/signature/"
SECRETS = f"{BIN}secrets/"
PROVIDERS = f"{BIN}providers/"

urlpatterns = [
    path(f"{SIGNATURE}signed/", signature.signed, name="signed"),
    path(f"{SIGNATURE}secret/", signature.give, name="give-secret"),
    path(f"{SIGNATURE}investigate/", signature.look_into, name="investigate"),
    path(f"{SIGNATURE}explain/", signature.explain, name="explain"),
    path(SECRETS, secrets.show, name="secrets"),
    path(f"{SECRETS}sender/", secrets.choose, name="choose-sender"),
    path(f"{SECRETS}judging/", secrets.judging, name="judging"),
    path(f"{SECRETS}<int:secret_id>/remove/", secrets.remove, name="remove-secret"),
    path(PROVIDERS, providers.show, name="providers"),
    path(f"{PROVIDERS}new/", providers.edit, name="new-provider"),
    path(f"{PROVIDERS}try/", providers.attempt, name="try-provider"),
    path(f"{PROVIDERS}import/", providers.take, name="import-provider"),
    path(f"{PROVIDERS}<slug:provider>/", providers.edit, name="own-provider"),
    path(f"{PROVIDERS}<slug:provider>/remove/", providers.remove, name="remove-provider"),
]
