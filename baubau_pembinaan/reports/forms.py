"""What people choose when they have a report made, and what they type into the indicator register."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.reports.models import IndicatorFigure
from baubau_pembinaan.reports.periods import PeriodKind, recent
from baubau_pembinaan.reports.registry import Builder

OFFERED = {PeriodKind.MONTH: 13, PeriodKind.QUARTER: 9, PeriodKind.YEAR: 6}


class MakeForm(forms.Form):
    """Period, language and, where the report is about one person or unit, which one."""

    period = forms.ChoiceField(label=_("Period"))
    language = forms.ChoiceField(label=_("Language"), choices=[("id", "Bahasa Indonesia"), ("en", "English")])

    def __init__(self, builder: Builder, *args: Any, day: date, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spans = recent(builder.kind, day, OFFERED[builder.kind])
        self.fields["period"].choices = [(span.key, span.name) for span in spans]  # type: ignore[attr-defined]
        self.fields["period"].initial = spans[1].key  # the last one that is over
        if builder.subject == "person":
            # The pages hand over whom the reader may ask about; everybody who works here otherwise.
            shown = people if people is not None else people_on(day)
            self.fields["subject"] = forms.ModelChoiceField(
                shown.prefetch_related(None), label=_("Staff member"), empty_label=None
            )
        elif builder.subject == "unit":
            units = Unit.objects.filter(is_active=True).order_by("name", "pk")
            self.fields["subject"] = forms.ModelChoiceField(units, label=_("Unit"), empty_label=None)

    @property
    def subject(self) -> StaffProfile | Unit | None:
        return self.cleaned_data.get("subject")


class YearForm(forms.Form):
    """The year of the inspectors' bundle: this one or one of the years before."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [span.year for span in recent(PeriodKind.YEAR, day, OFFERED[PeriodKind.YEAR])]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class FigureForm(forms.ModelForm):
    class Meta:
        model = IndicatorFigure
        fields = ["value", "target", "note"]
        localized_fields = ["value", "target"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("value") is None and cleaned.get("target") is None:
            raise ValidationError(_("Give a target, a value or both."))
        return cleaned
