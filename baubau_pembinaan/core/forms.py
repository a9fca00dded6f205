"""Form fields that read what people in Indonesia type, and widgets that use the phone's own pickers."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .dates import parse_pukul, parse_tanggal, parse_tanggal_pukul
from .formats import rupiah, tanggal
from .phones import normalise_phone


def _today() -> dict[str, str]:
    return {"example": tanggal(timezone.localdate())}


class DateWidget(forms.DateInput):
    """The browser's own date picker; browsers without one show a text box, and the field reads what is typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeWidget(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%H:%M")


class DateTimeWidget(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class IndonesianDateField(forms.DateField):
    """ "22 Nov 2026", "22-11-2026", "22/11/26" or what a date picker sends; never month first."""

    widget = DateWidget

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_tanggal(str(value))
        except ValueError:
            message = _("Write the date as day, month, year, for example %(example)s.")
            raise ValidationError(message, code="invalid", params=_today()) from None


class IndonesianTimeField(forms.TimeField):
    """ "09.30", "9:30", "pukul 09.30 WITA"."""

    widget = TimeWidget

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        try:
            return parse_pukul(str(value))
        except ValueError:
            raise ValidationError(_("Write the time as hour and minute, for example 09.30."), code="invalid") from None


class IndonesianDateTimeField(forms.DateTimeField):
    """ "22-11-2026 14.30" and the like, as an aware moment in the installation's zone."""

    widget = DateTimeWidget

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value if value.tzinfo else timezone.make_aware(value)
        try:
            return timezone.make_aware(parse_tanggal_pukul(str(value)))
        except ValueError:
            message = _("Write date and time, for example %(example)s 09.30.")
            raise ValidationError(message, code="invalid", params=_today()) from None


class RupiahField(forms.IntegerField):
    """Whole rupiah: "1.250.000", "Rp1.250.000", "Rp 1250000,-", "1.250.000,00"; shown back with dots.

    Cents are refused: an amount that is rounded without a word is not the one on the paper.
    """

    widget = forms.TextInput

    def __init__(self, **options: Any):
        options.setdefault("min_value", 0)
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def prepare_value(self, value: Any) -> Any:
        is_amount = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        return rupiah(value).removeprefix("Rp") if is_amount and value == int(value) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return int(value)  # as a column keeps it
        text = str(value).strip().removeprefix("Rp").removeprefix("rp").lstrip(". ").removesuffix(",-").replace(" ", "")
        whole, _comma, cents = text.partition(",")
        groups = whole.lstrip("-").split(".")
        grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
        try:
            if not grouped or not all(group.isascii() and group.isdigit() for group in groups) or len(whole) > 24:
                raise ValueError
            if cents and not (cents.isascii() and cents.isdigit()):
                raise ValueError
            amount = int(whole.replace(".", ""))
        except ValueError:
            message = _("Write an amount in rupiah, for example 1.250.000.")
            raise ValidationError(message, code="invalid") from None
        if cents.strip("0"):
            message = _("Rupiah are whole here: leave out what stands behind the comma.")
            raise ValidationError(message, code="cents")
        return amount


class PhoneField(forms.CharField):
    """Any usual way of writing an Indonesian number; cleaned to 628..."""

    widget = forms.TextInput

    def __init__(self, **options: Any):
        options.setdefault("max_length", 25)
        super().__init__(**options)
        self.widget.attrs.update({"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return normalise_phone(text) if text else text
