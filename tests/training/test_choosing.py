"""Choosing one of many without a script: a list while it is short, a part of the name where it is long."""

import pytest
from django.forms import ValidationError
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core import choosing
from baubau_pembinaan.core.choosing import ListedField, TypedField, choice_field, people
from tests.factories.training import make_seated, make_session, make_worker
from training.models import Attendance, Enrolment, MentoringPair, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """Lists are long from the second row on."""
    monkeypatch.setattr(choosing, "SHORT", 1)


def field(**options):
    return choice_field(people(StaffProfile.objects.order_by("name", "pk")), label="Pegawai", **options)


def test_a_short_list_is_shown_and_a_long_one_is_typed(many):
    person = make_worker()
    assert isinstance(field(), ListedField)
    assert field().clean(str(person.pk)) == person
    make_worker()
    assert isinstance(field(), TypedField)


def test_a_person_is_found_by_name_by_a_part_of_it_and_by_nip(many):
    person = make_worker(name="Siti Rahma", nip="198001012005012001")
    make_worker(name="Budi Santoso", nip="")
    for text in ("siti rahma", "Rahma", "19800101 200501 2001", "Siti Rahma (NIP 198001012005012001)"):
        assert field().clean(text) == person
    assert field().prepare_value(person.pk) == "Siti Rahma (NIP 198001012005012001)"
    nameless = StaffProfile.objects.get(name="Budi Santoso")
    assert field().clean(field().prepare_value(nameless.pk)) == nameless
    assert field(required=False).clean("") is None


def test_several_that_fit_are_named_and_nobody_is_said(many):
    make_worker(name="Siti Rahma")
    make_worker(name="Siti Aminah")
    with pytest.raises(ValidationError, match=r"Siti Aminah \(.*, Siti Rahma \("):
        field().clean("siti")
    for text in ("Nobody", "(#999999999)", "(NIP 1)", "\x00", "%", "_" * 400):
        with pytest.raises(ValidationError):
            field().clean(text)


def test_the_pages_take_what_was_typed(many, client_as):
    client = client_as(Role.ADMINISTRATOR)
    person, other = make_worker(name="Siti Rahma"), make_worker(name="Budi Santoso")
    session = make_session()
    client.post(reverse("training:nominate", args=[session.pk]), {"profile": "Rahma", "note": ""})
    assert Enrolment.objects.get().profile == person
    page = client.post(reverse("training:nominate", args=[session.pk]), {"profile": "tidak ada", "note": ""})
    assert 'value="tidak ada"' in page.content.decode()
    day = f"{timezone.localdate():%d-%m-%Y}"
    pair = {"mentor": "Rahma", "mentee": "Budi", "goal": "Mendongeng", "starts_on": day}
    client.post(reverse("training:pair-add"), pair)
    found = MentoringPair.objects.get()
    assert (found.mentor, found.mentee) == (person, other)
    edit = reverse("training:session-edit", args=[session.pk])
    client.post(edit, {"capacity": 20, "coordinator": "Budi"})
    assert Session.objects.get().coordinator == other
    assert "Budi Santoso (" in client.get(edit).content.decode()


def test_the_desk_takes_a_name_where_the_list_is_long(many, client_as, clock):
    session = make_session()
    row = make_seated(session, make_worker(name="Siti Rahma"))
    make_seated(session, make_worker(name="Budi Santoso"))
    meeting = session.meetings.get()
    clock.move_to(meeting.starts_at)
    address = reverse("training:attendance", args=[meeting.pk])
    client_as(Role.DIVISION_HEAD).post(address, {"deed": "desk", "enrolment": "Rahma", "arrived": "", "left": ""})
    assert Attendance.objects.get().enrolment == row
