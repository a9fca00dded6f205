"""Shape and parse of lesson plans, mini-tests and observations; nothing is saved here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.models import LessonPlan, Observation, TestQuestion
from outreach.services.lessons import Asked, content_of

OUTCOMES_AT_MOST, QUESTIONS_AT_MOST, PUPILS_AT_MOST = 8, 12, 500
SCORES = [
    ("4", gettext_lazy("4 – very well")),
    ("3", gettext_lazy("3 – well")),
    ("2", gettext_lazy("2 – partly")),
    ("1", gettext_lazy("1 – not yet")),
]


class PlanForm(forms.ModelForm):
    outcomes = forms.CharField(
        label=gettext_lazy("Learning outcomes"),
        max_length=2500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: what pupils can do after the lesson."),
    )
    questions = forms.CharField(
        label=gettext_lazy("Mini-test"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One question a line: number of the outcome | question | right answer | wrong answer | wrong answer."
            " The same test is taken before and after the lesson."
        ),
    )

    class Meta:
        model = LessonPlan
        fields = ["title", "title_en", "age_band", "minutes", "steps", "materials", "is_active"]
        widgets = {"steps": forms.Textarea(attrs={"rows": 8}), "materials": forms.Textarea(attrs={"rows": 3})}

    field_order = [
        "title",
        "title_en",
        "age_band",
        "minutes",
        "outcomes",
        "steps",
        "materials",
        "questions",
        "is_active",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            outcomes, questions = content_of(self.instance)
            self.initial["outcomes"] = "\n".join(outcomes)
            self.initial["questions"] = "\n".join(
                " | ".join([str(row.outcome), row.text, row.right, *row.others]) for row in questions
            )

    def clean_outcomes(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["outcomes"].splitlines() if line.strip()]
        if len(lines) > OUTCOMES_AT_MOST:
            raise ValidationError(_("At most %(n)s learning outcomes.") % {"n": OUTCOMES_AT_MOST})
        if any(len(line) > 250 for line in lines):
            raise ValidationError(_("A learning outcome has at most 250 characters."))
        return lines

    def clean_questions(self) -> list[Asked]:
        found = []
        for line in self.cleaned_data["questions"].splitlines():
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split("|")]
            odd = len(parts) < 4 or len(parts) > 7 or not all(parts) or len(set(parts[2:])) != len(parts[2:])
            if odd or not parts[0].isdecimal() or len(parts[0]) > 2:
                raise ValidationError(
                    _("“%(line)s” is not an outcome's number, a question, the right answer and a wrong one."),
                    params={"line": line[:60]},
                )
            if len(parts[1]) > 250 or any(len(part) > 150 for part in parts[2:]):
                raise ValidationError(_("A question has at most 250 characters, an answer 150."))
            found.append(Asked(int(parts[0]), parts[1], parts[2], tuple(parts[3:])))
        if len(found) > QUESTIONS_AT_MOST:
            raise ValidationError(_("At most %(n)s questions.") % {"n": QUESTIONS_AT_MOST})
        return found


class ChoosePlanForm(forms.Form):
    plan = forms.ModelChoiceField(label=gettext_lazy("Lesson plan"), queryset=LessonPlan.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["plan"]
        field.queryset = LessonPlan.objects.filter(is_active=True).order_by("title", "pk")


class SheetForm(forms.Form):
    """One pupil's sheet: every question with its answers."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, questions: Sequence[TestQuestion]) -> None:
        super().__init__(data)
        self.questions = questions
        for question in questions:
            self.fields[f"q{question.pk}"] = forms.ChoiceField(
                label=question.text,
                choices=[(option, option) for option in question.options],
                widget=forms.RadioSelect,
                required=False,
            )

    def answers(self) -> dict[int, str]:
        return {question.pk: self.cleaned_data[f"q{question.pk}"] for question in self.questions}


class CountForm(forms.Form):
    """How many answered, and how many rightly, by question."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: Sequence[TestQuestion],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.questions = questions
        number = {"min_value": 0, "max_value": PUPILS_AT_MOST, "required": False}
        for question in questions:
            self.fields[f"r{question.pk}"] = forms.IntegerField(label=_("Answered rightly"), **number)
            self.fields[f"n{question.pk}"] = forms.IntegerField(label=_("Answered"), **number)

    def rows(self) -> list[tuple[TestQuestion, Any, Any]]:
        return [(question, self[f"r{question.pk}"], self[f"n{question.pk}"]) for question in self.questions]

    def counts(self) -> dict[int, tuple[int, int]]:
        data = self.cleaned_data
        return {q.pk: (data.get(f"r{q.pk}") or 0, data.get(f"n{q.pk}") or 0) for q in self.questions}


class ObservationForm(forms.ModelForm):
    class Meta:
        model = Observation
        fields = ["teacher", *Observation.CRITERIA, "strengths", "next_step"]
        widgets = {"strengths": forms.Textarea(attrs={"rows": 3}), "next_step": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, teachers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["teacher"]
        field.queryset = teachers
        for name in Observation.CRITERIA:
            label = self.fields[name].label
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=[("", "–"), *SCORES], coerce=int, empty_value=None
            )
