"""Says whether the installation is well, for people and for machines."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from baubau_pembinaan.notifications import health


class Command(BaseCommand):
    help = "Checks database, broker, background work, outbox, disk and migrations. Exit code 0: well, 1: broken."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, format: str, **options: Any) -> None:
        found = health.findings(at=timezone.now())
        mark = health.worst(found)
        if format == "json":
            checks = [
                {"name": one.name, "state": one.mark.value, "value": one.value, "text": str(one.text)} for one in found
            ]
            self.stdout.write(json.dumps({"state": mark.value, "checks": checks}, ensure_ascii=False))
        else:
            for one in found:
                value = "" if one.value is None else f" ({one.value})"
                self.stdout.write(f"{one.mark.value:8} {one.label}: {one.text}{value}")
        if mark is health.Mark.BAD:
            sys.exit(1)
