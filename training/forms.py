"""Shape and parse; the services judge and write."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.choosing import Choosable, choice_field, people
from baubau_pembinaan.core.forms import IndonesianDateField, IndonesianTimeField, RupiahField
from baubau_pembinaan.libraries.models import Unit
from training.models import (
    Competence,
    Programme,
    Session,
    SubjectArea,
)
from training.people_fields import people_field

AREA = forms.Textarea(attrs={"rows": 4})


def unit_field(also: int | None = None) -> forms.Field:
    """A unit of competence in use, or the one named already."""
    units = Competence.objects.filter(Q(is_active=True) | Q(pk=also)).order_by("code", "pk")
    rows = Choosable(units, name="title", number="code")
    return choice_field(rows, label=_("Unit of competence"), required=False)


def programme_field(also: int | None = None) -> forms.Field:
    """A programme of the catalogue, or the one named already."""
    wanted = Programme.objects.filter(Q(is_active=True) | Q(pk=also)).order_by("title", "pk")
    return choice_field(Choosable(wanted, name="title"), label=_("Programme"), required=False)


class ProgrammeForm(forms.ModelForm):
    budget_idr = RupiahField(label=_("Budget (rupiah)"), required=False)
    competences = forms.ModelMultipleChoiceField(
        label=_("Competences aimed at"),
        queryset=Competence.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl to choose several."),
    )

    class Meta:
        model = Programme
        fields = [
            "title",
            "title_en",
            "form",
            "scope",
            "subject",
            "summary",
            "target_group",
            "competences",
            "provider_kind",
            "provider",
            "jp",
            "counts_pro_rata",
            "least_attendance",
            "gives_certificate",
            "certificate_months",
            "needs_second_approval",
            "budget_idr",
            "budget_source",
            "is_active",
        ]
        widgets = {"summary": AREA}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = SubjectArea.objects.filter(is_active=True).order_by("order", "title", "pk")
        units = Competence.objects.filter(is_active=True, group__framework__is_active=True)
        self.fields["competences"].queryset = units.order_by("code", "pk")


class MaterialForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 10 MB. A file or a link."),
    )


class SessionForm(forms.ModelForm):
    opens_on = IndonesianDateField(label=_("Enrolment from"), required=False)
    closes_on = IndonesianDateField(label=_("Enrolment until"), required=False, help_text=_("This day still counts."))

    class Meta:
        model = Session
        fields = ["label", "capacity", "opens_on", "closes_on", "offer_hours", "coordinator"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people_field(self.instance.coordinator_id)
        self.fields["coordinator"] = choice_field(rows, label=_("Person in charge"), required=False)
        self.fields["offer_hours"].required = False

    def clean_offer_hours(self) -> int:
        """Left empty: a seat that frees is given at once."""
        return self.cleaned_data["offer_hours"] or 0


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Why this training"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class OptionalReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class NominateForm(NoteForm):
    """One of the people the reader may enrol."""

    def __init__(self, *args: Any, wanted: Any, first: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"] = choice_field(people(wanted, first=first), label=_("Staff member"))
        self.order_fields(["profile", "note"])


class UnitForm(forms.Form):
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        help_text=_(
            "Everybody who works there today, sub-units included: whom you lead is enrolled at once or waits in line,"
            " for the others their supervisor is asked."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.active().order_by("name", "pk")


class TableForm(forms.Form):
    """A CSV or XLSX file, looked at first and saved only when asked."""

    file = forms.FileField(label=_("File (CSV or XLSX)"))
    save = forms.BooleanField(
        label=_("Save it"), required=False, help_text=_("Off: only look whether everything is right.")
    )


class DeskForm(forms.Form):
    """What the desk saw of one person."""

    arrived = IndonesianTimeField(label=_("Came at"), required=False, help_text=_("Empty: from the beginning."))
    left = IndonesianTimeField(label=_("Left at"), required=False, help_text=_("Empty: to the end."))

    def __init__(self, *args: Any, wanted: Any, first: Any = None, **kwargs: Any) -> None:
        """`wanted`: enrolments of the meeting's session; `first`: see Choosable."""
        super().__init__(*args, **kwargs)
        told = lambda row: row.profile  # noqa: E731
        rows = Choosable(wanted, name="profile__name", number="profile__nip", told=told, first=first)
        self.fields["enrolment"] = choice_field(rows, label=_("Name"))
        self.order_fields(["enrolment", "arrived", "left"])

    def times(self, meeting: Any) -> dict[str, Any]:
        """The cleaned data as moments of the meeting; a time before the beginning's hour is after midnight."""
        data = self.cleaned_data
        return {
            "enrolment_id": data["enrolment"].pk,
            "arrived_at": _moment(meeting, data.get("arrived")),
            "left_at": _moment(meeting, data.get("left")),
        }


def _moment(meeting: Any, clock: time | None) -> datetime | None:
    """The clock's time during the meeting: on its day, or after midnight where only that lies inside."""
    if clock is None:
        return None
    moment = timezone.make_aware(datetime.combine(meeting.day, clock))
    last = timezone.localtime(meeting.ends_at)
    if last.date() > meeting.day and moment < meeting.starts_at and clock <= last.time():
        return moment + timedelta(days=1)
    return moment


class UploadForm(forms.Form):
    upload = forms.FileField(label=_("File"), help_text=_("PDF or picture, at most 10 MB."))
