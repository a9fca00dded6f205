"""Forms of the 360-degree feedback: shape and parse, no saving."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField
from evaluations.models.circle import CANNOT_SAY
from evaluations.review_choices import Relation, Value

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
    reviewer = forms.ModelChoiceField(label=_("Colleague"), queryset=StaffProfile.objects.none())
    relation = forms.ChoiceField(label=_("What they are to the person"), choices=CHOICES)

    def __init__(self, *args: Any, today: date, person: StaffProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = people_on(today).order_by().values("pk")
        field: Any = self.fields["reviewer"]
        field.queryset = (
            StaffProfile.objects.filter(pk__in=working, user__is_active=True)
            .exclude(pk=person.pk)
            .exclude(rounds_asked__round__review__person=person, rounds_asked__round__status="proposing")
            .order_by("name", "pk")
        )


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
        label=_("Answers until"), help_text=_("The result appears after this day, never before and never in part.")
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
