"""manage.py update_translations [app ...]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baubau_pembinaan.core.translations.catalogue import update
from baubau_pembinaan.core.translations.extract import NotOneText
from baubau_pembinaan.core.translations.rooms import rooms


class Command(BaseCommand):
    help = "Collects the English messages in use into the Indonesian catalogues, ready to be filled."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app", nargs="*", help="Folder names of apps, or baubau_pembinaan for the shared words.")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {room.name: room for room in rooms()}
        unknown = set(options["app"]) - set(known)
        if unknown:
            raise CommandError(f"No such catalogue: {', '.join(sorted(unknown))}. Known: {', '.join(known)}.")
        for name in options["app"] or known:
            try:
                used, missing, dropped = update(known[name])
            except NotOneText as error:
                raise CommandError(str(error)) from error
            if used or dropped:
                self.stdout.write(f"{name}: {used} messages, {missing} without Indonesian, {dropped} dropped")
