"""Forms of the office: letters of a session, costs, and the evaluation after three months."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, RupiahField
from training.choices import Applied
from training.models import (
    SessionCost,
    SessionPaper,
)


class PaperForm(forms.ModelForm):
    """What a paper needs beyond the session's own record."""

    day = IndonesianDateField(label=_("Date"))

    class Meta:
        model = SessionPaper
        fields = ["kind", "number", "day", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}


class CostForm(forms.ModelForm):
    amount_idr = RupiahField(label=_("Amount (rupiah)"), min_value=1)
    spent_on = IndonesianDateField(label=_("Spent on"))

    class Meta:
        model = SessionCost
        fields = ["item", "amount_idr", "spent_on", "source"]


class ImpactForm(forms.Form):
    level = forms.TypedChoiceField(
        label=_("How far does it show at work?"), choices=Applied.choices, coerce=int, widget=forms.RadioSelect
    )
    example = forms.CharField(
        label=_("An example, or what stands in the way"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
