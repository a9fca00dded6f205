"""The form of an accreditation folder."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField
from evaluations.models import AccreditationComponent, AccreditationRequirement


class EvidenceForm(forms.Form):
    requirement = forms.ModelChoiceField(label=_("What it shows"), queryset=AccreditationRequirement.objects.none())
    title = forms.CharField(label=_("Title"), max_length=200)
    dated_on = IndonesianDateField(label=_("Date of the paper"))
    file = forms.FileField(
        label=_("File (PDF, picture, Word or Excel)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.png,.docx,.xlsx"}),
    )
    address = forms.URLField(
        label=_("Or its web address"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Where the paper lies elsewhere, for example in the office's drive."),
    )

    def __init__(self, *args: Any, component: AccreditationComponent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = AccreditationRequirement.objects.filter(component=component, is_active=True)
        self.fields["requirement"].queryset = rows.order_by("order", "pk")
