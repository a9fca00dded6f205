"""The collection's reminders come on the days its duties name."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message, ReminderRule
from baubau_pembinaan.notifications.reminders import rules, sending
from tests.factories.accounts import make_person
from tests.factories.care import make_resource

ENDS = date(2026, 11, 29)  # ninety, sixty and thirty days before it the office is open


@pytest.mark.django_db
def test_a_licence_that_ends_is_said_ninety_sixty_and_thirty_days_before():
    rules.sync_rules()
    for rule in ReminderRule.objects.all():
        if rule.code == "collections_app.renew-licence":
            rules.reset_rule(rule=rule, by=None)
        rules.change_rule(rule=rule, by=None, is_on=rule.code == "collections_app.renew-licence")
    me = make_person(Role.LIBRARIAN)
    make_resource(name="iBaubau", starts_on=date(2025, 11, 30), ends_on=ENDS)

    told = []
    for before in (97, 91, 90, 89, 75, 61, 60, 59, 45, 31, 30, 29, 15, 2):
        day = ENDS - timedelta(days=before)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Makassar"))
        if sending.send(on=day, at=noon).messages:
            told.append(before)
    assert told == [90, 60, 30]
    assert Message.objects.filter(recipient=me.user).count() == 3
