"""Forms of a training held elsewhere."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField
from training.choices import Form, Scope

LONGEST = 400  # days of one row


class CountForm(forms.Form):
    """What decides how many JP it counts."""

    form = forms.ChoiceField(label=_("Form"), choices=Form.choices)
    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices)
    starts_on = IndonesianDateField(label=_("First day"))
    ends_on = IndonesianDateField(label=_("Last day"))
    jp = forms.DecimalField(
        label=_("JP on the certificate"),
        required=False,
        min_value=Decimal("0.25"),
        max_value=2000,
        max_digits=6,
        decimal_places=2,
        localize=True,
        help_text=_("Seminars, conferences and workshops are counted by day; then this may stay empty."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        if first and last and (last - first).days > LONGEST:
            self.add_error("ends_on", _("A training of more than 400 days is entered part by part."))
        return data


class ExternalForm(CountForm):
    """With its proof."""

    title = forms.CharField(label=_("Training"), max_length=200)
    organiser = forms.CharField(label=_("Organiser"), max_length=200)
    certificate_number = forms.CharField(label=_("Certificate number"), max_length=100, required=False)
    upload = forms.FileField(label=_("Proof"), help_text=_("The certificate as PDF or picture, at most 10 MB."))

    field_order = [
        "title",
        "form",
        "scope",
        "organiser",
        "starts_on",
        "ends_on",
        "jp",
        "certificate_number",
        "upload",
    ]


class MendForm(ExternalForm):
    """Put right: the proof that is there stays where no other is chosen."""

    def __init__(self, *args: Any, proof: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proof is not None:
            field = self.fields["upload"]
            field.required, field.help_text = False, _("Empty: the proof that is there stays. PDF or picture, 10 MB.")
