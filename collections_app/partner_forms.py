"""Shape and parse of the forms of partners who suggest titles; nothing is saved here."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField
from collections_app.forms import WishForm
from collections_app.models import SuggestionPartner
from collections_app.services.partners import school_year_end


class PartnerForm(forms.ModelForm):
    phone = PhoneField(label=_("WhatsApp number"), required=False)
    ends_on = IndonesianDateField(
        label=_("Link works until"), help_text=_("Usually the end of the school year; one press prolongs it.")
    )

    class Meta:
        model = SuggestionPartner
        fields = ["name", "contact_name", "phone", "most", "period_days", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.ends_on is None:
            self.initial["ends_on"] = school_year_end(timezone.localdate())


class PartnerWishForm(WishForm):
    """A school's wish: the school is known, the copies matter."""

    school = None  # type: ignore[assignment]
    name = forms.CharField(label=_("Who asks (class or teacher)"), max_length=100, required=False)
    copies = forms.IntegerField(label=_("Copies wished"), min_value=1, max_value=50, initial=1)
