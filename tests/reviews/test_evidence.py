"""What the system already knows of a person's work, and the bundle for e-Kinerja."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from evaluations.review_choices import Stage
from evaluations.selectors.activities import activities_of
from tests.factories import outreach as events
from tests.factories.reviews import make_chain, make_review
from tests.factories.training import make_session, slot
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def taught(person, title=""):
    day = timezone.localdate() - timedelta(days=1)
    session = make_session(slots=[slot(day, trainer=person)])
    return session.programme.title


def held(person, heads=18):
    """A date of an event that was held and reported, with a count, led by the person."""
    at = timezone.now() - timedelta(days=2)
    session = events.make_session(starts_at=at)
    events.make_facilitator(session.event, person)
    events.make_report(session, {"anak": heads})
    return session.event.title


def span():
    today = timezone.localdate()
    return today - timedelta(days=30), today


def test_teaching_and_events_appear_with_their_rows_and_other_peoples_do_not():
    person, supervisor, _superior = make_chain()
    mine = {taught(person), held(person)}
    taught(supervisor)
    held(supervisor)
    found = activities_of(person, *span())
    assert {row.title for row in found} == mine
    assert any("18" in row.detail for row in found)
    assert all(row.url for row in found)
    assert activities_of(person, *[day - timedelta(days=400) for day in span()]) == []


def test_the_page_takes_as_many_statements_for_three_activities(client_as):
    person, _supervisor, _superior = make_chain()
    address = reverse("evaluations:review-activities", args=[make_review(person).pk])

    def make_one():
        taught(person)
        held(person)

    assert_same_queries(client_as(person.user), address, make_one)


def test_the_bundle_holds_the_table_and_the_papers_the_reader_may_read(client_as):
    person, supervisor, _superior = make_chain()
    title = taught(person)
    review = make_review(person, stage=Stage.CALIBRATION)
    address = reverse("evaluations:review-evidence", args=[review.pk])

    def names(user):
        answer = client_as(user).get(address)
        assert answer["Cache-Control"] == "private, no-store"
        return zipfile.ZipFile(io.BytesIO(answer.content))

    with names(person.user) as mine, names(supervisor.user) as led:
        assert not any("evaluasi" in name for name in mine.namelist())
        assert any("evaluasi" in name for name in led.namelist())
        assert {"00-daftar-bukti.pdf", "00-daftar-bukti.xlsx", "01-rencana.pdf"} <= set(mine.namelist())
        sheet = load_workbook(io.BytesIO(mine.read("00-daftar-bukti.xlsx"))).active
        cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
        assert title in cells
        assert any(cell.startswith("http") and f"/staf/kinerja/{review.pk}/" in cell for cell in cells)
        assert not any("Catatan atasan rahasia" in cell for cell in cells)


def test_the_bundle_is_for_readers_of_the_review_alone(client_as):
    person, _supervisor, _superior = make_chain()
    review = make_review(person)
    for name in ("review-evidence", "review-activities", "review-activities-xlsx"):
        address = reverse(f"evaluations:{name}", args=[review.pk])
        assert client_as(Role.LIBRARIAN).get(address).status_code == 404
        assert client_as(Role.ADMINISTRATOR).get(address).status_code == 403
        assert client_as(Role.AGENCY_HEAD).get(address).status_code == 200
