"""How reminders are edited: days as people write them, texts with named holes."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.forms import IndonesianDateField, IndonesianTimeField

from .models import ReminderHours, ReminderRule
from .models.reminder import validate_offsets

HOLES_HELP = _("Empty: the words of the task. You may use {nama}, {tugas}, {rincian} and {tenggat}.")
WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


class OffsetsField(forms.CharField):
    """ "-7, 0, 3": days before (minus) and after the due date."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(days) for days in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        parts = [part for part in re.split(r"[\s,;]+", text.replace("−", "-")) if part]
        if not all(re.fullmatch(r"[+-]?[0-9]{1,4}", part) for part in parts):
            raise ValidationError(_("Write days as whole numbers, for example -7, 0, 3."))
        days = sorted({int(part) for part in parts})
        validate_offsets(days)
        return days


class RuleForm(forms.ModelForm):
    offsets = OffsetsField(
        label=_("Days around the due date"),
        required=False,
        help_text=_("-7 is a week before, 0 the day itself, 3 three days after."),
    )

    roles = forms.MultipleChoiceField(
        label=_("To these roles only"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everybody who may do it. The task stays on everybody's list in any case."),
    )

    class Meta:
        model = ReminderRule
        fields = [
            "is_on",
            "offsets",
            "roles",
            "by_email",
            "useful_days",
            "subject_id",
            "body_id",
            "subject_en",
            "body_en",
        ]
        help_texts = {
            "useful_days": _("If the system stood still on the day, it is said later, up to so many days after."),
            "subject_id": HOLES_HELP,
            "body_id": HOLES_HELP,
            "subject_en": HOLES_HELP,
            "body_en": HOLES_HELP,
        }
        widgets = {"body_id": forms.Textarea({"rows": 4}), "body_en": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, entitled: Collection[str], **kwargs: Any) -> None:
        """`entitled`: the roles among which to choose; none where each row names its person."""
        super().__init__(*args, **kwargs)
        if entitled:
            self.fields["roles"].choices = [(role, Role(role).label) for role in entitled]
        else:
            del self.fields["roles"]


class HoursForm(forms.ModelForm):
    quiet_from = IndonesianTimeField(label=_("Quiet from"), help_text=_("Mail waits from this hour."))
    quiet_until = IndonesianTimeField(label=_("Quiet until"), help_text=_("Waiting mail leaves at this hour."))
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ReminderHours
        fields = ["quiet_from", "quiet_until", "working_days", "singly_at_most", "weekly_digest"]


class DayForm(forms.Form):
    """The day to look at; today where nothing or nonsense is written."""

    on = IndonesianDateField(label=_("Day"), required=False)

    @property
    def day(self) -> Any:
        chosen = self.cleaned_data.get("on") if self.is_valid() else None
        return chosen or timezone.localdate()
