"""Invented people: complete, marked, and only where they may be."""

import random
from datetime import date
from types import SimpleNamespace

import pytest

from baubau_pembinaan.accounts import demo, selectors
from baubau_pembinaan.accounts.backends import account_for
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.demo_people import SIGN_INS
from baubau_pembinaan.accounts.models import Appointment, StaffProfile, User
from baubau_pembinaan.libraries.models import Unit

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 22)


@pytest.fixture
def context():
    for code in ("dinas", "sekretariat", "layanan", "koleksi", "pembinaan"):
        Unit.objects.create(code=code, name=f"Unit {code}")
    return SimpleNamespace(as_of=AS_OF, scale=1, rng=random.Random(1), shared={})


def test_sixteen_marked_people_in_five_units(context):
    demo.load(context)
    people = list(selectors.people_on(AS_OF))
    assert len(people) == 16
    assert all("Contoh" in person.name and person.is_demo for person in people)
    assert all(person.nip == "" or person.nip[-3] == "9" for person in people)
    assert {person.current_appointments[0].unit.code for person in people} == {
        "dinas", "sekretariat", "layanan", "koleksi", "pembinaan",
    }  # fmt: skip
    assert set(Appointment.objects.on(AS_OF).values_list("kind", flat=True)) == {"definitif", "plt"}
    assert set(context.shared["people"]) <= set(context.shared["users"])
    assert not User.objects.filter(is_demo=False).exists()


def test_a_second_load_changes_nothing(context):
    demo.load(context)
    before = (StaffProfile.objects.count(), Appointment.history.count(), User.history.count())
    demo.load(context)
    assert (StaffProfile.objects.count(), Appointment.history.count(), User.history.count()) == before


def test_scale_multiplies_the_people(context):
    context.scale = 3
    demo.load(context)
    assert StaffProfile.objects.count() == 48


def test_one_sign_in_per_role_works(context, client, time_machine):
    time_machine.move_to("2026-11-22T09:00:00+08:00")
    demo.load(context)
    assert {role for role, _username, _password in SIGN_INS} == set(Role.values)
    for role, username, password in SIGN_INS:
        assert client.post("/akun/login/", {"login": username, "password": password})["Location"] == "/staf/"
        assert account_for(username).role_names == {role}
        client.post("/akun/logout/")


def test_no_demo_person_signs_in_where_it_is_not_allowed(context, client, settings):
    demo.load(context)
    settings.DEMO_ALLOWED = False
    for _role, username, password in SIGN_INS:
        client.post("/akun/login/", {"login": username, "password": password})
        assert "_auth_user_id" not in client.session
