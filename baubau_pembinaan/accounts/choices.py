"""The fixed words about people at work: status, post, rank, role."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The six groups made by migration; the value is the group's name. Atasan is a relation, not a role."""

    ADMINISTRATOR = "Administrator", _("Administrator")
    AGENCY_HEAD = "Kepala Dinas", _("Head of the agency")
    DIVISION_HEAD = "Kepala Bidang", _("Head of division")
    LIBRARIAN = "Pustakawan", _("Librarian")
    SERVICE_OFFICER = "Petugas layanan", _("Service officer or volunteer")
    INSPECTOR = "Pemeriksa", _("Inspector (read-only, for a time)")


def role_labels(names: Iterable[str]) -> list[str]:
    """Groups as their reader calls them; one made by hand goes by its own name."""
    labels = {str(role.value): str(role.label) for role in Role}
    return sorted(labels.get(name, name) for name in names)


class EmploymentStatus(models.TextChoices):
    """What the office calls the ways of being employed."""

    PNS = "pns", "PNS"
    PPPK = "pppk", "PPPK"
    PPPK_PART_TIME = "pppk_pw", "PPPK Paruh Waktu"
    NON_ASN = "non_asn", "Non-ASN"


class PositionKind(models.TextChoices):
    LEADER = "pimpinan_tinggi", _("Senior leader")
    ADMINISTRATOR = "administrator", _("Administrator post")
    OVERSEER = "pengawas", _("Overseer post")
    LIBRARIAN = "jf_pustakawan", _("Functional librarian")
    ASSISTANT = "jf_asisten", _("Functional library assistant")
    STAFF = "pelaksana", _("General staff")


class PositionLevel(models.TextChoices):
    """Levels of the functional posts: PermenPANRB 55/2022 (librarian), Perpusnas 5/2023 (assistant)."""

    FIRST_EXPERT = "ahli_pertama", "Ahli Pertama"
    JUNIOR_EXPERT = "ahli_muda", "Ahli Muda"
    ASSOCIATE_EXPERT = "ahli_madya", "Ahli Madya"
    PRINCIPAL_EXPERT = "ahli_utama", "Ahli Utama"
    SKILLED = "terampil", "Terampil"
    PROFICIENT = "mahir", "Mahir"
    SUPERVISING = "penyelia", "Penyelia"


LIBRARIAN_LEVELS = [
    PositionLevel.FIRST_EXPERT,
    PositionLevel.JUNIOR_EXPERT,
    PositionLevel.ASSOCIATE_EXPERT,
    PositionLevel.PRINCIPAL_EXPERT,
]
ASSISTANT_LEVELS = [PositionLevel.SKILLED, PositionLevel.PROFICIENT, PositionLevel.SUPERVISING]

# Civil-service ranks I/a to IV/e, lowest first.
GOLONGAN = [
    (code, code)
    for grade, steps in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
    for code in (f"{grade}/{step}" for step in steps)
]
# Grades of government employees with a work agreement (Perpres 98/2020, 11/2024), a scale of their own.
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
PPPK_GRADES = [(grade, grade) for grade in [*_ROMAN, "X", *(f"X{grade}" for grade in _ROMAN[:7])]]
RANKS = [*GOLONGAN, *PPPK_GRADES]


class AppointmentKind(models.TextChoices):
    DEFINITIVE = "definitif", _("Definitive")
    ACTING = "plt", "Plt."
    DAILY_ACTING = "plh", "Plh."


class DelegationScope(models.TextChoices):
    EVERYTHING = "semua", _("Everything the giver decides")
    PEOPLE = "pembinaan", _("Reviews and development of staff")
    SPENDING = "pengadaan", _("Purchases and funds")
