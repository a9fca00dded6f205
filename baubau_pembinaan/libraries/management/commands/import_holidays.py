"""manage.py import_holidays FILE [--dry-run] [--format text|json]; or --fixed YEAR instead of a file"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from baubau_pembinaan.core.tables import TableRefused
from baubau_pembinaan.libraries.holidays import fixed_holidays, read_holidays, save_holidays


class Command(BaseCommand):
    help = (
        "Puts a year's holidays into the calendar from CSV or XLSX with the columns tanggal, nama, jenis "
        "(libur nasional, cuti bersama, daerah). One bad row refuses the whole file: exit 2, nothing saved."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?")
        what.add_argument("--fixed", type=int, metavar="YEAR", help="Only the five days that never move.")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options["format"] == "json"
        try:
            with translation.override("id"):
                days = fixed_holidays(options["fixed"]) if options["fixed"] else read_holidays(options["file"])
        except TableRefused as refusal:
            self._refuse(refusal, as_json)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from error
        outcome = save_holidays(
            days=days, by=None, reason=f"import_holidays {options['file'] or ''}".strip(), dry_run=options["dry_run"]
        )
        if as_json:
            self.stdout.write(json.dumps(outcome.as_dict() | {"dry_run": options["dry_run"]}, ensure_ascii=False))
            return
        counts = {"n": len(days), "new": outcome.created, "old": outcome.updated, "same": outcome.unchanged}
        self.stdout.write(_("%(n)s days: %(new)s new, %(old)s corrected, %(same)s as before.") % counts)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was saved."))

    def _refuse(self, refusal: TableRefused, as_json: bool) -> None:
        if as_json:
            problems = [problem.as_dict() for problem in refusal.problems]
            self.stdout.write(json.dumps({"accepted": 0, "problems": problems}, ensure_ascii=False))
        else:
            self.stderr.write("\n".join(str(problem) for problem in refusal.problems))
        raise SystemExit(2)
