"""Shape and parse of the forms of the demand board, its weights and the selection committee; nothing is saved here."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, RupiahField
from collections_app.choices import LineDecision
from collections_app.models import BoardWeights, DemandSignal, Fund, Order, RefusalReason
from collections_app.money_forms import MOST, OrderForm, fund_field
from collections_app.services.selection import Verdict


class WeightsForm(forms.ModelForm):
    usual_price_idr = RupiahField(
        label=_("Usual price (Rp)"), min_value=1, max_value=10**9, help_text=_("For titles without an expected price.")
    )

    class Meta:
        model = BoardWeights
        fields = [
            "asker_points", "school_points", "signal_points", "class_points", "audience_points", "usual_price_idr",
            "askers_per_copy", "most_copies",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["usual_price_idr"] = int(self.instance.usual_price_idr)

    def clean_usual_price_idr(self) -> Decimal:
        return Decimal(self.cleaned_data["usual_price_idr"])


class NeedForm(forms.ModelForm):
    until = IndonesianDateField(label=_("Counts until"))

    class Meta:
        model = DemandSignal
        fields = ["label", "audience", "main_class", "steps", "until"]
        help_texts = {
            "label": _("Such as “Storytelling month: picture books”."),
            "audience": _("Empty: every age group."),
            "main_class": _("Empty: every class."),
        }


class SheetForm(forms.Form):
    fund = forms.Field()
    budget = RupiahField(label=_("Money for this sheet (Rp)"), min_value=1, max_value=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"] = fund_field(Fund.objects.open(), _("Fund"))

    def clean_budget(self) -> Decimal:
        return Decimal(self.cleaned_data["budget"])


class VerdictsForm(forms.Form):
    """One decision and, where declined, one reason for each line: `decision-<id>`, `reason-<id>`."""

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        self.reasons = {reason.pk: reason for reason in RefusalReason.objects.filter(is_active=True)}
        words = [("", "–"), *((str(pk), reason.reader_text) for pk, reason in self.reasons.items())]
        decisions = [("", "–"), *((c.value, c.label) for c in LineDecision if c != LineDecision.OPEN)]
        for line in self.lines:
            self.fields[f"decision-{line.pk}"] = forms.ChoiceField(
                label=_("Decision"), choices=decisions, required=False,
                initial=line.decision if line.decision != LineDecision.OPEN else "",
            )  # fmt: skip
            self.fields[f"reason-{line.pk}"] = forms.ChoiceField(
                label=_("Reason, if declined"), choices=words, required=False, initial=str(line.reason_id or "")
            )

    @property
    def verdicts(self) -> dict[int, Verdict]:
        said = self.cleaned_data
        return {
            line.pk: Verdict(
                said.get(f"decision-{line.pk}") or LineDecision.OPEN,
                self.reasons.get(int(said.get(f"reason-{line.pk}") or 0)),
            )
            for line in self.lines
        }

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """(line, decision field, reason field)."""
        return [(line, self[f"decision-{line.pk}"], self[f"reason-{line.pk}"]) for line in self.lines]


class SheetOrderForm(OrderForm):
    """The order of a sheet: its fund is the sheet's."""

    class Meta:
        model = Order
        fields = ["subject", "vendor", "method", "due_on", "note"]


class ScanForm(forms.Form):
    scan = forms.FileField(label=_("Signed paper"), help_text=_("PDF, JPEG or PNG."))
