"""manage.py compile_translations"""

from typing import Any

from django.core.management.base import BaseCommand

from baubau_pembinaan.core.translations.catalogue import compile_all
from baubau_pembinaan.core.translations.rooms import catalogues


class Command(BaseCommand):
    help = "Compiles every catalogue that changed. Needs neither gettext nor a database."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        written = compile_all(catalogues())
        self.stdout.write(f"{written} catalogues compiled." if written else "All catalogues are up to date.")
