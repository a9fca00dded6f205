"""Forms of the collection room: wishes, and files for the catalogue."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import PhoneField, RupiahField
from collections_app.choices import Audience, DemandStatus, MainClass
from collections_app.identity import read_isbn
from collections_app.models import RefusalReason


class WishForm(forms.Form):
    """What a wish says of the title."""

    title = forms.CharField(label=_("Title"), max_length=300)
    author = forms.CharField(label=_("Author of the title"), max_length=200, required=False)
    isbn = forms.CharField(
        label=_("ISBN"), max_length=30, required=False, help_text=_("10 or 13 digits on the back of the book.")
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    audience = forms.ChoiceField(label=_("For whom"), choices=[("", "–"), *Audience.choices], required=False)
    school = forms.CharField(
        label=_("School"), max_length=120, required=False, help_text=_("Only if you ask for a school or class.")
    )
    why = forms.CharField(label=_("What for"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_isbn(self) -> str:
        said = self.cleaned_data["isbn"]
        digits, _issn, valid = read_isbn(said)
        if said and not (valid and digits):
            raise ValidationError(_("This is no valid ISBN. Check the digits or leave the field empty."))
        return digits


class PatronWishForm(WishForm):
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    phone = PhoneField(
        label=_("WhatsApp number"),
        required=False,
        help_text=_("Only if we may write to you. Removed half a year after the answer."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only if you want news by e-mail, at most one a day. Removed half a year after the answer."),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)  # people leave it empty, machines do not


class PlanForm(forms.Form):
    """What the demand board needs to know of a title."""

    main_class = forms.ChoiceField(label=_("Class"), choices=[("", "–"), *MainClass.choices], required=False)
    audience = forms.ChoiceField(label=_("For whom"), choices=[("", "–"), *Audience.choices], required=False)
    price = RupiahField(
        label=_("Expected price (Rp)"),
        required=False,
        min_value=1,
        max_value=10**9,
        help_text=_("Empty: the usual price."),
    )

    def clean_price(self) -> Decimal | None:
        said = self.cleaned_data["price"]
        return Decimal(said) if said is not None else None


class DecisionForm(forms.Form):
    status = forms.ChoiceField(label=_("Status"), choices=DemandStatus.choices)
    reason = forms.ModelChoiceField(
        label=_("Reason, if declined"), queryset=RefusalReason.objects.none(), required=False
    )
    note = forms.CharField(
        label=_("Word to the asker"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = RefusalReason.objects.filter(is_active=True)
        self.fields["reason"].label_from_instance = lambda reason: reason.reader_text


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
