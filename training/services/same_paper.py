"""Whether two numbers are of one certificate, and two names of one person, however they are written."""

import re
from collections.abc import Iterable

from baubau_pembinaan.accounts.models import StaffProfile
from training.choices import LedgerStatus
from training.models import Certificate, JpEntry

# Words beside a name that are no part of it; what stands there besides is another name.
_BESIDE = (
    "prof dr drs dra ir h hj s m a d i ii iii iv si sos sip ip pd kom ptk hum ak kes kep ag ap stat ling tr t e k "
    "pt se sh st ma mm mh mt mpd msi mkom mhum map amd ama md ba bsc msc sc ph cs psi lib pust apt ns ners skm"
)
TITLES = frozenset(_BESIDE.split())


def bare_number(text: str) -> str:
    """The groups of letters and digits of a certificate's number; "No. 058 / X" is "058/X"."""
    text = re.sub(r"^\s*(?:nomor|nomer|no)\b[\s.:]*", "", text.casefold())
    return "/".join(re.findall(r"[^\W_]+", text))


def holder_of(number: str) -> int | None:
    """The person to whom the house issued this certificate; None where it issued none of this number."""
    bare = bare_number(number)
    if not bare:
        return None
    rarest = max(bare.split("/"), key=len)
    alike = Certificate.objects.filter(number__text__icontains=rarest).values_list("enrolment__profile", "number__text")
    return next((profile for profile, text in alike if bare_number(text) == bare), None)


def papers() -> set[tuple[int, str]]:
    """Whose certificates of which bare number count already: entered, or issued by the house itself."""
    entered = JpEntry.objects.exclude(certificate_number="").exclude(status=LedgerStatus.REFUSED)
    issued = Certificate.objects.values_list("enrolment__profile", "number__text")
    rows = [*entered.values_list("profile", "certificate_number"), *issued]
    return {(profile, bare_number(number)) for profile, number in rows}


def houses() -> dict[str, int]:
    """To whom the house issued the certificate of each bare number."""
    rows = Certificate.objects.values_list("number__text", "enrolment__profile")
    return {bare_number(number): profile for number, profile in rows}


def _titles_of(person: StaffProfile) -> frozenset[str]:
    return TITLES | _words(f"{person.title_prefix} {person.title_suffix}")


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}


def is_name_of(text: str, person: StaffProfile, people: Iterable[StaffProfile]) -> bool:
    """With or without titles, whole, or shortened to words that nobody else here bears."""
    given, known = _words(text), _words(person.name)
    if known <= given:
        return given - known <= _titles_of(person)
    return given <= known and not any(given <= _words(other.name) for other in people if other.pk != person.pk)


def bearers(text: str, people: Iterable[StaffProfile]) -> list[StaffProfile]:
    """Whose whole name stands there, with nothing beside it but titles."""
    given = _words(text)
    found = [(known, person) for person in people if (known := _words(person.name)) and known <= given]
    exact = [person for known, person in found if known == given]
    return exact or [person for known, person in found if given - known <= _titles_of(person)]
