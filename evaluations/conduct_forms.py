"""The seven values on one form: what the leader expects of each, or the feedback on each."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from evaluations.models import Conduct, Review
from evaluations.review_choices import Value
from evaluations.review_forms import seen_field
from evaluations.services.reviews.writing import mark_of


class ConductForm(forms.Form):
    """`seen` holds the mark of each value as it was drawn: "akuntabel:… loyal:…"."""

    field = ""
    when_empty: str | Promise = ""
    seen = seen_field(500)

    def __init__(self, data: Any = None, *, instance: Review, initial: Any = None) -> None:
        rows = list(instance.conduct.all())
        held = {f"{self.field}_{row.value}": getattr(row, self.field) for row in rows}
        seen = " ".join(f"{row.value}:{mark_of(row, self.field)}" for row in rows)
        super().__init__(data, initial={**held, "seen": seen, **(initial or {})})
        for row in rows:
            self.fields[f"{self.field}_{row.value}"] = forms.CharField(
                label=row.get_value_display(),
                required=False,
                max_length=Conduct._meta.get_field(self.field).max_length,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=self.help_of(row),
            )
            if self.when_empty:
                self.fields[f"{self.field}_{row.value}"].when_empty = self.when_empty  # type: ignore[attr-defined]
        self.review, self.rows = instance, rows

    @classmethod
    def names_sent(cls) -> set[str]:
        """By these a page knows which form was sent."""
        return {f"{cls.field}_{value}" for value in Value.values}

    def help_of(self, row: Conduct) -> str:
        return ""

    @property
    def changes(self) -> dict[str, str]:
        return {row.value: self.cleaned_data[f"{self.field}_{row.value}"] for row in self.rows}

    @property
    def marks(self) -> dict[str, str]:
        return dict(piece.split(":", 1) for piece in self.cleaned_data["seen"].split() if ":" in piece)

    def again(self, row: Any, data: dict[str, Any]) -> "ConductForm":
        """The same words over the values as they stand now; where nothing was written, what stands now."""
        fresh = type(self)(instance=self.review)
        left_alone = {
            f"{self.field}_{each.value}": getattr(each, self.field)
            for each in fresh.rows
            if self.marks.get(each.value) == mark_of(each, self.field, self.changes[each.value])
        }
        return type(self)({**data, **left_alone, "seen": fresh.initial["seen"]}, instance=self.review)


class ExpectationForm(ConductForm):
    field = "expectation"
    when_empty = gettext_lazy("needed before the plan is agreed")


class ConductFeedbackForm(ConductForm):
    field = "feedback"

    def help_of(self, row: Conduct) -> str:
        """What was expected: nobody has to remember the page before."""
        return row.expectation
