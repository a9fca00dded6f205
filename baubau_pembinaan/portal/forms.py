"""Shape and parse; nothing is saved here."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy


def word_for(language: str) -> str:
    """The word somebody types before data go, in that language."""
    with translation.override(language):
        return gettext("REMOVE")


class RemoveDemoForm(forms.Form):
    """The library's first own administrator, and a word that nobody types by accident."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=150,
        help_text=gettext_lazy("You sign in with it. Letters, digits, dots and hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=gettext_lazy("At least 10 characters; a short sentence is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    word = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, needs_administrator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_administrator:
            for name in ("name", "username", "email", "password", "again"):
                del self.fields[name]
        self.fields["word"].label = gettext("To confirm, type %(word)s") % {"word": gettext("REMOVE")}

    def clean_word(self) -> str:
        word = self.cleaned_data["word"].strip().upper()
        if word not in {word_for("id"), word_for("en")}:
            raise forms.ValidationError(gettext("Type %(word)s to confirm.") % {"word": gettext("REMOVE")})
        return word

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "again" in self.fields and data.get("password") != data.get("again"):
            self.add_error("again", gettext("The two passwords differ."))
        return data
