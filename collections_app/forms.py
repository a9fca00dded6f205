"""Forms of the collection room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CatalogueFileForm(forms.Form):
    """An export of the library's own system."""

    file = forms.FileField(
        label=_("Catalogue file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.mrc,.marc,.xml"}),
        help_text=_("SLiMS bibliography or items (CSV), MARC 21 or MARCXML."),
    )
    dry_run = forms.BooleanField(
        label=_("Only try it out"), required=False, initial=True, help_text=_("Says what would happen; saves nothing.")
    )
