"""Forms of the professional network, of questions and of examinations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.choosing import choice_field
from baubau_pembinaan.core.forms import IndonesianDateField
from training.models import (
    Association,
    CompetenceExam,
    ConferenceReport,
    ExchangeVisit,
    Membership,
    MentoringPair,
    PeerLibrary,
    PracticeNote,
    SubjectArea,
    TestQuestion,
)
from training.people_fields import people_field


class MembershipForm(forms.ModelForm):
    starts_on = IndonesianDateField(label=_("Member from"))
    ends_on = IndonesianDateField(label=_("Member until"), required=False)

    class Meta:
        model = Membership
        fields = ["association", "number", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.filter(is_active=True).order_by("name", "pk")


class ConferenceForm(forms.ModelForm):
    ended_on = IndonesianDateField(label=_("Last day"))
    share_by = IndonesianDateField(
        label=_("Sharing session by"), required=False, help_text=_("Empty: within thirty days.")
    )

    class Meta:
        model = ConferenceReport
        fields = ["title", "organiser", "ended_on", "learnt", "share_by"]
        widgets = {"learnt": forms.Textarea(attrs={"rows": 6})}


class SharingForm(forms.Form):
    shared_on = IndonesianDateField(label=_("Shared on"))
    listeners = forms.IntegerField(label=_("Colleagues who came"), min_value=1, max_value=1000)


class NoteOfPracticeForm(forms.ModelForm):
    class Meta:
        model = PracticeNote
        fields = ["title", "subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = SubjectArea.objects.filter(is_active=True).order_by("order", "title", "pk")


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Comment"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class QuestionForm(forms.ModelForm):
    class Meta:
        model = TestQuestion
        fields = ["text", "choices", "right"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "choices": forms.Textarea(attrs={"rows": 5})}


class ExamForm(forms.ModelForm):
    held_on = IndonesianDateField(label=_("Held on"))

    class Meta:
        model = CompetenceExam
        fields = ["level", "held_on", "organiser", "passed", "certificate_number"]


class PairForm(forms.ModelForm):
    starts_on = IndonesianDateField(label=_("First day"))
    ends_on = IndonesianDateField(label=_("Last day"), required=False)

    class Meta:
        model = MentoringPair
        fields = ["mentor", "mentee", "goal", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people_field()  # read once for both
        for name, label in (("mentor", _("Mentor")), ("mentee", _("Guided colleague"))):
            self.fields[name] = choice_field(rows, label=label)


class VisitForm(forms.ModelForm):
    visited_on = IndonesianDateField(label=_("Date"))

    class Meta:
        model = ExchangeVisit
        fields = ["institution", "peer", "is_outgoing", "visited_on", "purpose", "people", "result"]
        widgets = {"result": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"peer": _("Where it stands in the book of peer libraries.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peer"].queryset = PeerLibrary.objects.filter(is_active=True).order_by("name", "pk")
