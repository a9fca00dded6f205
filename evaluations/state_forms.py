"""Forms against double entry: a table of the state system, and its rating. Shape and parse, no saving."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField
from evaluations.review_choices import Rating
from evaluations.review_forms import seen_field

_CHOOSE = [("", _("Choose a rating")), *Rating.choices]


class PasteForm(forms.Form):
    """A table from the state system: pasted, or as a file. The service reads and judges it."""

    text = forms.CharField(
        label=_("Pasted table"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Copy the table with its headings in the state system or in Excel, and paste it here."),
    )
    file = forms.FileField(label=_("Or a file (XLSX or CSV)"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean(self) -> Any:
        data = super().clean()
        if not (self.cleaned_data.get("text") or "").strip() and not self.cleaned_data.get("file"):
            self.add_error("text", _("Paste a table or choose a file."))
        return data


class StateRatingForm(forms.Form):
    seen = seen_field()
    result_rating = forms.TypedChoiceField(
        label=_("Rating of the work results"), choices=_CHOOSE, coerce=int, empty_value=None
    )
    conduct_rating = forms.TypedChoiceField(
        label=_("Rating of the conduct"), choices=_CHOOSE, coerce=int, empty_value=None
    )
    rated_on = IndonesianDateField(label=_("Rated there on"))
    source = forms.CharField(
        label=_("Source"),
        max_length=120,
        help_text=_("System and number of the paper, for example: e-Kinerja BKN, SKP/12."),
    )
