"""manage.py import_survey_answers CODE FILE: a matrix of answers, one row a respondent."""

import json
from argparse import ArgumentParser
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.tables import Problem, Table, TableRefused, read_table
from evaluations.choices import PeriodStatus, Unsur
from evaluations.models import Period, Survey
from evaluations.services.import_columns import FileRefused, problem, read_columns
from evaluations.services.importing import Imported, import_answers
from evaluations.services.surveys import make_skm_survey, quarter_of


class DryRun(Exception):  # not an error: how a transaction is left
    """Leaves the transaction without saving."""


class Command(BaseCommand):
    help = (
        "Import survey answers from CSV or XLSX. Columns by unsur key, or U1..Un with --order. "
        "Exit code 0: done; 2: refused, nothing saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("file", type=Path)
        parser.add_argument("--create", action="store_true", help="make an SKM survey of the unsur in the file")
        parser.add_argument("--order", help="unsur keys of U1..Un, with commas")
        parser.add_argument("--period", help="period key such as 2026-Q4; default: the open one")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = options["format"] == "json"
        try:
            with transaction.atomic():
                period, imported = self._import(options)
                if options["dry_run"]:
                    raise DryRun
        except DryRun:
            pass
        except FileRefused as refusal:
            self._refuse(refusal.problems)
        except TableRefused as refusal:
            self._refuse(refusal.problems)
        except ValidationError as error:
            self._refuse([problem(0, "", options["code"], " ".join(error.messages))])
        except IntegrityError:
            message = _("Something else changed this survey at the same moment. Please run the command again.")
            self._refuse([problem(0, "", options["code"], message)])
        self._report(period, imported, options["dry_run"])

    def _import(self, options: dict[str, Any]) -> tuple[Period, Imported]:
        path: Path = options["file"]
        table: Table = read_table(path)
        order = self._order(options["order"])
        now = timezone.now()
        today = timezone.localdate(now)
        survey = Survey.objects.filter(code__iexact=options["code"]).first()
        if survey is None:
            if not options["create"]:
                raise FileRefused([problem(0, "", options["code"], _("No survey has this code; --create makes one."))])
            columns = read_columns(table.headers, order, None)
            key = quarter_of(today)[0]
            if options["period"] not in (None, key):
                message = _("A new survey starts with the current quarter, %(key)s.") % {"key": key}
                raise FileRefused([problem(0, "--period", options["period"], message)])
            period = make_skm_survey(code=options["code"], unsur=list(columns.unsur), today=today, at=now)
        else:
            period = self._period(survey, options["period"])
            columns = read_columns(table.headers, order, list(period.version.questions.order_by("order", "pk")))
        imported = import_answers(
            period=period,
            table=table,
            sha256=table.sha256,
            file_name=path.name,
            columns=columns,
            by=None,
            at=now,
            today=today,
        )
        return period, imported

    def _order(self, text: str | None) -> list[str] | None:
        if text is None:
            return None
        keys = [key.strip().lower() for key in text.split(",")]
        for key in keys:
            if key not in Unsur.values:
                raise FileRefused([problem(0, "--order", key, _("Not an unsur key."))])
        if len(set(keys)) != len(keys):
            raise FileRefused([problem(0, "--order", text, _("An unsur is named twice."))])
        return keys

    def _period(self, survey: Survey, key: str | None) -> Period:
        periods = survey.periods.select_related("survey", "version")
        period = periods.filter(key=key).first() if key else periods.filter(status=PeriodStatus.OPEN).first()
        if period is None:
            raise FileRefused([problem(0, "", key or survey.code, _("The survey has no such open period."))])
        return period

    def _refuse(self, problems: list[Problem]) -> None:
        if self.as_json:
            self.stdout.write(
                json.dumps({"accepted": 0, "problems": [p.as_dict() for p in problems]}, ensure_ascii=False)
            )
        else:
            for (row, message), group in groupby(problems, key=lambda p: (p.row, p.message)):
                alike = list(group)
                columns = ", ".join(p.column or "-" for p in alike)
                where = _("row %(row)s, column %(column)s") % {"row": row, "column": columns}
                value = f"{alike[0].value!r}: " if len(alike) == 1 else ""
                self.stderr.write(f"{where}: {value}{message}")
            self.stderr.write(_("Nothing was saved."))
        raise SystemExit(2)

    def _report(self, period: Period, imported: Imported, dry_run: bool) -> None:
        if self.as_json:
            summary = {
                "survey": period.survey.code,
                "period": period.key,
                "accepted": imported.accepted,
                "already_imported": imported.already_imported,
                "dry_run": dry_run,
                "problems": [],
            }
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        elif imported.already_imported:
            self.stdout.write(_("This very file was imported before; nothing changes."))
        elif dry_run:
            self.stdout.write(_("%(n)s answers would be imported; nothing was saved.") % {"n": imported.accepted})
        else:
            self.stdout.write(_("%(n)s answers imported into %(period)s.") % {"n": imported.accepted, "period": period})
