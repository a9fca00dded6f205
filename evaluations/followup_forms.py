"""Forms of the follow-up plan."""

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.forms import IndonesianDateField
from baubau_pembinaan.libraries.models import Unit
from evaluations.choices import FollowUpStatus
from evaluations.models import FollowUp
from outreach.models import Event
from training.models import Competence, Session

_STATUSES = [(value, label) for value, label in FollowUpStatus.choices if value != FollowUpStatus.PROPOSED]
MOST_CHOICES = 100  # the newest trainings and events: older ones are no answer to a survey just closed
_AREA = forms.Textarea(attrs={"rows": 3})


class ProgressForm(forms.ModelForm):
    """What the person in charge may say: how far it is and what came of it."""

    status = forms.ChoiceField(label=_("Status"), choices=_STATUSES)

    class Meta:
        model = FollowUp
        fields = ["status", "outcome", "reason"]
        widgets = {"outcome": _AREA, "reason": _AREA}

    def _post_clean(self) -> None:
        """Nothing is put into the row here: what belongs together is the service's to judge and to write."""


class FollowUpForm(ProgressForm):
    """The whole plan of one deed."""

    due_on = IndonesianDateField(label=_("Due date"), required=False)
    responsible = forms.ModelChoiceField(
        label=_("Person in charge"), queryset=StaffProfile.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    competence_unit = forms.ModelChoiceField(
        label=_("Unit of competence"), queryset=Competence.objects.none(), required=False
    )
    session = forms.ModelChoiceField(
        label=_("Training"),
        queryset=Session.objects.none(),
        required=False,
        help_text=_("The training held or planned for it, newest first."),
    )
    event = forms.ModelChoiceField(label=_("Event"), queryset=Event.objects.none(), required=False)

    class Meta(ProgressForm.Meta):
        fields = [
            "unsur",
            "action",
            "kind",
            "target",
            "competence",
            "competence_unit",
            "session",
            "event",
            "responsible",
            "unit",
            "due_on",
            "said",
            "status",
            "outcome",
            "reason",
        ]
        widgets = {"action": _AREA, "outcome": _AREA, "reason": _AREA}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = StaffProfile.objects.filter(pk__in=people_on(timezone.localdate()).values("pk"))
        if self.instance.responsible_id:
            people = people | StaffProfile.objects.filter(pk=self.instance.responsible_id)
        self.fields["responsible"].queryset = people.order_by("name", "pk")
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True).order_by("name", "pk")
        self.fields["competence_unit"].queryset = Competence.objects.filter(
            Q(is_active=True) | Q(pk=self.instance.competence_unit_id)
        ).order_by("code", "pk")
        recent = Session.objects.announced().order_by(F("starts_on").desc(nulls_last=True), "-pk").values("pk")
        self.fields["session"].queryset = (
            Session.objects.filter(Q(pk__in=recent[:MOST_CHOICES]) | Q(pk=self.instance.session_id))
            .select_related("programme")
            .order_by(F("starts_on").desc(nulls_last=True), "-pk")
        )
        newest = Event.objects.order_by("-pk").values("pk")
        self.fields["event"].queryset = Event.objects.filter(
            Q(pk__in=newest[:MOST_CHOICES]) | Q(pk=self.instance.event_id)
        ).order_by("-pk")
        asked = dict.fromkeys(self.instance.period.version.questions.order_by("order").values_list("unsur", flat=True))
        labels = dict(FollowUp._meta.get_field("unsur").choices)
        keys = [*asked, *([self.instance.unsur] if self.instance.unsur and self.instance.unsur not in asked else [])]
        self.fields["unsur"].choices = [(key, labels[key]) for key in keys if key in labels]
