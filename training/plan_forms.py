"""Forms of development plans, of the yearly plan and of programmes that repeat."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import MONTHS
from baubau_pembinaan.core.forms import IndonesianDateField, IndonesianTimeField, RupiahField
from training.choices import ItemStatus
from training.forms import AREA, programme_field, unit_field
from training.models import AnnualLine
from training.services.series_rules import MONTHS as SAME_DATE
from training.services.series_rules import WEEKDAY, WEEKS, rule_of


class WishesForm(forms.Form):
    wishes = forms.CharField(label=_("My own wishes"), max_length=2000, required=False, widget=AREA)


class ItemForm(forms.Form):
    """One goal of a development plan."""

    goal = forms.CharField(label=_("Goal"), max_length=300)
    due_on = IndonesianDateField(label=_("To be done by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun: dict[str, Any] = self.initial or {}
        self.fields["competence"] = unit_field(begun.get("competence"))
        self.fields["programme"] = programme_field(begun.get("programme"))
        self.order_fields(["goal", "competence", "programme", "due_on"])


class SettleForm(forms.Form):
    status = forms.ChoiceField(choices=ItemStatus.choices)
    outcome = forms.CharField(max_length=500, required=False)


class LineForm(forms.ModelForm):
    """A line of the yearly plan."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=int, required=False, empty_value=None)
    budget_idr = RupiahField(label=_("Budget (rupiah)"))

    class Meta:
        model = AnnualLine
        fields = ["activity", "programme", "competence", "participants", "month", "budget_idr", "budget_source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = MONTHS["en" if (get_language() or "id").startswith("en") else "id"]
        self.fields["month"].choices = [("", "---------"), *enumerate(names, start=1)]
        self.fields["programme"] = programme_field(self.instance.programme_id)
        self.fields["competence"] = unit_field(self.instance.competence_id)


BOXES = ("every", "unit", "times")


class SeriesForm(forms.Form):
    """How often, and what each of the sessions looks like."""

    first = IndonesianDateField(label=_("First day"))
    every = forms.IntegerField(label=_("Repeats every"), min_value=1, max_value=12, initial=1)
    unit = forms.ChoiceField(
        label=_("Weeks or months"),
        choices=[
            (WEEKS, _("weeks")),
            (SAME_DATE, _("months, on the same date")),
            (WEEKDAY, _("months, on the same weekday (such as the first Monday)")),
        ],
        initial=SAME_DATE,
    )
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=60, initial=6)
    starts = IndonesianTimeField(label=_("Begins"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=1440, initial=120)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000, initial=20)
    rule = forms.CharField(
        label=_("Instead: a rule of one's own"),
        max_length=200,
        required=False,
        help_text=_(
            "Only for whoever knows RFC 5545, such as FREQ=MONTHLY;BYDAY=1MO;COUNT=6. It goes before the rest."
        ),
    )
    make = forms.BooleanField(
        label=_("Plan these sessions"), required=False, help_text=_("Off: only look at the dates.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and str(self.data.get("rule", "")).strip():
            for name in BOXES:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """With `rule` from the boxes where none was written."""
        data = super().clean() or self.cleaned_data
        if not data.get("rule") and not self.errors:
            boxes: dict[str, Any] = {name: data[name] for name in (*BOXES, "first")}
            data["rule"] = rule_of(**boxes)
        return data
