"""The form for a new period."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField


class PeriodForm(forms.Form):
    key = forms.CharField(label=_("period"), max_length=20, help_text=_("For example 2026-Q4 or 2026-S1."))
    starts_on = IndonesianDateField(label=_("first day"))
    ends_on = IndonesianDateField(label=_("last day"))
    population = forms.IntegerField(
        label=_("survey population"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text=_("Visitors or borrowers of the comparable earlier period; filled in from the daily counts, if any."),
    )
