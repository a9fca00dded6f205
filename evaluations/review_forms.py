"""Forms of the reviews: shape and parse, no saving. Each carries `seen`, the state of the fields it was drawn from."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import PositionLevel
from baubau_pembinaan.core.forms import IndonesianDateField
from baubau_pembinaan.libraries.models import Unit
from evaluations.models import (
    CreditOpening,
    FeedbackNote,
    InternalScore,
    PeriodicEvaluation,
    Review,
    ReviewCycle,
    WorkResult,
)
from evaluations.paper_kinds import PAPERS
from evaluations.review_choices import Rating
from evaluations.services.reviews.writing import PLAN_FIELDS, WORK_FIELDS, token_of
from training.models import Competence, Programme

_AREA = forms.Textarea(attrs={"rows": 5})
_RATINGS = [("", _("Not rated yet")), *Rating.choices]


def seen_field(most: int = 24) -> forms.CharField:
    """Kept with a draft: one written before somebody else's change is told so, whenever it is sent."""
    return forms.CharField(widget=forms.HiddenInput({"data-keep-too": ""}), max_length=most, required=False)


def key_field() -> forms.CharField:
    """The key of a form: sent twice, also from a kept draft, it counts once."""
    return forms.CharField(
        widget=forms.HiddenInput({"data-keep-too": ""}),
        max_length=22,
        required=False,
        initial=lambda: secrets.token_urlsafe(16),
    )


def rating_field(label: Any, *, required: bool = False) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=_RATINGS, coerce=int, empty_value=None, required=required)


class PartForm(forms.ModelForm):
    """A form about some fields of one row; the service writes them."""

    seen = seen_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: Iterable[str] = [name for name in self.fields if name not in ("seen", "form_key")]
        if self.instance.pk:
            self.initial["seen"] = token_of(self.instance, self.names)

    def _post_clean(self) -> None:
        """Nothing is put into the row here: the service judges and writes."""

    def needed(self, *names: str) -> None:
        """These may be saved empty, but the review does not go on without them."""
        for name in names:
            self.fields[name].when_empty = _("needed before you hand it in")  # type: ignore[attr-defined]

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    @property
    def seen_then(self) -> str:
        return str(self.cleaned_data["seen"])

    @classmethod
    def names_sent(cls) -> set[str]:
        """By these a page knows which form was sent."""
        return {name for name in cls.base_fields if name not in ("seen", "form_key")}

    def again(self, row: Any, data: dict[str, Any]) -> "PartForm":
        """The same words over the row as it stands now."""
        return type(self)({**data, "seen": token_of(row, self.names)}, instance=row)


class PlanForm(PartForm):
    """`suggestions`: results of the supervisor, to choose from in `supports`; other words may be typed."""

    suggestions: Iterable[str] = ()

    class Meta:
        model = WorkResult
        fields = PLAN_FIELDS
        widgets = {"supports": forms.TextInput(attrs={"list": "suggestions", "autocomplete": "off"})}
        help_texts = {"supports": _("Choose from the supervisor's agreed plan, where it stands here, or write it.")}


class NewPlanForm(PlanForm):
    form_key = key_field()


class WorkForm(PartForm):
    class Meta:
        model = WorkResult
        fields = WORK_FIELDS
        widgets = {"realisation": _AREA, "evidence": forms.Textarea(attrs={"rows": 3})}


class ResultFeedbackForm(PartForm):
    class Meta:
        model = WorkResult
        fields = ["feedback"]
        widgets = {"feedback": _AREA}


class ProgressForm(PartForm):
    class Meta:
        model = PeriodicEvaluation
        fields = ["progress"]
        widgets = {"progress": _AREA}


class PeriodForm(PartForm):
    """The word on a period comes with both ratings, or not yet."""

    result_rating = rating_field(_("Rating of the work results"), required=True)
    conduct_rating = rating_field(_("Rating of the conduct"), required=True)

    class Meta:
        model = PeriodicEvaluation
        fields = ["feedback", "result_rating", "conduct_rating"]
        widgets = {"feedback": _AREA}


class ScoreForm(PartForm):
    score = forms.IntegerField(
        label=_("Score"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("0 to 100. Empty: not used for this person; the other criteria share its weight."),
    )

    class Meta:
        model = InternalScore
        fields = ["score", "note"]
        widgets = {"note": _AREA}


class SelfForm(PartForm):
    class Meta:
        model = Review
        fields = ["self_text"]
        widgets = {"self_text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed("self_text")


class RatingForm(PartForm):
    result_rating = rating_field(_("Rating of the work results"))
    conduct_rating = rating_field(_("Rating of the conduct"))

    class Meta:
        model = Review
        fields = ["supervisor_text", "result_rating", "conduct_rating"]
        widgets = {"supervisor_text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed("result_rating", "conduct_rating")


class NoteForm(forms.ModelForm):
    form_key = key_field()

    class Meta:
        model = FeedbackNote
        fields = ["kind", "value", "competence", "text"]
        widgets = {"text": _AREA}
        help_texts = {"value": _("Choose either a value or a competence.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["competence"]
        field.queryset = Competence.objects.filter(is_active=True).order_by("code", "pk")

    def clean(self) -> Any:
        data = super().clean()
        if bool(self.cleaned_data.get("value")) == bool(self.cleaned_data.get("competence")):
            self.add_error("value", _("Choose either a value or a competence."))
        return data

    def _post_clean(self) -> None:
        """Nothing is put into a row here: the service writes."""


class SeenForm(forms.Form):
    """A press of a button: nothing but what the page showed (services.reviews.standing)."""

    seen = seen_field(10_000)


class ReasonForm(SeenForm):
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=_AREA)


class DecisionForm(ReasonForm):
    """The superior's decision: both ratings as they shall stand; drawn with those that stand now."""

    result_rating = forms.TypedChoiceField(
        label=_("Rating of the work results"),
        choices=Rating.choices,
        coerce=int,
        empty_value=None,
        help_text=_("Both ratings stand as they are now: leave them to uphold, change them to grant the objection."),
    )
    conduct_rating = forms.TypedChoiceField(
        label=_("Rating of the conduct"), choices=Rating.choices, coerce=int, empty_value=None
    )


class OpeningForm(forms.ModelForm):
    """The last official PAK; the service judges and writes."""

    counted_until = IndonesianDateField(
        label=_("Counted until"), help_text=_("Last day of the period in the official PAK.")
    )

    seen = seen_field()

    class Meta:
        model = CreditOpening
        fields = ["level", "credit", "counted_until", "number"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [("", _("Choose a level")), *PositionLevel.choices]

    def _post_clean(self) -> None:
        """Nothing is put into the row here."""


class GrowthForm(forms.Form):
    """A goal for the development plan, from what a review showed. The service judges and writes."""

    competence = forms.ModelChoiceField(label=_("Unit of competence"), queryset=Competence.objects.none())
    goal = forms.CharField(label=_("What shall change"), max_length=300)
    programme = forms.ModelChoiceField(
        label=_("Training"), queryset=Programme.objects.none(), required=False, empty_label=_("Not chosen yet")
    )
    due_on = IndonesianDateField(label=_("Until when"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        competence: Any = self.fields["competence"]
        competence.queryset = Competence.objects.filter(is_active=True).order_by("code", "pk")
        programme: Any = self.fields["programme"]
        programme.queryset = Programme.objects.filter(is_active=True).order_by("title", "pk")


class ProofForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, picture, Word or Excel, at most 10 MB. It is judged by its content.")
    )


class BatchForm(forms.Form):
    """Which paper of which unit and year; the newest year, where nobody chooses another."""

    cycle = forms.ModelChoiceField(label=_("Review cycle"), queryset=ReviewCycle.objects.none())
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    paper = forms.ChoiceField(label=_("Document"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycle: Any = self.fields["cycle"]
        cycle.queryset = ReviewCycle.objects.exclude(status="draft").order_by("-year")
        cycle.choices = [(row.pk, str(row)) for row in cycle.queryset]  # read once; no empty line before the newest
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.order_by("name", "pk")
        paper: Any = self.fields["paper"]
        paper.choices = [(slug, kind.title) for slug, kind in PAPERS.items()]
