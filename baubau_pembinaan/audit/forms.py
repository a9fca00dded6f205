"""What to look for in the history."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.form_renderer import LongSelect

from . import selectors
from .lines import Search


class _People(ModelChoiceIterator):
    """Everybody who has an account, as two words each."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield "", self.field.empty_label
        yield from selectors.people_choices()


class PeopleField(forms.ModelChoiceField):
    iterator = _People
    widget = LongSelect


class SearchForm(forms.Form):
    """Read from the address, so a search can be sent to a colleague. `nomor` narrows to one record of a kind."""

    siapa = PeopleField(label=_("Who"), queryset=None, required=False, empty_label=_("Everybody"))
    jenis = forms.ChoiceField(label=_("What kind"), required=False, widget=LongSelect)
    dari = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    sampai = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    nomor = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["siapa"].queryset = selectors.people()  # type: ignore[attr-defined]
        self.fields["jenis"].choices = [("", _("Everything")), *selectors.kind_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("dari") and found.get("sampai") and found["sampai"] < found["dari"]:
            self.add_error("sampai", _("The last day must not be before the first."))
        if found.get("nomor") and not found.get("jenis"):
            found["nomor"] = None
        return found

    def search(self) -> Search:
        """Needs a valid form."""
        found = self.cleaned_data
        return Search(
            kind=found["jenis"],
            object_id=found["nomor"],
            user_id=found["siapa"].pk if found["siapa"] else None,
            first=found["dari"],
            last=found["sampai"],
        )
