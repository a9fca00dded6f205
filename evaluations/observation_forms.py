"""Forms of friendly-service observations."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import reachable_on
from baubau_pembinaan.core.forms import IndonesianDateField
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.models import Behaviour
from evaluations.observation_choices import Mark
from evaluations.selectors.observations import behaviours

_LINES = forms.Textarea(attrs={"rows": 3})


class ObservationForm(forms.Form):
    """Whom, when, where; one choice a behaviour; two boxes for words."""

    person = forms.ModelChoiceField(
        label=_("Whom did you look at?"),
        queryset=StaffProfile.objects.none(),
        help_text=_("Choose your own name for a look at yourself. The person chosen reads everything at once."),
    )
    observed_on = IndonesianDateField(label=_("On which day?"))
    service_point = forms.ModelChoiceField(
        label=_("Service point"), queryset=ServicePoint.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        working = reachable_on(today).values("pk")  # who cannot sign in could not read what is said of them
        self.fields["person"].queryset = StaffProfile.objects.filter(pk__in=working).order_by("name", "pk")
        self.fields["observed_on"].initial = today
        self.fields["service_point"].queryset = ServicePoint.objects.active().order_by("name", "pk")
        self.asked: list[Behaviour] = list(behaviours())
        for row in self.asked:
            self.fields[f"b{row.pk}"] = forms.ChoiceField(
                label=row.reader_title, choices=Mark.choices, widget=forms.RadioSelect, initial=Mark.NOT_SEEN.value
            )
        self.fields["well"] = forms.CharField(
            label=_("What went well?"), max_length=1000, required=False, widget=_LINES
        )
        self.fields["next_step"] = forms.CharField(
            label=_("What to try next?"),
            max_length=1000,
            required=False,
            widget=_LINES,
            help_text=_("One thing, in friendly words. No names of patrons."),
        )

    def said(self) -> dict[str, Any]:
        """What `services.observations.observe` takes."""
        data = dict(self.cleaned_data)
        return {name: data[name] for name in ("person", "observed_on", "service_point", "well", "next_step")} | {
            "marks": {row: data[f"b{row.pk}"] for row in self.asked}
        }


class WordForm(forms.Form):
    reply = forms.CharField(
        label=_("Your word"),
        max_length=1000,
        required=False,
        widget=_LINES,
        help_text=_("May stay empty where you agree; needed where you see it differently."),
    )
