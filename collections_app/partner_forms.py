"""Shape and parse of the forms of partners who suggest titles; nothing is saved here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField
from collections_app.forms import WishForm
from collections_app.models import SuggestionPartner


class PartnerForm(forms.ModelForm):
    phone = PhoneField(label=_("WhatsApp number"), required=False)
    ends_on = IndonesianDateField(
        label=_("Link works until"), required=False, help_text=_("Empty: until it is revoked.")
    )

    class Meta:
        model = SuggestionPartner
        fields = ["name", "contact_name", "phone", "most", "period_days", "ends_on"]


class PartnerWishForm(WishForm):
    """A school's wish: the school is known, the copies matter."""

    school = None  # type: ignore[assignment]
    name = forms.CharField(label=_("Who asks (class or teacher)"), max_length=100, required=False)
    copies = forms.IntegerField(label=_("Copies wished"), min_value=1, max_value=50, initial=1)
