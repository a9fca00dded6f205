"""`python -m tests.reports.ask_one`: the head of the office asks for one report, as the page does."""

import django

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from baubau_pembinaan.accounts.choices import Role
    from baubau_pembinaan.accounts.models import User
    from baubau_pembinaan.reports.services import making
    from tests.factories.accounts import make_person

    head = User.objects.filter(groups__name=Role.AGENCY_HEAD).first() or make_person(Role.AGENCY_HEAD).user
    making.request_report(name="bulanan", period="2026-09", by=head, at=timezone.now())
