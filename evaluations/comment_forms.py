"""Forms of the pages about patrons' comments."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.forms import DateWidget, IndonesianDateField
from evaluations.choices import CommentKind, CommentState
from evaluations.models import Comment, Survey
from evaluations.services.comments import FIT_TO_READ, Decision

People = dict[str, StaffProfile]


def people_to_choose(today: Any) -> People:
    """pk as text -> everybody who works here today; one statement for all forms of a page."""
    found = StaffProfile.objects.filter(Q(left_on=None) | Q(left_on__gte=today)).order_by("name", "pk")
    return {str(person.pk): person for person in found}


class DecisionForm(forms.Form):
    """One moderator's decision about one comment; `prefix` tells the comments of a page apart."""

    state = forms.ChoiceField(label=gettext_lazy("Who may read it?"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=250, required=False)
    person = forms.ChoiceField(label=gettext_lazy("Person named"), required=False)
    names_shown = forms.BooleanField(label=gettext_lazy("Let the names of staff stand"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What follows from it?"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Seen to by"), required=False)
    due_on = IndonesianDateField(label=gettext_lazy("Due on"), required=False, widget=DateWidget)
    answer = forms.CharField(
        label=gettext_lazy("The library's answer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands beside the comment where everybody reads it."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, comment: Comment, people: People, later: bool = False, **kwargs: Any) -> None:
        """`later` adds the choice to leave the comment waiting, which is then the first."""
        self.comment, self.people = comment, people
        care = comment.care
        kwargs.setdefault(
            "initial",
            {
                "state": care.state if care.state != CommentState.WAITING else ("" if later else None),
                "reason": "" if care.reason == FIT_TO_READ else care.reason,
                "person": str(care.person_id or ""),
                "names_shown": care.names_shown,
                "kind": care.kind,
                "owner": str(care.owner_id or ""),
                "due_on": care.due_on,
                "answer": care.answer,
                "seen": care.version,
            },
        )
        super().__init__(*args, **kwargs)
        decided = [choice for choice in CommentState.choices if choice[0] != CommentState.WAITING]
        self.fields["state"].choices = [("", _("Decide later")), *decided] if later else decided
        self.fields["state"].required = not later
        self.fields["kind"].choices = [("", _("Nothing")), *CommentKind.choices]
        names = [("", _("Nobody")), *((pk, str(person)) for pk, person in people.items())]
        self.fields["person"].choices = self._with(names, care.person)
        self.fields["owner"].choices = self._with(names, care.owner)

    def _with(self, names: Sequence[tuple[str, str]], person: StaffProfile | None) -> list[tuple[str, str]]:
        """Somebody chosen earlier who has left stays on the list."""
        if person is None or str(person.pk) in self.people:
            return list(names)
        self.people = {**self.people, str(person.pk): person}
        return [*names, (str(person.pk), str(person))]

    def clean_due_on(self) -> date | None:
        """A day to come; one that was set before may have passed since."""
        due: date | None = self.cleaned_data["due_on"]
        if due and due < timezone.localdate() and due != self.comment.care.due_on:
            raise forms.ValidationError(gettext_lazy("This day has passed already."))
        return due

    @property
    def is_decided(self) -> bool:
        return bool(self.cleaned_data.get("state"))

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(
            state=CommentState(data["state"]),
            reason=data["reason"],
            person=self.people.get(data["person"]),
            names_shown=data["names_shown"],
            kind=data["kind"],
            owner=self.people.get(data["owner"]),
            due_on=data["due_on"],
            answer=data["answer"],
        )


class FilterForm(forms.Form):
    """What the list shows."""

    state = forms.ChoiceField(label=gettext_lazy("Who may read it"), required=False)
    survey = forms.ModelChoiceField(
        Survey.objects.order_by("code"), label=gettext_lazy("Survey"), required=False, empty_label=gettext_lazy("All")
    )
    overdue = forms.BooleanField(label=gettext_lazy("Overdue only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *CommentState.choices]
