"""Forms of standards and of the shelf of procedures."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField
from baubau_pembinaan.libraries.models import Service, Unit
from evaluations.models import ServiceStandard
from evaluations.models.standard import ProcedureKind


class NumberField(forms.DecimalField):
    """ "4,5", "4.5" and "1.250" as people here write them: a comma is the decimal sign, dots before three digits part
    thousands."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        text = "".join(str(value).split()) if value is not None else ""
        if "," in text or re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
            text = text.replace(".", "").replace(",", ".")
        return super().to_python(text)


class StandardForm(forms.ModelForm):
    target = NumberField(label=_("Target"), min_value=0, max_digits=10, decimal_places=2)

    class Meta:
        model = ServiceStandard
        fields = [
            "service", "promise", "promise_en", "measure", "unit", "unit_en", "target", "better", "is_active",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.order_by("position", "name", "pk")
        self.fields["service"].empty_label = _("The whole library")


class ValueForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    value = NumberField(label=_("Reached"), min_value=0, max_digits=12, decimal_places=2)
    evidence = forms.CharField(label=_("Evidence"), max_length=300, required=False)


def _file() -> forms.FileField:
    return forms.FileField(
        label=_("File (PDF or Word)"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.docx"})
    )


class ProcedureForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    number = forms.CharField(label=_("Number of the paper"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProcedureKind.choices)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    valid_from = IndonesianDateField(label=_("In force from"))
    review_on = IndonesianDateField(label=_("To be reviewed by"))
    file = _file()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.active().order_by("name", "pk")


class ReviewForm(forms.Form):
    review_on = IndonesianDateField(label=_("Next review by"))
    number = forms.CharField(
        label=_("Number of the paper"), max_length=80, required=False, help_text=_("Only if it has a new one.")
    )
    file = _file()
