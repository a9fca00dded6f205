"""The rows of every duty there is, on the demo's data: each is a thing of its own."""

from collections import Counter

import pytest

from baubau_pembinaan.notifications import duties
from tests.demo_database import AS_OF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


@pytest.mark.parametrize("code", sorted(duties._DUTIES))
def test_no_two_rows_of_a_duty_are_one_to_the_reminders(code):
    """A reminder is known by its row's key, its reader and its date: of two alike only one would be said."""
    duty = duties.get(code)
    rows = [duties.DutyRow(*row) for row in duties.rows_of(duty, AS_OF)]
    keys = Counter((row.ref, row.recipient, row.due_on) for row in rows)
    assert [key for key, n in keys.items() if n > 1] == []
    for row in rows:
        assert duty.url(row).startswith("/")
        assert duty.title(row)


@pytest.mark.parametrize("code", [duty.code for duty in duties.declared() if duty.person])
def test_rows_found_by_the_person_are_those_of_their_account(code):
    duty = duties.get(code)
    rows = sorted(duties.rows_of(duty, AS_OF), key=str)
    readers = {row[2] for row in rows} - {None}
    assert readers
    for reader in readers:
        how = (duty.rows, duty.code, True, duty.ahead, duty.led, duty.person)
        found = duties._joined((how,), AS_OF, "id", 10_000).rows({"reader": reader})
        assert sorted(found, key=str) == [row for row in rows if row[2] == reader]
