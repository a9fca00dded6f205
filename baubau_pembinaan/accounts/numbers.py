"""Numbers that belong to people: NIP and telephone. Pure text work, no database."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NIP_DIGITS = 18
_SEPARATORS = re.compile(r"[\s.\-\u00a0]+")
# A mobile number in international form: 628 and 7 to 11 more digits.
MOBILE_PATTERN = r"^628[0-9]{7,11}$"


def clean_nip(text: str) -> str:
    """The digits of a NIP or NI PPPK typed with or without spaces; ValidationError where other signs remain."""
    digits = _SEPARATORS.sub("", text or "")
    if digits and not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("NIP holds digits only."), code="nip_not_digits")
    return digits


def format_nip(nip: str) -> str:
    """'196804111993031009' -> '19680411 199303 1 009'; other lengths stay as they are."""
    if len(nip) != NIP_DIGITS:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def nip_warnings(nip: str, *, today: date, is_pns: bool = True) -> list[str | Promise]:
    """What looks odd about the digits of a NIP; never a refusal, because PPPK numbers differ.

    Layout of a PNS number: birth date YYYYMMDD, first appointment YYYYMM, sex 1 or 2, three-digit serial.
    """
    if not nip:
        return []
    if len(nip) != NIP_DIGITS:
        return [_("NIP usually has 18 digits.")]
    found: list[str | Promise] = []
    born = _date(nip[:8])
    if born is None or not 1940 <= born.year <= today.year - 15:
        found.append(_("The first eight digits of the NIP are not a plausible birth date."))
    if is_pns:
        appointed = _date(nip[8:14] + "01")
        if appointed is None or appointed > today or (born and appointed.year - born.year < 15):
            found.append(_("Digits 9 to 14 of the NIP are not a plausible month of appointment."))
        if nip[14] not in "12":
            found.append(_("Digit 15 of the NIP is neither 1 (man) nor 2 (woman)."))
    return found


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  # a calendar day has no zone
    except ValueError:
        return None


def clean_phone(text: str) -> str:
    """'0812-3456-7890' or '+62 812...' -> '6281234567890'; '' stays ''; ValidationError for anything else."""
    digits = re.sub(r"[\s.\-()+\u00a0]+", "", text or "")
    if not digits:
        return ""
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif digits.startswith("8"):
        digits = "62" + digits
    if not re.fullmatch(MOBILE_PATTERN, digits):
        raise ValidationError(_("Write a mobile number such as 0812 3456 7890."), code="phone_not_mobile")
    return digits
