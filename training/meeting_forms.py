"""When and where a session meets: one small form a meeting, empty ones to spare."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.choosing import Choosable, choice_field
from baubau_pembinaan.core.dates import parse_pukul
from baubau_pembinaan.core.forms import DateTimeWidget, IndonesianDateTimeField, TimeWidget
from training.services.sessions import MEETINGS_AT_MOST, Slot

OVERNIGHT = timedelta(hours=12)  # a clock before the beginning's means the next day, within so many hours


class EndField(IndonesianDateTimeField):
    """The clock alone, "16.30", of the day the meeting begins on or, past midnight, the next; or date and clock."""

    widget = TimeWidget

    def to_python(self, value: Any) -> Any:
        try:
            return parse_pukul(value) if isinstance(value, str) and value else super().to_python(value)
        except ValueError:
            return super().to_python(value)


def _end(ends: datetime | time | None, starts: datetime | None) -> datetime | None:
    """The moment a clock means; None where the beginning is not known."""
    if not isinstance(ends, time):
        return ends
    if starts is None:
        return None
    begun = timezone.localtime(starts)
    found = timezone.make_aware(datetime.combine(begun.date(), ends))
    following = timezone.make_aware(datetime.combine(begun.date() + timedelta(days=1), ends))
    return following if found < begun and following - begun <= OVERNIGHT else found


class MeetingForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    starts_at = IndonesianDateTimeField(label=_("Begins"), required=False)
    ends_at = EndField(label=_("Ends"), required=False)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    topic = forms.CharField(label=_("Topic"), max_length=200, required=False)
    trainer_name = forms.CharField(label=_("Trainer from elsewhere"), max_length=150, required=False)

    def __init__(self, *args: Any, choosable: Choosable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainer"] = choice_field(choosable, label=_("Trainer from this library"), required=False)
        self.order_fields(["pk", "starts_at", "ends_at", "place", "link", "topic", "trainer", "trainer_name"])
        starts, ends = self.initial.get("starts_at"), self.initial.get("ends_at")
        if starts and ends and not timedelta(0) < ends - starts <= OVERNIGHT:
            self.fields["ends_at"].widget = DateTimeWidget()  # its clock alone would not say it

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.has_words:
            return data
        starts = data.get("starts_at")
        ends = data["ends_at"] = _end(data.get("ends_at"), starts)
        for name in ("starts_at", "ends_at"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Write date and time."))
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The meeting would end before it begins."))
        return data

    @property
    def is_spare(self) -> bool:
        """An empty line for one more meeting."""
        return not self["pk"].value() and not (self.is_bound and self.has_words)

    @property
    def has_words(self) -> bool:
        """Whether anything was filled in; an empty line is no meeting."""
        data = getattr(self, "cleaned_data", {})
        named = any(data.get(name) for name in ("starts_at", "ends_at", "place", "link", "topic", "trainer_name"))
        return named or bool(data.get("trainer")) or bool(self.errors)

    def slot(self) -> Slot:
        data = self.cleaned_data
        return Slot(**{name: data[name] for name in Slot.__dataclass_fields__})


class BaseMeetings(BaseFormSet):
    def slots(self) -> list[Slot]:
        deleted = self.deleted_forms
        return [form.slot() for form in self.forms if form.has_words and form not in deleted]

    def named(self) -> set[int]:
        """The meetings that these lines are about, also those to be taken away."""
        return {pk for form in self.forms if (pk := form.cleaned_data.get("pk"))}


MeetingFormSet = formset_factory(
    MeetingForm, formset=BaseMeetings, extra=3, max_num=MEETINGS_AT_MOST, validate_max=True, can_delete=True
)
