"""Forms of repair tickets."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import reachable_on
from baubau_pembinaan.core.forms import IndonesianDateField, RupiahField
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.form_key import form_key_field

_LINES = forms.Textarea(attrs={"rows": 3})


def _photo(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label, required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"})
    )


class FaultForm(forms.Form):
    service_point = forms.ModelChoiceField(
        label=_("Service point"), queryset=ServicePoint.objects.none(), required=False
    )
    place = forms.CharField(
        label=_("Where exactly"), max_length=150, help_text=_("For example: reading room, second window.")
    )
    fault = forms.CharField(label=_("What is broken"), max_length=500, widget=_LINES)
    photo = _photo(_("Photo"))
    form_key = form_key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_point"].queryset = ServicePoint.objects.active().order_by("name", "pk")


class RepairPlanForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("Seen to by"), queryset=StaffProfile.objects.none(), required=False)
    due_on = IndonesianDateField(label=_("Due on"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = reachable_on(timezone.localdate()).values("pk")
        self.fields["owner"].queryset = StaffProfile.objects.filter(pk__in=working).order_by("name", "pk")


class RepairEndForm(forms.Form):
    outcome = forms.CharField(label=_("What was done, or why not"), max_length=500, required=False, widget=_LINES)
    cost_idr = RupiahField(label=_("Cost (rupiah)"), required=False)
    photo = _photo(_("Photo after the repair"))
    dropped = forms.BooleanField(label=_("It will not be repaired"), required=False)
