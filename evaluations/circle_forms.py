"""Forms of the 360-degree feedback: shape and parse, no saving."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.choosing import choice_field, people
from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField
from evaluations.models import Review, RoundReviewer
from evaluations.models.circle import CANNOT_SAY
from evaluations.review_choices import Relation, Value
from evaluations.services.reviews.circles import ProposalsRefused, Refused

LINES = 8  # colleagues proposed in one go

SCALE = [
    (1, _("1: hardly ever")),
    (2, _("2: sometimes")),
    (3, _("3: mostly")),
    (4, _("4: always")),
    (CANNOT_SAY, _("I cannot say")),
]
# What each value means in plain words, for who does not know the civil service's
MEANINGS = {
    Value.SERVICE: _("Friendly and quick to help; understands what people need."),
    Value.ACCOUNTABLE: _("Honest and careful; does what was promised."),
    Value.COMPETENT: _("Works well, keeps learning and helps others to learn."),
    Value.HARMONIOUS: _("Respects everybody, whatever their background; likes to help."),
    Value.LOYAL: _("Stands by the good name of the office and keeps what is confidential."),
    Value.ADAPTIVE: _("Adjusts quickly to change and brings new ideas."),
    Value.COLLABORATIVE: _("Lets others contribute and is open to working together."),
}
OTHERS = [(value, label) for value, label in Relation.choices if value != Relation.SELF]
CHOICES = [("", _("Choose a relation")), *OTHERS]
_AREA = forms.Textarea(attrs={"rows": 4})


class ProposeForm(forms.Form):
    """Several colleagues at once, each with what they are to the person; lines left empty do not count."""

    def __init__(self, *args: Any, today: date, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = people_on(today).order_by().values("pk")
        wanted = StaffProfile.objects.filter(pk__in=working, user__is_active=True).exclude(pk=review.person_id)
        if not self.is_bound:  # of one sent late it is said by name who stands there already
            # Of this review's own list alone: who is missing must not tell whom another round asks.
            listed = RoundReviewer.objects.filter(round__review=review, round__status="proposing")
            wanted = wanted.exclude(pk__in=listed.values("reviewer"))
        rows = people(wanted.select_related("user").order_by("name", "pk"), fields=LINES)
        for n in range(1, LINES + 1):
            told: dict[str, Any] = {} if n == 1 or rows.is_short else {"help_text": ""}  # said once
            self.fields[f"reviewer_{n}"] = choice_field(rows, label=_("Colleague"), required=False, **told)
            self.fields[f"relation_{n}"] = forms.ChoiceField(
                label=_("What they are to the person"), choices=CHOICES, required=False
            )
            line = gettext("Reviewer %(n)s") % {"n": n}
            for name in ("reviewer", "relation"):  # of eight lines the summary of errors says which
                field: Any = self.fields[f"{name}_{n}"]
                field.told_as = f"{line}, {field.label}"

    def clean(self) -> dict[str, Any]:
        for n in range(1, LINES + 1):
            reviewer, relation = self.cleaned_data.get(f"reviewer_{n}"), self.cleaned_data.get(f"relation_{n}")
            if reviewer and not relation and f"relation_{n}" not in self.errors:
                self.add_error(f"relation_{n}", _("Say what %(name)s is to the person.") % {"name": reviewer.full_name})
            if relation and not reviewer and f"reviewer_{n}" not in self.errors:
                self.add_error(f"reviewer_{n}", _("Choose the colleague of this line, or empty it."))
        if not self.errors and not self.chosen:
            self.add_error("reviewer_1", _("Choose at least one colleague."))
        return self.cleaned_data

    @property
    def chosen(self) -> list[tuple[int, StaffProfile, str]]:
        """(line, colleague, relation) of each line filled in whole."""
        data = self.cleaned_data
        lines = [(n, data.get(f"reviewer_{n}"), data.get(f"relation_{n}", "")) for n in range(1, LINES + 1)]
        return [(n, reviewer, relation) for n, reviewer, relation in lines if reviewer and relation]

    @property
    def proposals(self) -> list[tuple[StaffProfile, str]]:
        return [(reviewer, relation) for _line, reviewer, relation in self.chosen]

    def refuse(self, problems: Iterable[Refused]) -> None:
        """Each at its own line; `problems` speak of `proposals` by their place."""
        lines = [n for n, _reviewer, _relation in self.chosen]
        for problem in problems:
            self.add_error(f"{problem.field}_{lines[problem.place]}", ProposalsRefused.said(problem))

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [(n, [self[f"reviewer_{n}"], self[f"relation_{n}"]]) for n in range(1, LINES + 1)]


class GuestForm(forms.Form):
    """Somebody without an account: who they are, and where their link may go."""

    name = forms.CharField(label=_("Name"), max_length=120)
    organisation = forms.CharField(
        label=_("School or organisation"),
        max_length=150,
        help_text=_("For example a school that classes are held with."),
    )
    phone = PhoneField(
        label=_("WhatsApp number"),
        required=False,
        help_text=_("Without number and e-mail the link is printed as a slip. All of it goes when the round ends."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)


class OpenForm(forms.Form):
    closes_on = IndonesianDateField(
        label=_("Answers until"),
        help_text=_("The result appears after this day, or with the release if that comes first; never in part."),
    )


class AnswerForm(forms.Form):
    """A score for each value, then two texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in Value:
            self.fields[value] = forms.TypedChoiceField(
                label=value.label, help_text=MEANINGS[value], choices=SCALE, coerce=int, widget=forms.RadioSelect
            )
        self.fields["strength"] = forms.CharField(
            label=_("What goes well?"), max_length=1000, required=False, widget=_AREA
        )
        self.fields["growth"] = forms.CharField(
            label=_("What could grow?"), max_length=1000, required=False, widget=_AREA
        )

    @property
    def answer(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "scores": [data[value] for value in Value],
            "strength": data["strength"],
            "growth": data["growth"],
        }
