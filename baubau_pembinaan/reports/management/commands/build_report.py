"""manage.py build_report NAME --period 2026-Q3 --output FILE: one report as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.files import FORMATS, file_of


class Command(BaseCommand):
    help = "Build a report from the data as they stand and write it to a file; nothing is kept in the archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(builder.name for builder in registry.builders())
        parser.add_argument("name", help=f"one of: {names}")
        parser.add_argument("--period", required=True, help="2026-09 (month), 2026-Q3 (quarter) or 2026 (year)")
        parser.add_argument("--output", required=True, help=f"the file to write: {', '.join(FORMATS)}")
        parser.add_argument("--language", choices=["id", "en"], default="id")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"])
        ending = output.suffix.lower()
        if ending not in FORMATS:
            raise CommandError(
                f"cannot write {ending or 'a file without an ending'}: give a file that ends in {', '.join(FORMATS)}",
                returncode=2,
            )
        try:
            content = registry.content_of(
                options["name"],
                options["period"],
                on=timezone.localdate(),
                language=options["language"],
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=2) from None
        made = file_of(content, ending, at=timezone.now())
        try:
            output.write_bytes(made)
        except OSError as fault:
            raise CommandError(f"cannot write {output}: {fault.strerror or fault}", returncode=2) from None
        self.stdout.write(f"{output}: {content.title}, {content.subtitle} ({len(made)} bytes, {content.sha256[:12]})")
