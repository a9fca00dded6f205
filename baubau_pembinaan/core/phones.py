"""Indonesian phone numbers as digits that wa.me and the phone itself take: 628..."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_NUMBER = re.compile(r"62\d{7,13}")


def normalise_phone(text: str) -> str:
    """ "0812-3456 789", "+62 812...", "62812..." and "812..." -> "62812..."; ValidationError otherwise."""
    digits = re.sub(r"[\s().\-–+]", "", text)
    if digits.startswith("00"):
        digits = digits[2:]
    if digits.startswith("0"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8"):
        digits = f"62{digits}"
    if not _NUMBER.fullmatch(digits) or digits.startswith("620"):
        raise ValidationError(_("Write a phone number, for example 0812 3456 7890."), code="phone")
    return digits


def shown_phone(digits: str) -> str:
    """ "6281234567890" -> "0812-3456-7890", as people write it."""
    local = f"0{digits[2:]}" if digits.startswith("62") else digits
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)
