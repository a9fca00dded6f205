"""The key of a form on the staff's pages: pressed twice or loaded anew, the same form counts once."""

import secrets

from django import forms
from django.core.validators import RegexValidator


def form_key_field() -> forms.CharField:
    """A hidden field with a key of its own for every form that is drawn."""
    return forms.CharField(
        required=False,
        max_length=22,
        widget=forms.HiddenInput,
        initial=lambda: secrets.token_urlsafe(16),
        validators=[RegexValidator(r"^[\w-]{22}$")],
    )
