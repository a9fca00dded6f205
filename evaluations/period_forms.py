"""The form for a new period."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import is_period_key
from baubau_pembinaan.core.forms import IndonesianDateField


def check_period_key(key: str) -> None:
    """Raises ValidationError for a key that could not be said in words."""
    if not is_period_key(key):
        raise ValidationError(_("Write the period as 2026, 2026-S1, 2026-Q4 or 2026-11."), code="period_key")


class PeriodForm(forms.Form):
    key = forms.CharField(
        label=_("Period"), max_length=20, help_text=_("For example 2026-Q4 or 2026-S1."), validators=[check_period_key]
    )
    starts_on = IndonesianDateField(label=_("First day"))
    ends_on = IndonesianDateField(label=_("Last day"))
    population = forms.IntegerField(
        label=_("Survey population"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text=_("Visitors or borrowers of the comparable earlier period; filled in from the daily counts, if any."),
    )
