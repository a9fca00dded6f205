"""Forms of the office: letters of a session, costs, and the evaluation after three months."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, RupiahField
from baubau_pembinaan.libraries.models import Signatory
from training.choices import Applied
from training.models import (
    SessionCost,
    SessionPaper,
)


class SignatoryField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.title}"


class PaperForm(forms.ModelForm):
    """What a paper needs beyond the session's own record."""

    day = IndonesianDateField(label=_("Date"))
    signatory = SignatoryField(
        label=_("Who signs"),
        queryset=Signatory.objects.none(),
        required=False,
        help_text=_("Empty: whoever signs for the whole agency. A memo comes from whoever signs it."),
    )

    again = forms.BooleanField(label=_("Use the number once more"), required=False)

    class Meta:
        model = SessionPaper
        fields = ["kind", "number", "day", "addressee", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signatory"].queryset = Signatory.objects.order_by("-valid_from", "name", "pk")
        self.order_fields(["kind", "number", "again", "day", "addressee", "signatory", "text"])
        if "again" not in self.data:
            self._again = self.fields.pop("again")

    def ask_again(self) -> None:
        """Offer to use a number that stands on another paper."""
        if "again" not in self.fields:
            self.fields["again"] = self._again
            self.order_fields(["kind", "number", "again"])


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
