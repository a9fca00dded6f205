"""Numbers typed away from the line: whose they are, and what a colleague wrote meanwhile."""

from datetime import date

import pytest

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import DailyCount
from tests.factories.libraries import make_service_point
from tests.libraries.test_counts import record

pytestmark = pytest.mark.django_db


def test_a_colleagues_number_in_the_same_cell_is_shown_before_it_is_overwritten(client_as, clock):
    point = make_service_point(counted=["visits"])
    cell, was, day = f"n-{point.pk}-visits", f"was-{point.pk}-visits", date(2026, 11, 23)
    client = client_as(Role.SERVICE_OFFICER)
    record(point, day, visits=8)
    page = client.post("/staf/hitungan/", {"hari": str(day), was: "", cell: "12"})
    assert page.status_code == 422
    assert "“8”" in page.content.decode()
    assert f'name="{was}" value="8"' in page.content.decode()
    assert client.post("/staf/hitungan/", {"hari": str(day), was: "8", cell: "12"}).status_code == 302
    assert DailyCount.objects.get().visits == 12


def test_kept_numbers_are_sent_by_their_writer_once_and_say_what_is_the_matter(client_as, clock):
    point = make_service_point(counted=["visits", "loans"])
    client, send, day = client_as(Role.SERVICE_OFFICER), "/staf/hitungan/kirim/", date(2026, 11, 22)
    record(point, day, loans=3)
    kept = {"hari": str(day), "siapa": str(client.user.pk), f"n-{point.pk}-visits": "37", f"was-{point.pk}-visits": ""}
    assert client_as(Role.LIBRARIAN).post(send, kept).status_code == 409
    assert client.post(send, kept | {"hari": "kemarin"}).status_code == 400
    assert client.post(send, kept | {"hari": "2027-01-01"}).status_code == 422
    assert [client.post(send, kept).json() for _n in range(2)] == [{"done": True}] * 2
    row = DailyCount.objects.get()
    assert (row.visits, row.loans) == (37, 3)
    record(point, day, visits=40)
    assert "40" in client.post(send, kept).json()["why"][0]
    row.refresh_from_db()
    assert row.visits == 40
