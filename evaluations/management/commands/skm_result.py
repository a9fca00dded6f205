"""manage.py skm_result CODE: the IKM of a survey period."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from evaluations.models import Survey
from evaluations.selectors.results import period_result
from evaluations.skm import result_as_json


class Command(BaseCommand):
    help = "Print NRR, weights, IKM and mutu of a survey period (default: the newest period)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--period", help="period key such as 2026-Q4")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        survey = Survey.objects.filter(code__iexact=options["code"]).first()
        if survey is None:
            raise CommandError(_("No survey has the code %(code)s.") % {"code": options["code"]})
        periods = survey.periods.select_related("version", "survey")
        period = (
            periods.filter(key=options["period"]).first()
            if options["period"]
            else periods.order_by("-starts_on", "-pk").first()
        )
        if period is None:
            raise CommandError(_("The survey %(code)s has no such period.") % {"code": survey.code})
        result = period_result(period)
        if options["format"] == "json":
            self.stdout.write(
                json.dumps({"survey": survey.code, "period": period.key, **result_as_json(result)}, indent=2)
            )
            return
        self.stdout.write(f"{survey.code} {period.key}: n = {result.respondents}")
        for row in result.unsur:
            nrr = "-" if row.nrr_3 is None else angka(row.nrr_3, 3)
            weighted = "-" if row.weighted_3 is None else angka(row.weighted_3, 3)
            self.stdout.write(f"{row.key:12} n={row.n:<6} {row.sum:>7} {nrr:>7} {weighted:>7}")
        self.stdout.write(f"IKM {'-' if result.ikm is None else angka(result.ikm, 2)} {result.grade or '-'}")
