"""Shape and parse; nothing is saved here."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal_pukul
from baubau_pembinaan.core.forms import (
    IndonesianDateField,
    IndonesianTimeField,
    PhoneField,
    RupiahField,
)
from outreach.choices import FacilitatorRole, Frequency
from outreach.models import Event, Partner, Session
from outreach.series import MOST_DATES, rule_text
from outreach.services.events import APPROVED_FIELDS, CORRECTED_FIELDS
from outreach.services.questions import Question

SEEN_IN_CORRECTING = frozenset({*APPROVED_FIELDS, *CORRECTED_FIELDS})


class EventForm(forms.ModelForm):
    """Everything an event says, with its leader and helpers."""

    leaders = forms.ModelMultipleChoiceField(
        label=_("Led by"), queryset=StaffProfile.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    helpers = forms.ModelMultipleChoiceField(
        label=_("Helped by"), queryset=StaffProfile.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    questions = forms.CharField(
        label=_("Own questions"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Choices follow a bar: “Shirt size | S | M | L”. A star at the end makes it a must."),
    )
    budget_idr = RupiahField(label=_("Budget (Rp)"), required=False)
    contact_phone = PhoneField(
        label=_("Phone for questions"), required=False, help_text=_("Shown to everybody, with a WhatsApp link.")
    )

    class Meta:
        model = Event
        fields = [
            "title", "title_en", "kind", "audience", "age_min", "age_max", "summary", "summary_en", "description",
            "description_en", "place", "village", "service_point", "partner", "registration_mode", "capacity",
            "queue_mode", "answer_hours", "confirm_hours", "takes_families", "takes_groups", "asks_photo_consent",
            "contact_phone", "materials", "budget_idr",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "description_en": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, people: Any = None, correcting: bool = False, **kwargs: Any):
        """`correcting`: only what was approved, which stays, and what may be put right beside the author."""
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields = {name: self.fields[name] for name in self.fields if name in SEEN_IN_CORRECTING}
            return
        for name in ("leaders", "helpers"):
            field: Any = self.fields[name]
            field.queryset = people if people is not None else StaffProfile.objects.none()
        if self.instance.pk:
            self.initial["questions"] = written_questions(self.instance)
            crew = [row for row in self.instance.crew.all() if row.session_id is None]
            helping = {FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION}
            self.initial["leaders"] = [row.profile_id for row in crew if row.role not in helping]
            self.initial["helpers"] = [row.profile_id for row in crew if row.role in helping]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("age_max") or 0) < (data.get("age_min") or 0):
            self.add_error("age_max", _("The upper age must not be below the lower one."))
        both = set(data.get("leaders") or ()) & set(data.get("helpers") or ())
        if both:
            self.add_error("helpers", _("Somebody stands in both lists."))
        return data

    def crew(self) -> list[tuple[StaffProfile, str]]:
        """(person, role) as ticked; who had a finer role keeps it."""
        rows = self.instance.crew.all() if self.instance.pk else ()
        known = {row.profile_id: row.role for row in rows if row.session_id is None}
        helping = {FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION}
        found = []
        for person in self.cleaned_data["leaders"]:
            role = known.get(person.pk, FacilitatorRole.LEADER)
            found.append((person, FacilitatorRole.LEADER if role in helping else role))
        for person in self.cleaned_data["helpers"]:
            role = known.get(person.pk, FacilitatorRole.ASSISTANT)
            found.append((person, role if role in helping else FacilitatorRole.ASSISTANT))
        return found

    def clean_questions(self) -> list[Question]:
        return read_questions(self.cleaned_data["questions"])

    def event_fields(self) -> dict[str, Any]:
        fields: Any = self._meta.fields
        return {name: self.cleaned_data[name] for name in fields if name in self.fields}


def written_questions(event: Event) -> str:
    """An event's questions as the form's text."""
    lines = []
    for row in event.questions.filter(is_active=True).order_by("order", "pk"):
        lines.append(" | ".join([row.text, *row.choices]) + (" *" if row.is_required else ""))
    return "\n".join(lines)


def read_questions(text: str) -> list[Question]:
    """The questions a text holds. Raises ValidationError for one that is too long or stands twice."""
    found: list[Question] = []
    for line in text.splitlines():
        required = line.rstrip().endswith("*")
        words, *choices = (part.strip() for part in line.rstrip().removesuffix("*").split("|"))
        if not words:
            continue
        if len(words) > 150 or len(found) >= 10 or any(len(choice) > 60 for choice in choices):
            raise ValidationError(_("At most ten questions of 150 characters, choices of 60."))
        if any(question.text == words for question in found):
            raise ValidationError(_("“%(question)s” stands twice."), params={"question": words})
        found.append(Question(words, tuple(choice for choice in choices if choice), required))
    return found


class CrewForm(forms.Form):
    """One colleague with a role, on every date or on one."""

    profile: Any = forms.ModelChoiceField(label=_("Colleague"), queryset=StaffProfile.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=FacilitatorRole.choices)
    session: Any = forms.ModelChoiceField(
        label=_("On which date"), queryset=Session.objects.none(), required=False, empty_label=_("every date")
    )
    replaces: Any = forms.TypedChoiceField(
        label=_("In place of"),
        required=False,
        empty_value=None,
        help_text=_("The hours of that date count for who stands in, not for the one they replace."),
    )

    def __init__(self, *args: Any, people: Any, sessions: Any, crew: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = people
        known = {str(person.pk): person for person in crew}
        replaces: Any = self.fields["replaces"]
        replaces.choices = [("", _("nobody: one more colleague")), *((pk, str(person)) for pk, person in known.items())]
        replaces.coerce = known.get
        self.fields["session"].queryset = sessions
        self.fields["session"].label_from_instance = lambda row: tanggal_pukul(row.starts_at)


class PartnerThereForm(forms.Form):
    """With whom one date is, where that differs from the event's partner; a settled date says it for itself."""

    partner: Any = forms.ModelChoiceField(
        label=_("Partner of this date"), queryset=Partner.objects.none(), required=False, empty_label=_("as the event")
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        super().__init__(*args, initial={"partner": session.partner_id}, **kwargs)
        partner: Any = self.fields["partner"]
        offered = Q(is_active=True) | Q(pk=session.partner_id)
        partner.queryset = Partner.objects.filter(offered).order_by("name", "pk")
        if session.partner_settled:
            partner.empty_label = _("no partner")


class SessionForm(forms.Form):
    """One date: when and, where it differs, the place."""

    day = IndonesianDateField(label=_("Day"))
    starts = IndonesianTimeField(label=_("From"))
    ends = IndonesianTimeField(label=_("Until"))
    place = forms.CharField(label=_("Place, where it differs"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end must be after the start."))
        return data


class MoveForm(SessionForm):
    reason = forms.CharField(
        label=_("Why"), max_length=250, help_text=_("Everybody who registered reads this sentence.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=250, help_text=_("Everybody who registered reads this sentence.")
    )


class SeriesForm(forms.Form):
    """A rule: how often from when, and where it ends."""

    first = IndonesianDateField(label=_("First day"))
    starts = IndonesianTimeField(label=_("From"))
    ends = IndonesianTimeField(label=_("Until"))
    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices)
    interval = forms.IntegerField(
        label=_("Every so many weeks or months"),
        min_value=1,
        max_value=12,
        initial=1,
        help_text=_("1: every time; 2: every other."),
    )
    count = forms.IntegerField(label=_("Number of dates"), min_value=1, max_value=MOST_DATES, required=False)
    until = IndonesianDateField(label=_("or until the day"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end must be after the start."))
        if not {"count", "until"} & self.errors.keys() and bool(data.get("count")) == bool(data.get("until")):
            raise ValidationError(_("Say either the number of dates or the last day."))
        first, until = data.get("first"), data.get("until")
        if first and until and until < first:
            self.add_error("until", _("The last day must not be before the first."))
        return data

    def rule(self) -> str:
        data = self.cleaned_data
        return rule_text(
            frequency=data["frequency"],
            first=data["first"],
            interval=data["interval"],
            count=data.get("count"),
            until=data.get("until"),
        )

    @property
    def first_day(self) -> date:
        return self.cleaned_data["first"]
