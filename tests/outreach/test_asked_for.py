"""What people asked for, and answered, is there on the day: on the list of the date, at check-in, in the Excel file."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.roles import Role
from outreach.services import registering
from outreach.services.questions import Question, set_questions
from tests.factories.accounts import make_person
from tests.factories.outreach import make_event, make_party, make_session

pytestmark = pytest.mark.django_db


def test_needs_and_answers_stand_on_every_list_of_the_day(client):
    session = make_session(make_event(seats=40, takes_groups=True))
    set_questions(event=session.event, questions=[Question("Punya alergi?")])
    answers = {session.event.questions.get().pk: "kacang"}
    group = {"kind": "kelas", "people": (), "group_band": "anak", "school": "SD Contoh"}
    alone, classes = make_party(answers=answers, needs="kursi roda"), make_party(answers=answers, **group)
    for party in (alone, replace(classes, size=20, needs="lantai satu")):
        registering.register(session=session, party=party, at=timezone.now())
    client.force_login(make_person(Role.LIBRARIAN).user)
    for name in ("session-detail", "check-in"):
        html = client.get(reverse(f"outreach:{name}", args=[session.pk])).content.decode()
        for words in ("kursi roda", "lantai satu", "Punya alergi? kacang"):
            assert words in html
    book = client.get(reverse("outreach:registration-xlsx", args=[session.pk]))
    cells = {cell.value for line in load_workbook(BytesIO(b"".join(book))).active.iter_rows() for cell in line}
    assert {"Punya alergi?", "kacang", "kursi roda"} <= cells
