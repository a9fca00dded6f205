"""Adds missing entries of the default timetable to the database; --reset puts all of them back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from baubau_pembinaan.notifications import timetable


class Command(BaseCommand):
    help = "Adds missing entries of the default timetable; edits made in the admin win unless --reset is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="put every entry back to its default")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        names = timetable.reset_to_default() if reset else timetable.sync_timetable()
        for name in names:
            self.stdout.write(name)
        if not names:
            self.stdout.write(_("The timetable is complete; nothing was changed."))
