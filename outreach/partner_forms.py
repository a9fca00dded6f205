"""Shape and parse of the partners' forms; nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField
from outreach.choices import SCHOOLS
from outreach.models import Agreement, Partner, PartnerVisit


class PartnerForm(forms.ModelForm):
    phone = PhoneField(label=_("Phone"), required=False)
    next_step_on = IndonesianDateField(label=_("Next step by"), required=False)

    class Meta:
        model = Partner
        fields = [
            "name", "kind", "npsn", "village", "address", "contact_name", "phone", "email", "next_step",
            "next_step_on", "notes", "is_active",
        ]  # fmt: skip
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("npsn") and data.get("kind") not in SCHOOLS:
            self.add_error("npsn", _("Only schools have an NPSN."))
        return data


class AgreementForm(forms.ModelForm):
    starts_on = IndonesianDateField(label=_("In force from"))
    ends_on = IndonesianDateField(label=_("In force until"))
    paper = forms.FileField(label=_("Signed paper"), required=False, help_text=_("PDF, JPEG or PNG."))

    class Meta:
        model = Agreement
        fields = ["about", "number", "starts_on", "ends_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day must not be before the first."))
        return data


class VisitForm(forms.ModelForm):
    day = IndonesianDateField(label=_("Day"))
    next_step = forms.CharField(label=_("Next step"), max_length=250, required=False)
    next_step_on = IndonesianDateField(label=_("Next step by"), required=False)

    class Meta:
        model = PartnerVisit
        fields = ["day", "kind", "done", "reached", "books_lent", "learned", "competence", "colleague"]
