"""Shape and parse of the forms about funds, vendors and orders; nothing is saved here."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.choosing import Choosable, choice_field
from baubau_pembinaan.core.formats import angka, rupiah
from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField, RupiahField
from collections_app.choices import Audience, DemandStatus, MainClass
from collections_app.identity import read_isbn
from collections_app.models import Demand, Fund, FundSource, Invoice, Order, OrderLine, PurchaseMethod, Vendor
from collections_app.selectors import money
from collections_app.selectors.marks import mark_of

MOST = 10**15  # what a column of sixteen digits can hold


class FundForm(forms.ModelForm):
    class Meta:
        model = Fund
        fields = [
            "source", "year", "name", "sub_activity_code", "account_code", "asset_code", "warn_percent", "stop_percent",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["year"], self.fields["source"]
        else:
            self.fields["source"].queryset = FundSource.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        warn, stop = data.get("warn_percent"), data.get("stop_percent")
        if warn and stop and warn > stop:
            self.add_error("warn_percent", _("The warning must not come after the stop."))
        return data


class NewFundForm(FundForm):
    amount = RupiahField(label=_("Allocated now (Rp)"), max_value=MOST, initial=0)
    paper = forms.CharField(
        label=_("Paper"), max_length=80, required=False, help_text=_("Such as the number of the DPA.")
    )


class AmendForm(forms.Form):
    amount = RupiahField(label=_("New budget (Rp)"), max_value=MOST)
    paper = forms.CharField(label=_("Number of the DPPA"), max_length=80)
    note = forms.CharField(label=_("Reason"), max_length=250, required=False)

    def clean_amount(self) -> Decimal:
        return Decimal(self.cleaned_data["amount"])


def fund_field(wanted: Any, label: Any) -> forms.Field:
    """One of these funds."""
    rows = wanted.order_by("-year", "source__order", "name", "pk")
    return choice_field(Choosable(rows, whole=True), label=label)


class TransferForm(forms.Form):
    into = forms.Field()
    amount = RupiahField(label=_("Amount (Rp)"), min_value=1, max_value=MOST)
    paper = forms.CharField(label=_("Paper"), max_length=80, required=False)
    note = forms.CharField(label=_("Reason"), max_length=250)

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Fund.objects.open().filter(year=fund.year).exclude(pk=fund.pk)
        self.fields["into"] = fund_field(others, _("To the fund"))

    def clean_amount(self) -> Decimal:
        return Decimal(self.cleaned_data["amount"])


class CloseYearForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Budget year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = Fund.objects.open().order_by("year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [(year, str(year)) for year in years]


class VendorForm(forms.ModelForm):
    phone = PhoneField(label=_("WhatsApp number"), required=False)
    agreement_ends_on = IndonesianDateField(label=_("Agreement ends on"), required=False)

    class Meta:
        model = Vendor
        fields = [
            "name", "contact_name", "phone", "email", "address", "tax_number", "agreement_no", "agreement_ends_on",
            "notes", "is_active",
        ]  # fmt: skip
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}


class OrderForm(forms.ModelForm):
    due_on = IndonesianDateField(label=_("To arrive by"), required=False)

    class Meta:
        model = Order
        fields = ["subject", "vendor", "fund", "method", "due_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vendors = Vendor.objects.filter(is_active=True).order_by("name", "pk")
        self.fields["vendor"] = choice_field(Choosable(vendors), label=self.fields["vendor"].label)
        if "fund" in self.fields:
            self.fields["fund"] = fund_field(Fund.objects.open(), self.fields["fund"].label)
        valid = [method.pk for method in money.methods_on(timezone.localdate())]
        self.fields["method"].queryset = PurchaseMethod.objects.filter(pk__in=valid)


class LineForm(forms.ModelForm):
    """A demand, or a title of staff's own choice."""

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    isbn = forms.CharField(label=_("ISBN"), max_length=30, required=False)
    price_idr = RupiahField(label=_("Price each (Rp)"), max_value=10**11)
    known = forms.BooleanField(label=_("Buy it all the same"), required=False, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput({"data-keep-too": ""}))

    class Meta:
        model = OrderLine
        fields = [
            "demand", "title", "author", "isbn", "publisher", "year", "audience", "main_class", "copies", "price_idr",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [("", "–"), *Audience.choices]
        self.fields["main_class"].choices = [("", "–"), *MainClass.choices]
        self.fields["main_class"].help_text = _("Class and year go into the catalogue when the title arrives.")
        if self.instance.pk:
            self._change()
            return
        del self.fields["seen"]
        wanted = Demand.objects.on_their_own().filter(
            status__in=[DemandStatus.NEW, DemandStatus.REVIEW, DemandStatus.ACCEPTED]
        )
        rows = Choosable(wanted.order_by("title", "pk"), name="title", number="isbn")
        self.fields["demand"] = choice_field(
            rows,
            label=_("From the suggestions"),
            required=False,
            help_text=_("Brings title, author and ISBN with it; leave those fields empty then."),
        )

    def _change(self) -> None:
        """A line that stands: what a demand brought with it stays the demand's."""
        brought = ("known", "title", "author", "isbn", "publisher", "audience") if self.instance.demand_id else ()
        self.initial["seen"] = mark_of(self.instance)
        for name in ("demand", *brought):
            del self.fields[name]

    def clean_isbn(self) -> str:
        said = self.cleaned_data["isbn"]
        digits, _issn, valid = read_isbn(said)
        if said and not (valid and digits):
            raise ValidationError(_("This is no valid ISBN. Check the digits or leave the field empty."))
        return digits

    def clean_price_idr(self) -> Decimal:
        return Decimal(self.cleaned_data["price_idr"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("demand") and not data.get("title") and not self.instance.demand_id:
            self.add_error("title", _("Choose a suggestion or write a title."))
        return data


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Reason"), max_length=250, widget=forms.Textarea(attrs={"rows": 2}))


class ReleaseForm(NoteForm):
    sure = forms.BooleanField(label=_("No invoice will come for them"), required=False, widget=forms.HiddenInput)


class ClaimForm(forms.Form):
    text = forms.CharField(label=_("What is missing"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    promised_on = IndonesianDateField(label=_("Promised for"), required=False)


class InvoiceForm(forms.ModelForm):
    day = IndonesianDateField(label=_("Invoice date"))
    amount_idr = RupiahField(label=_("Amount (Rp)"), min_value=1, max_value=MOST)
    note = forms.CharField(
        label=_("Why more is paid"), max_length=250, help_text=_("Stands with the money in the fund's figures.")
    )

    class Meta:
        model = Invoice
        fields = ["number", "day", "amount_idr", "is_last", "explanation"]

    def __init__(self, *args: Any, explains: bool, after_last: bool, **kwargs: Any) -> None:
        """explains: whether an amount above the order may be entered, and why; after_last: it is paid on top."""
        super().__init__(*args, **kwargs)
        self.fields["explanation"].help_text = _("Only where the invoice is above the amount the order is open for.")
        if not explains:
            del self.fields["explanation"]
        if not after_last:
            del self.fields["note"]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("An invoice cannot lie in the future."))
        return day

    def clean_amount_idr(self) -> Decimal:
        return Decimal(self.cleaned_data["amount_idr"])


class CountField(forms.IntegerField):
    """How many came; nothing written is none."""

    def to_python(self, value: Any) -> int:
        return super().to_python(value) or 0


class DeliveryForm(forms.Form):
    """How many copies of each missing line arrived; the fields are named `line-<id>`."""

    day = IndonesianDateField(label=_("Received on"))
    delivery_note = forms.CharField(label=_("Delivery note number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=250, required=False)

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            said = {
                "missing": angka(line.missing), "copies": angka(line.wanted), "price": rupiah(line.price_idr),
            }  # fmt: skip
            self.fields[f"line-{line.pk}"] = CountField(
                label=f"{line.title} / {line.author}" if line.author else line.title,
                help_text=gettext("%(missing)s of %(copies)s still to come · %(price)s each") % said,
                min_value=0, max_value=line.missing, initial=line.missing,
            )  # fmt: skip

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("A delivery cannot lie in the future."))
        return day

    @property
    def came(self) -> dict[int, int]:
        """Copies by the id of their line."""
        return {line.pk: self.cleaned_data.get(f"line-{line.pk}") or 0 for line in self.lines}
