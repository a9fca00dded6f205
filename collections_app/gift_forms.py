"""Shape and parse of the forms about gifts, exchange and deposit; nothing is saved here."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.forms import IndonesianDateField, PhoneField, RupiahField
from collections_app.choices import Audience, GiftDecision, MainClass
from collections_app.identity import read_isbn
from collections_app.models import Gift, GiftLine, RefusalReason
from collections_app.services.gifts import MOST
from collections_app.services.selection import Verdict


class GiftForm(forms.ModelForm):
    phone = PhoneField(label=_("WhatsApp number"), required=False)
    letter_on = IndonesianDateField(label=_("Date of the giver's letter"), required=False)
    offered_on = IndonesianDateField(label=_("Offered on"))

    class Meta:
        model = Gift
        fields = [
            "source", "giver", "contact_name", "phone", "address", "letter_no", "letter_on", "offered_on",
            "given_back", "note",
        ]  # fmt: skip

    def clean_offered_on(self) -> Any:
        day = self.cleaned_data["offered_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day must not lie in the future."))
        return day


class GiftLineForm(forms.ModelForm):
    isbn = forms.CharField(label=_("ISBN"), max_length=30, required=False)
    value_idr = RupiahField(
        label=_("Value each (Rp)"), max_value=10**11, initial=0,
        help_text=_("What a copy would cost today; the list of assets (KIB E) asks for it."),
    )  # fmt: skip

    class Meta:
        model = GiftLine
        fields = ["title", "author", "isbn", "publisher", "year", "audience", "main_class", "copies", "value_idr"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [("", "–"), *Audience.choices]
        self.fields["main_class"].choices = [("", "–"), *MainClass.choices]
        self.fields["main_class"].help_text = _("Class and year go into the catalogue when the title arrives.")

    def clean_isbn(self) -> str:
        said = self.cleaned_data["isbn"]
        digits, _issn, valid = read_isbn(said)
        if said and not (valid and digits):
            raise ValidationError(_("This is no valid ISBN. Check the digits or leave the field empty."))
        return digits

    def clean_value_idr(self) -> Decimal:
        return Decimal(self.cleaned_data["value_idr"])


class GiftTitlesForm(forms.Form):
    """Many titles at once, one a line, as they are copied out of a table."""

    titles = forms.CharField(
        label=_("Titles"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One title a line: title; author; ISBN; publisher; copies; value each; year. Only the title is needed. "
            "Rows copied from a spreadsheet work too."
        ),
    )

    def clean_titles(self) -> list[GiftLine]:
        said = [line for line in self.cleaned_data["titles"].splitlines() if line.strip()]
        if len(said) > MOST:
            raise ValidationError(_("One gift holds at most %(most)s titles."), params={"most": str(MOST)})
        problems: list[ValidationError] = []
        lines = []
        for number, text in enumerate(said, start=1):
            try:
                lines.append(_line_of(text))
            except ValidationError as refusal:
                words = {"number": str(number), "why": " ".join(refusal.messages)}
                problems.append(ValidationError(_("Line %(number)s: %(why)s"), params=words))
        if problems:
            raise ValidationError(problems[:10])
        return lines


def _line_of(text: str) -> GiftLine:
    cells = [cell.strip().strip('"') for cell in text.split("\t" if "\t" in text else ";")]
    cells += [""] * (7 - len(cells))
    title, author, isbn, publisher, copies, value, year = cells[:7]
    digits, _issn, valid = read_isbn(isbn)
    if not title:
        raise ValidationError(gettext("The title is missing."))
    if isbn and not (valid and digits):
        raise ValidationError(gettext("“%(isbn)s” is no valid ISBN.") % {"isbn": isbn[:30]})
    line = GiftLine(
        title=title, author=author, isbn=digits, publisher=publisher, copies=_number(copies),
        year=_number(year) if year else None,
        value_idr=Decimal(RupiahField(max_value=10**11).clean(value or "0")),
    )  # fmt: skip
    line.clean_fields(exclude=["gift", "record", "reason"])
    return line


def _number(text: str) -> int:
    """How many, as people write it ("1.250"); nothing is one."""
    digits = text.replace(".", "").replace(" ", "")
    if not digits:
        return 1
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 10**11):
        raise ValidationError(gettext("“%(text)s” is no number.") % {"text": text[:30]})
    return int(digits)


class GiftVerdictsForm(forms.Form):
    """One word a line, `line-<id>`: take, or the reason why not."""

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        self.reasons = {f"no-{reason.pk}": reason for reason in RefusalReason.objects.filter(is_active=True)}
        words = [("", "–"), (GiftDecision.ACCEPT.value, GiftDecision.ACCEPT.label)]
        words += [
            (key, gettext("Do not take: %(why)s") % {"why": reason.reader_text}) for key, reason in self.reasons.items()
        ]
        for line in self.lines:
            named = gettext("Decision on %(title)s") % {"title": line.title}
            self.fields[f"line-{line.pk}"] = forms.ChoiceField(
                label=named, choices=words, required=False, widget=forms.Select(attrs={"aria-label": named}),
                initial=f"no-{line.reason_id}" if line.reason_id else line.decision if line.is_accepted else "",
            )  # fmt: skip

    @property
    def verdicts(self) -> dict[int, Verdict]:
        return {line.pk: self._verdict(self.cleaned_data.get(f"line-{line.pk}", "")) for line in self.lines}

    def _verdict(self, said: str) -> Verdict:
        if reason := self.reasons.get(said):
            return Verdict(GiftDecision.REFUSE, reason)
        return Verdict(GiftDecision.ACCEPT if said == GiftDecision.ACCEPT else GiftDecision.OPEN)


class TakeInForm(forms.Form):
    day = IndonesianDateField(label=_("Received on"))

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("A delivery cannot lie in the future."))
        return day


class GiftPaperForm(forms.Form):
    scan = forms.FileField(label=_("The giver's letter or the signed minutes"), help_text=_("PDF, JPEG or PNG."))
