"""Everybody's records as one Excel file."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import (
    make_exam,
    make_held,
    make_membership,
    make_pair,
    make_plan,
    make_visit,
    make_worker,
)
from tests.pages import statements
from training.models import DevelopmentPlan

pytestmark = pytest.mark.django_db
ADDRESS = "training:records-xlsx"


def fill():
    person = make_worker()
    make_held(profiles=[person])
    make_plan(person)
    make_membership(person)
    make_pair(person)
    make_visit(person)
    make_exam(person)
    return person


def test_every_record_stands_on_a_sheet_of_its_own(client_as):
    person = fill()
    bare = make_worker()
    DevelopmentPlan.objects.create(profile=bare, year=2024, wishes="Magang")
    response = client_as(Role.DIVISION_HEAD).get(reverse(ADDRESS))
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == [
        "Evaluasi setelah tiga bulan", "Rencana pengembangan", "Keanggotaan", "Mentoring", "Kunjungan",
        "Uji kompetensi",
    ]  # fmt: skip
    words = {sheet.title: {str(cell.value) for row in sheet.iter_rows() for cell in row} for sheet in book}
    plans = words["Rencana pengembangan"]
    assert {person.full_name, "Belajar mendongeng", bare.full_name, "Magang"} <= plans
    for title in ("Evaluasi setelah tiga bulan", "Keanggotaan", "Mentoring", "Kunjungan", "Uji kompetensi"):
        assert person.full_name in words[title], title


def test_the_file_costs_the_same_for_one_row_and_three(client_as):
    client, address = client_as(Role.DIVISION_HEAD), reverse(ADDRESS)
    fill()
    client.get(address)
    _response, one = statements(client, address)
    fill()
    fill()
    _response, three = statements(client, address)
    assert len(one) == len(three)


def test_who_reads_no_lists_is_not_offered_the_file(client_as):
    home, address = reverse("training:home"), reverse(ADDRESS)
    assert address in client_as(Role.DIVISION_HEAD).get(home).content.decode()
    assert address not in client_as(Role.LIBRARIAN).get(home).content.decode()
