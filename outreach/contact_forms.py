"""How somebody is reached, put right later: shape and parse, nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.forms import PhoneField


class ContactForm(forms.Form):
    """Who registered and how they are reached; `desk`: staff may know neither phone nor e-mail."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, desk: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.desk = desk

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.desk and not self.errors and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Write a phone number or an e-mail address, so that we can reach you."))
        return data


class GuardianForm(forms.Form):
    """Who the guardian is and how they are reached; `named`: by whoever agreed, so the name stays."""

    name = forms.CharField(label=gettext_lazy("Name of the parent or guardian"), max_length=80)
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, named: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].disabled = named

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Write how we reach the guardian."))
        return data
