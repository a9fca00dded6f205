"""manage.py build_report NAME --period 2026-Q3 --output FILE: one report as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.files import FORMATS, file_of


class Command(BaseCommand):
    help = "Build a report from the data as they stand and write it to a file; nothing is kept in the archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(builder.name for builder in registry.builders())
        parser.add_argument("name", help=f"one of: {names}")
        parser.add_argument("--period", required=True, help="2026-09 (month), 2026-Q3 (quarter) or 2026 (year)")
        parser.add_argument("--output", required=True, help=f"the file to write: {', '.join(FORMATS)}")
        about = parser.add_mutually_exclusive_group()
        about.add_argument("--person", help="whose report: NIP or user name")
        about.add_argument("--unit", help="which unit: its code")
        parser.add_argument("--language", choices=["id", "en"], default="id")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"])
        ending = output.suffix.lower()
        if ending not in FORMATS:
            raise CommandError(
                f"{output}: " + _("Give a file that ends in one of %(endings)s.") % {"endings": ", ".join(FORMATS)},
                returncode=2,
            )
        try:
            content = registry.content_of(
                options["name"],
                options["period"],
                on=timezone.localdate(),
                subject=self._subject(options["person"], options["unit"]),
                language=options["language"],
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=2) from None
        made = file_of(content, ending, at=timezone.now())
        try:
            output.write_bytes(made)
        except OSError as fault:
            raise CommandError(f"{output}: {fault.strerror or fault}", returncode=2) from None
        about = content.subtitle.replace("\n", ", ")
        self.stdout.write(f"{output}: {content.title}, {about} ({len(made)} B, {content.sha256[:12]})")

    def _subject(self, person: str | None, unit: str | None) -> StaffProfile | Unit | None:
        if person:
            named = Q(user__username=person)
            if digits := "".join(sign for sign in person if sign.isdigit()):
                named |= Q(nip=digits)
            found = StaffProfile.objects.filter(named).first()
            if found is None:
                raise CommandError(_("Nobody here has the NIP or user name %(name)s.") % {"name": person}, returncode=2)
            return found
        if unit:
            of_code = Unit.objects.filter(code=unit).first()
            if of_code is None:
                codes = ", ".join(Unit.objects.order_by("code").values_list("code", flat=True))
                raise CommandError(
                    _("No unit has the code %(code)s; there are: %(codes)s") % {"code": unit, "codes": codes},
                    returncode=2,
                )
            return of_code
        return None
