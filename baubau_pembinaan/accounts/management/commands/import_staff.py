"""manage.py import_staff FILE [--dry-run] [--format text|json]: a staff list in, whole or not at all."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.services import StaffImport, import_staff
from baubau_pembinaan.core.tables import Problem, TableRefused


class Command(BaseCommand):
    help = "Import staff from a CSV or XLSX list; exit 0 done, 2 refused with the rows and columns named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and save nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_staff(options["file"], by=None, at=timezone.now(), dry_run=options["dry_run"])
        except TableRefused as refusal:
            self.refuse(refusal.problems, options["format"])
        else:
            self.tell(report, options)

    def tell(self, report: StaffImport, options: dict[str, Any]) -> None:
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_dict() | {"dry_run": options["dry_run"]}, ensure_ascii=False))
            return
        words = (
            _("It would take: %(created)s new, %(updated)s changed, %(unchanged)s unchanged. Nothing was saved.")
            if options["dry_run"]
            else _("Staff list taken: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
        )
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        self.stdout.write(words % counts)
        for warning in report.warnings:
            self.stdout.write(f"  {warning}")

    def refuse(self, problems: list[Problem], form: str) -> None:
        if form == "json":
            answer = {"accepted": 0, "problems": [problem.as_dict() for problem in problems]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stderr.write(_("Nothing was saved."))
            for problem in problems:
                what = "" if problem.row else f"{problem.value}: " if problem.value else ""
                self.stderr.write(f"  {what}{problem}")
        sys.exit(2)
