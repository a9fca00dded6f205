"""Shape and parse of the form that makes a file for the catalogue system; nothing is saved here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField
from collections_app.choices import CatalogueSystem


class SendingForm(forms.Form):
    system = forms.ChoiceField(label=_("System"), choices=CatalogueSystem.choices)
    recipient = forms.CharField(
        label=_("Handed to"), max_length=100, help_text=_("Who reads the file in, such as a name or a computer.")
    )
    accepted = forms.TypedChoiceField(
        label=_("What goes into it"),
        choices=[
            ("", _("Copies taken in, with the record of a new title")),
            ("1", _("Titles accepted for purchase, without copies")),
        ],
        coerce=bool, empty_value=False, required=False,
    )  # fmt: skip
    since = IndonesianDateField(
        label=_("Received or accepted from this day on"), required=False, help_text=_("Empty: all that waits.")
    )
    again = forms.BooleanField(
        label=_("Also what was sent before"),
        required=False,
        help_text=_("Only where an earlier file was lost: the system may then show them twice."),
    )
