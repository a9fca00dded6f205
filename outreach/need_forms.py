"""Shape and parse of the forms about community needs; nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import PhoneField
from baubau_pembinaan.libraries.models import District
from outreach.choices import NeedOutcome, NeedSource, NeedStatus, NeedTheme


class NeedForm(forms.Form):
    """What a wish says; `staff=True` asks how it was heard instead of leaving a trap for machines."""

    text = forms.CharField(
        label=_("What does your neighbourhood need, or what do you hope for?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    theme = forms.ChoiceField(label=_("What is it about?"), choices=[("", "–"), *NeedTheme.choices])
    district = forms.ModelChoiceField(
        label=_("District (kecamatan)"), queryset=District.objects.none(), required=False, empty_label=_("Not named")
    )
    source = forms.ChoiceField(label=_("How we heard of it"), choices=NeedSource.choices[1:])
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    phone = PhoneField(
        label=_("WhatsApp number"),
        required=False,
        help_text=_("Only if we may write to you. Removed half a year after the answer, or after a year without one."),
    )

    def __init__(self, *args: Any, staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.queryset = District.objects.order_by("name", "pk")
        if not staff:
            del self.fields["source"]


class AnswerForm(forms.Form):
    """Where a wish stands and what the asker reads."""

    status = forms.ChoiceField(label=_("Status"), choices=NeedStatus.choices)
    theme = forms.ChoiceField(label=_("Theme"), choices=NeedTheme.choices)
    district = forms.ModelChoiceField(
        label=_("District (kecamatan)"), queryset=District.objects.none(), required=False, empty_label=_("Not named")
    )
    outcome = forms.ChoiceField(label=_("What it became"), choices=[("", "–"), *NeedOutcome.choices], required=False)
    reference = forms.CharField(
        label=_("Which training or purchase"),
        max_length=150,
        required=False,
        help_text=_("Its title or number, so that colleagues find it."),
    )
    answer = forms.CharField(
        label=_("Answer the asker reads"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.queryset = District.objects.order_by("name", "pk")
