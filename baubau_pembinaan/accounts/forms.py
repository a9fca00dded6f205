"""Shape and parse; nothing is saved here."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """allauth's form under the three names people know themselves by."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("NIP, username or e-mail")
        field.widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "maxlength": 150})
