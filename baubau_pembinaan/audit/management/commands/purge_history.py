"""manage.py purge_history --reason TEXT [--keep-months 24] [--kind app.model] [--dry-run]"""

from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.audit import services
from baubau_pembinaan.audit.kinds import kinds


class Command(BaseCommand):
    help = "Deletes history lines past their retention, writing down that it was done. Run it as the tables' owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep-months", type=int, default=services.KEEP_MONTHS_AT_LEAST)
        parser.add_argument("--kind", choices=sorted(kinds()), help="Only this kind of record.")
        parser.add_argument("--reason", default="", help="Why these lines may go, kept with the deed.")
        parser.add_argument("--dry-run", action="store_true", help="Only say how many lines would go.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        keep_from = now - relativedelta(months=options["keep_months"])
        for key in [options["kind"]] if options["kind"] else kinds():
            if options["dry_run"]:
                lines = kinds()[key].history._default_manager.filter(history_date__lt=keep_from).count()
                self.stdout.write(_("%(kind)s: %(n)s lines would go") % {"kind": key, "n": lines})
                continue
            try:
                run = services.retention(kind=key, keep_from=keep_from, by=None, reason=options["reason"], at=now)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            self.stdout.write(_("%(kind)s: %(n)s lines deleted") % {"kind": key, "n": run.lines})
