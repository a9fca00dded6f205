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
    since = IndonesianDateField(
        label=_("Received from this day on"), required=False, help_text=_("Empty: all that waits.")
    )
    again = forms.BooleanField(
        label=_("Also copies that were sent before"),
        required=False,
        help_text=_("Only where an earlier file was lost: the system may then show them twice."),
    )
