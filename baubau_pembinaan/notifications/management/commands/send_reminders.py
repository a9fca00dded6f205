"""Says every reminder that is due and was not said yet; safe to run twice."""

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.notifications.reminders import rules, sending


class Command(BaseCommand):
    help = "Sends the reminders due on a day. Exit code 0: done, 1: some duty or person failed, 2: wrong arguments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", default="", help="the day as YYYY-MM-DD; today if absent")
        parser.add_argument("--dry-run", action="store_true", help="show what would be said, say nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, on: str, dry_run: bool, format: str, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else timezone.localdate()
        except ValueError:
            raise CommandError(_("--on takes a day such as 2026-11-24."), returncode=2) from None
        if not dry_run:
            rules.sync_rules()
        outcome = sending.send(on=day, at=timezone.now(), dry_run=dry_run)
        told = outcome.as_dict()
        if format == "json":
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for line in told["reminders"]:
                self.stdout.write(f"{line['state']:5} {line['recipient']}: {line['subject']} ({line['due_on']})")
            self.stdout.write(_("%(planned)s due, %(sent)s sent in %(messages)s messages.") % told)
        if outcome.broken or outcome.failed:
            sys.exit(1)
