"""manage.py load_demo: invented people, surveys and answers, relative to today."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.demo_people import SIGN_INS
from baubau_pembinaan.portal import demo

GROWS = (
    "N (1 or more) times as many people (officers of the service desk), survey answers, titles with their copies, "
    "events and trainings held elsewhere; what tells one story stays as it is. Where demo data are loaded it needs "
    "--refresh"
)


class Command(BaseCommand):
    help = "Load invented, clearly marked demo data (refused under production settings)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only where no person is on record")
        parser.add_argument("--refresh", action="store_true", help="renew dated demo rows so that nothing looks stale")
        parser.add_argument("--as-of", type=date.fromisoformat, help="the day that counts as today (YYYY-MM-DD)")
        parser.add_argument("--scale", type=int, default=1, help=GROWS)
        parser.add_argument("--print-sign-ins", action="store_true", help="only print the demo sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["print_sign_ins"]:
            for role, username, password in SIGN_INS:
                self.stdout.write(f"{role}\t{username}\t{password}")
            return
        if options["scale"] < 1:
            raise CommandError(_("--scale multiplies the demo data: give a whole number of 1 or more."))
        if options["if_empty"] and demo.has_people():
            self.stdout.write(_("People are on record: no demo data loaded."))
            return
        if options["scale"] > 1 and not options["refresh"] and demo.is_loaded():
            raise CommandError(
                _("Demo data are loaded already, and what stands is not multiplied. Renew it in the new size with:")
                + f" manage.py load_demo --refresh --scale {options['scale']}"
            )
        try:
            demo.load_demo(
                as_of=options["as_of"] or timezone.localdate(), scale=options["scale"], refresh=options["refresh"]
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(_("Demo data loaded."))
