"""manage.py check_translations [app ...]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baubau_pembinaan.core.translations.catalogue import problems, quarrels
from baubau_pembinaan.core.translations.extract import NotOneText
from baubau_pembinaan.core.translations.rooms import rooms
from baubau_pembinaan.core.translations.visible import untranslatable_texts


class Command(BaseCommand):
    help = "Says which words a reader would meet untranslated; exit code 1 if any."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app", nargs="*", help="Folder names of apps, or baubau_pembinaan for the shared words.")

    def handle(self, *args: Any, **options: Any) -> None:
        found: list[str] = []
        for room in rooms():
            if options["app"] and room.name not in options["app"]:
                continue
            try:
                found += problems(room)
            except NotOneText as error:
                found.append(str(error))
            for template in room.templates:
                found += untranslatable_texts(template)
        found += quarrels(rooms())
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} texts to mend.", returncode=1)
        self.stdout.write("Every visible text has its Indonesian.")
