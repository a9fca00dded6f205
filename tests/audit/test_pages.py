"""The book as the reader sees it."""

import re
from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.audit import selectors
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Unit
from evaluations.models import Answer
from tests.factories.accounts import make_appointment, make_profile, make_user
from tests.factories.complaints import make_complaint, make_standard
from tests.factories.libraries import make_signatory, make_unit

pytestmark = pytest.mark.django_db
URL = reverse("audit:entry-list")


@pytest.fixture
def reader(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    return client


def shown(response):
    return [(entry.object_name, entry.verb) for entry in response.context["page"].entries]


def test_change_shows_person_old_new_and_reason(reader):
    unit = make_unit(name="Bidang Layanan")
    with acting(make_user(name="Wa Contoh"), reason="Nama baru sesuai perwali"):
        unit.name = "Bidang Layanan dan Kerja Sama"
        unit.save()
    page = reader.get(URL)
    entry = page.context["page"].entries[0]
    assert (entry.actor, entry.reason, entry.verb) == ("Wa Contoh", "Nama baru sesuai perwali", "~")
    assert [(change.old, change.new) for change in entry.changes] == [
        ("Bidang Layanan", "Bidang Layanan dan Kerja Sama")
    ]
    text = page.content.decode()
    assert "Nama baru sesuai perwali" in text and "Bidang Layanan dan Kerja Sama" in text


def test_what_is_kept_in_english_is_said_to_be(reader):
    """A screen reader takes the words for what they are."""
    make_standard(unit="hari", unit_en="days")
    text = reader.get(URL).content.decode()
    assert re.search(r'<td lang="en">\s*days', text)
    assert re.search(r"<td>\s*hari", text)


def test_actor_of_a_web_change_is_the_signed_in_person(client):
    administrator = make_user(Role.ADMINISTRATOR)
    client.force_login(administrator)
    data = {"code": "bidang-baru", "name": "Bidang Baru", "parent": "", "is_active": "on"}
    assert client.post(reverse("admin:libraries_unit_add"), data).status_code == 302
    line = Unit.history.get(code="bidang-baru")
    assert (line.history_user_id, line.history_user_name) == (administrator.pk, administrator.name)


def test_search_by_person_kind_and_day(reader):
    one, other = make_user(), make_user()
    with acting(one):
        make_unit(name="Satu")
        make_signatory(name="Pejabat Contoh")
    with acting(other):
        make_unit(name="Dua")
    assert shown(reader.get(URL, {"siapa": one.pk})) == [("Pejabat Contoh", "+"), ("Satu", "+")]
    assert shown(reader.get(URL, {"siapa": one.pk, "jenis": "libraries.unit"})) == [("Satu", "+")]
    today = timezone.localdate()
    assert ("Dua", "+") in shown(reader.get(URL, {"dari": today, "sampai": today}))
    assert shown(reader.get(URL, {"sampai": today - timedelta(days=1)})) == []


def test_one_record_only(reader):
    unit = make_unit(name="Satu")
    make_unit(name="Dua")
    assert shown(reader.get(URL, {"jenis": "libraries.unit", "nomor": unit.pk})) == [("Satu", "+")]


@pytest.mark.parametrize(
    "query",
    [
        {"siapa": "x"},
        {"jenis": "auth.user"},
        {"dari": "31-31-2026"},
        {"dari": "2026-02-02", "sampai": "2026-02-01"},
        {"nomor": "9" * 30},
    ],
)
def test_search_that_makes_no_sense_is_explained(reader, query):
    make_unit()
    response = reader.get(URL, query)
    assert response.status_code == 200
    assert "alert-error" in response.content.decode()
    assert response.context["page"].entries == []


@pytest.mark.parametrize(
    "after", ["x", "2026-01-01|libraries.unit|1", "2026-01-01T00:00:00+08:00|x|" + "9" * 40, "||", "\0"]
)
def test_torn_cursor_means_the_first_page(reader, after):
    make_unit(name="Satu")
    assert shown(reader.get(URL, {"setelah": after}))[0] == ("Satu", "+")


def test_pages_follow_one_another_without_gap_or_double(reader):
    moment = timezone.now()
    for number in range(60):  # many lines of the same instant, of two kinds
        row = (make_unit if number % 2 else make_signatory)(name=f"Nomor {number:02}")
        with connection.cursor() as cursor:
            table = row.history.model._meta.db_table
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET history_date = %s", [moment])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    seen, query = [], {}
    while True:
        response = reader.get(URL, query)
        seen += shown(response)
        if not response.context["page"].next:
            break
        query = {"setelah": response.context["page"].next}
    numbered = [name for name, _verb in seen if name.startswith("Nomor")]
    assert sorted(numbered) == [f"Nomor {number:02}" for number in range(60)]


def test_as_many_statements_for_three_lines_as_for_one(reader):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(URL).status_code == 200
        return len(captured)

    make_signatory().units.add(make_unit(parent=make_unit()))
    statements()  # the first page of an installation also makes its library
    first = statements()
    for _number in range(3):
        make_signatory().units.add(make_unit(parent=make_unit()))
    assert statements() == first <= 10


def test_a_changed_password_is_named_and_a_newer_hash_is_no_change(reader, settings):
    user = make_user(name="Wa Contoh")
    user.set_password("kalimat pendek yang baru")
    user.save()
    entry = reader.get(URL, {"jenis": "accounts.user", "nomor": user.pk})
    assert entry.context["page"].entries[0].reason == "Kata sandi diganti."
    assert "tanpa perubahan" not in entry.content.decode()
    lines = user.history.count()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert user.check_password("kalimat pendek yang baru")
    assert user.history.count() == lines


def test_a_record_without_a_name_is_named_by_whom_it_belongs_to(reader):
    person = make_profile(name="Wa Ode Contoh")
    row = make_appointment(person)
    page = reader.get(URL, {"jenis": "accounts.appointment", "nomor": row.pk})
    assert shown(page) == [("Wa Ode Contoh", "+")]
    assert f"#{row.pk}" not in page.content.decode()


def test_an_hour_and_a_period_are_written_as_everywhere_else():
    hour = models.TimeField()
    hour.set_attributes_from_name("opens")
    assert selectors._words(hour, "07:30:00", {}) == "pukul 07.30 WITA"
    period = Answer._meta.get_field("period")
    assert selectors._words(period, 7, {(period.related_model, 7): "2026-Q4"}) == "Triwulan IV 2026"


def test_records_are_named_whatever_their_keys_are(reader):
    """Also those whose key is no number; asked twice, for the second time is another statement."""
    complaint, unit = make_complaint(), make_unit(name="Bidang Layanan")
    wanted = {(type(unit), unit.pk), (type(complaint), str(complaint.pk))}
    for _turn in range(3):
        assert selectors._names(wanted)[type(unit), unit.pk] == "Bidang Layanan"
    text = selectors._names_of(("libraries.Unit", "evaluations.Complaint")).rows(
        {"libraries.Unit": [str(unit.pk)], "evaluations.Complaint": [str(complaint.pk)]}
    )
    assert len(text) == 2
