"""manage.py import_slims FILE: a catalogue export into the mirror."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from collections_app.services.catalogue import Report
from collections_app.services.importing import FileRefused, import_catalogue, refused_summary

SHOWN = 200


class Command(BaseCommand):
    help = (
        "Import a catalogue: SLiMS bibliography or item CSV, MARC 21 (ISO 2709) or MARCXML. Every row is "
        "created, updated, merged or refused; the same file twice changes nothing. Exit code 0: done; 2: file refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and save nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options["format"] == "json"
        try:
            report = import_catalogue(options["file"], dry_run=options["dry_run"], progress=self._progress)
        except FileRefused as refusal:
            if as_json:
                self.stdout.write(json.dumps(refused_summary(str(refusal)), ensure_ascii=False))
            else:
                self.stderr.write(f"{refusal} {_('Nothing was saved.')}")
            raise SystemExit(2) from refusal
        if as_json:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            self._say(report, options["dry_run"])

    def _progress(self, rows: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{rows} …", ending="")
            self.stderr.flush()

    def _say(self, report: Report, dry_run: bool) -> None:
        known = report.recognised
        self.stdout.write(_("Recognised: %(what)s") % {"what": json.dumps(known, ensure_ascii=False)})
        for problem in report.problems[:SHOWN]:
            self.stdout.write(
                _("row %(row)s, %(field)s: %(value)s: %(message)s")
                % {
                    "row": problem.row,
                    "field": problem.field or "-",
                    "value": repr(problem.value[:60]),
                    "message": problem.message,
                }
            )
        if rest := len(report.problems[SHOWN:]) + report.unlisted:
            self.stdout.write(_("… and %(n)s more") % {"n": rest})
        self.stdout.write(
            _(
                "%(rows)s rows: %(created)s created, %(updated)s updated, %(merged)s merged, %(refused)s refused; "
                "%(items)s copies added."
            )
            % report.as_dict()
        )
        if dry_run:
            self.stdout.write(_("Nothing was saved."))
