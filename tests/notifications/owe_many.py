"""`python -m tests.notifications.owe_many 12 5 88`: twelve people with five tasks each that are due today, at any hour;
and 88 more whose five tasks are due in a year or so."""

import sys
from datetime import time, timedelta

import django

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from baubau_pembinaan.accounts.choices import Role
    from baubau_pembinaan.notifications.reminders import rules
    from evaluations.choices import FollowUpKind, FollowUpStatus, PeriodStatus, Unsur
    from evaluations.models import FollowUp
    from tests.factories.accounts import make_person
    from tests.factories.evaluations import make_period

    people, tasks, later = map(int, [*sys.argv[1:], "0"][:3])
    today = timezone.localdate()
    rules.sync_rules()
    rules.change_hours(
        by=None,
        quiet_from=time(0),
        quiet_until=time(0),
        working_days=[1, 2, 3, 4, 5, 6, 7],
        singly_at_most=50,
        weekly_digest=False,
    )
    period = make_period(status=PeriodStatus.CLOSED)
    for number in range(people + later):
        person = make_person(Role.LIBRARIAN)
        person.user.email = f"pustakawan{number}@example.org"
        person.user.save()
        for task in range(tasks):
            FollowUp.objects.create(
                period=period,
                unsur=Unsur.WAKTU,
                action=f"Tugas {task} dari {number}",
                kind=FollowUpKind.FIX,
                responsible=person,
                due_on=today if number < people else today + timedelta(days=400),
                status=FollowUpStatus.PLANNED,
            )
