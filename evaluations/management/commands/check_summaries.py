"""manage.py check_summaries: is the summary equal to a recount of the answers?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from evaluations.selectors.recount import differences


class Command(BaseCommand):
    help = "Compare every summary row with a recount. Exit code 0: equal; 1: different."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences()
        if options["format"] == "json":
            self.stdout.write(json.dumps({"equal": not found, "differences": found}))
        else:
            for line in found:
                self.stdout.write(str(line))
            self.stdout.write(
                _("Every summary equals its recount.") if not found else _("%(n)s differences") % {"n": len(found)}
            )
        if found:
            raise SystemExit(1)
