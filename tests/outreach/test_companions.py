"""Grown-ups who come along: no seat of their own, and counted at the door, in the list and in the report."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.documents.tree import Table
from outreach import papers, selectors
from outreach.choices import AgeBand
from outreach.links import arrival_url, self_service_path
from outreach.models import CheckIn, Registration
from outreach.services import registering
from outreach.services.attendance import Arrival, NoSuchPerson, counted, note_arrival, walked_and_all
from tests.factories.outreach import make_event, make_party, make_registration, make_session
from tests.outreach.test_registration_pages import address, fill

pytestmark = pytest.mark.django_db
CHILDREN = {"age_min": 4, "age_max": 8}
FAMILY = {"kind": "keluarga", "nickname1": "Ani", "band1": "anak", "nickname2": "Budi", "band2": "paud"}
CLASS = {"kind": "kelas", "school": "SD Contoh", "size": "25", "group_band": "anak"}


def now():
    return timezone.now()


def today(**event):
    return make_session(make_event(seats=30, **event), starts_at=now() - timedelta(minutes=5))


def party_of(session, **fields) -> Registration:
    """Ani and Budi with two grown-ups, seated for a date that has begun."""
    row = make_registration(session, kind="keluarga", seats=2, companions=2, **fields)
    for nickname in ("Ani", "Budi"):
        row.participants.create(nickname=nickname, age_band=AgeBand.CHILD)
    return row


# --- Registering -----------------------------------------------------------------------------------------------------


def test_a_family_says_how_many_grown_ups_come_and_the_page_says_they_need_no_seat(client):
    session = make_session(make_event(seats=2, **CHILDREN))
    page = client.get(f"{address(session)}?sebagai=keluarga").content.decode()
    assert "Orang dewasa yang ikut mendampingi" in page
    assert "tidak memerlukan kursi" in page
    sent = fill(client, session, attendance="on", companions="2", **FAMILY)
    row, html = Registration.objects.get(), client.get(sent.url).content.decode()
    assert (row.seats, row.companions, row.has_seat) == (2, 2, True)
    assert "2, tanpa kursi" in html
    session.refresh_from_db()
    assert session.seats_taken == 2


def test_a_class_has_its_teachers_beside_the_pupils(client, client_as):
    session = make_session(make_event(seats=25, takes_groups=True))
    fill(client, session, companions="3", **CLASS)
    row = Registration.objects.get()
    assert (row.seats, row.companions, row.has_seat) == (25, 3, True)
    desk = client_as("Petugas layanan")
    page = desk.get(reverse("outreach:session-detail", args=[session.pk])).content.decode()
    assert "+ 3 orang dewasa, tanpa kursi" in page
    assert "3, tanpa kursi" in desk.get(reverse("outreach:registration-detail", args=[row.pk])).content.decode()
    assert fill(client, session, companions="21", phone="0812 0000 0001", **CLASS).status_code == 422


def test_where_grown_ups_take_part_themselves_each_needs_a_seat(client):
    session = make_session(make_event(seats=5))  # for everybody
    page = client.get(f"{address(session)}?sebagai=keluarga").content.decode()
    assert 'name="companions"' not in page
    assert "masing-masing memerlukan kursi" in page
    fill(client, session, attendance="on", companions="6", **FAMILY)
    assert Registration.objects.get().companions == 0  # no way past the seats


def test_how_many_come_along_is_changed_by_the_link_without_a_seat_more(client):
    session = make_session(make_event(seats=1, **CHILDREN))
    party = make_party(band="anak", attendance=True, companions=1)
    row = registering.register(session=session, party=party, at=now())
    path = f"{self_service_path(row)}ubah/"
    assert re.search(r'name="companions" value="1"', client.get(path).content.decode())
    person = row.participants.get()
    data = {"nickname1": person.nickname, "band1": "anak", "companions": "4"}
    assert client.post(path, data).status_code == 302
    row.refresh_from_db()
    assert (row.companions, row.seats, row.has_seat) == (4, 1, True)


# --- At the door -----------------------------------------------------------------------------------------------------


def test_they_are_expected_counted_once_and_stand_in_the_report(client_as):
    session = today(**CHILDREN)
    row, desk = party_of(session), client_as("Petugas layanan")
    line = next(line for line in selectors.attendance.roster(session) if line.is_company)
    assert (line.name, line.heads, line.key, line.is_group) == ("Bersama Ani", 2, "", True)
    page = reverse("outreach:check-in", args=[session.pk])
    assert 'name="company" value="1"' in desk.get(page).content.decode()
    for _press in range(2):
        desk.post(page, {"key": uuid.uuid4(), "registration": row.pk, "company": "1", "heads": "2"})
    for person in row.participants.all():
        desk.post(page, {"participant": person.pk})
    assert counted(session) == {AgeBand.ADULT: 2, AgeBand.CHILD: 2}
    assert walked_and_all(session) == ({}, 4)
    assert next(line for line in selectors.attendance.roster(session) if line.is_company).key
    form = desk.get(reverse("outreach:report", args=[session.pk])).content.decode()
    assert re.search(r'name="heads_dewasa" value="2"', form)
    desk.post(page, {"undo": CheckIn.objects.get(is_company=True).key})
    assert counted(session) == {AgeBand.CHILD: 2}


def test_a_class_and_its_teachers_are_two_lines_and_what_a_phone_kept_counts(client_as):
    session = today(takes_groups=True)
    fields = {"kind": "kelas", "seats": 20, "companions": 2, "school": "SD Contoh", "group_band": AgeBand.CHILD}
    row, desk = make_registration(session, **fields), client_as("Petugas layanan")
    entries = [
        {"key": str(uuid.uuid4()), "registration": str(row.pk), "heads": 19},
        {"key": str(uuid.uuid4()), "registration": str(row.pk), "company": "1", "heads": 3},
    ]
    send = reverse("outreach:check-in-send", args=[session.pk])
    for _time in range(2):
        answer = desk.post(send, entries, content_type="application/json").json()
    assert (len(answer["done"]), answer["total"]) == (2, 22)
    assert counted(session) == {AgeBand.CHILD: 19, AgeBand.ADULT: 3}


def test_nobody_comes_along_with_a_registration_that_announced_nobody():
    session = today(**CHILDREN)
    alone = make_registration(session)
    arrival = Arrival(uuid.uuid4(), registration_id=alone.pk, heads=2, company=True)
    with pytest.raises(NoSuchPerson):
        note_arrival(session=session, arrival=arrival, by=None, at=now())


def test_a_familys_own_phone_says_that_all_of_them_are_here(client):
    session = today(**CHILDREN)
    party_of(session, phone="6281234567890")
    path = "/" + arrival_url(session).split("/", 3)[3]
    client.post(path, {"key": uuid.uuid4(), "contact": "0812 3456 7890"})
    assert counted(session) == {AgeBand.ADULT: 2, AgeBand.CHILD: 2}


def test_the_list_with_the_signatures_names_them():
    session = today(**CHILDREN)
    party_of(session)
    made = papers.attendance_list(session, list(selectors.registrations.registrations_of(session)))
    [table] = [block for block in made.document.blocks if isinstance(block, Table)]
    assert [row[1] for row in table.rows if row[1]] == ["Ani", "Budi", "Bersama Ani (2)"]
