"""Letters numbered before letters kept what they say: the step that makes them stand."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from baubau_pembinaan.accounts.choices import AppointmentKind
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.libraries.models import Library
from tests.factories.accounts import make_appointment, make_position, make_profile
from tests.factories.libraries import make_signatory
from tests.factories.training import make_cost, make_held, make_paper, make_programme, make_session, make_worker
from training.choices import PaperKind
from training.models import SessionPaper
from training.selectors.papers import facts_of
from training.services import enrolments
from training.session_papers import paper_document

pytestmark = pytest.mark.django_db


def forget(*papers):
    """As the rows were before: nothing of what they say, and nobody who signs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE training_sessionpaper SET snapshot = '{}', signer = '{}' WHERE id = ANY(%s)",
            [[paper.pk for paper in papers]],
        )


def step():
    apps = MigrationExecutor(connection).loader.project_state().apps
    import_module("training.migrations.0021_numbered_papers_stand").keep(apps, None)


def drawn(paper):
    return paper_document(SessionPaper.objects.select_related("session__programme").get(pk=paper.pk))


@pytest.fixture
def held():
    """A session with people with titles and without, led by a colleague in an acting post."""
    library = Library.objects.get_or_create(pk=1, defaults={"name": "Perpustakaan"})[0]
    library.office_line_1, library.office_line_2 = "Pemerintah Kota Contoh", "Dinas Perpustakaan"
    library.address, library.city, library.postal_code = "Jalan Contoh 1", "Baubau", "93711"
    library.phone, library.website = "0402-1", "https://contoh.example/"
    library.save()
    make_signatory(name="Dra. Wa Contoh, M.Si.", nip="196804111993032009", rank="Pembina, IV/a")
    titled, plain = make_worker(), make_worker()
    titled.title_prefix, titled.title_suffix, titled.nip = "Dra.", "S.IP.", "199001032015032908"
    titled.save()
    acting = make_profile()
    make_appointment(
        acting, kind=AppointmentKind.ACTING, golongan="III/b", position=make_position(name="Kepala Bidang")
    )
    session = make_held(make_programme(budget_idr=2_000_000, budget_source="APBD"), profiles=[titled, plain])
    make_cost(session)
    meeting = session.meetings.get()
    meeting.trainer = acting
    meeting.save()
    return session


@pytest.mark.parametrize("kind", PaperKind.values)
def test_a_letter_numbered_before_says_what_it_said_and_stands_from_then_on(held, kind):
    paper = make_paper(held, kind=kind, **({"addressee": "Sekretaris Daerah"} if kind == PaperKind.MEMO else {}))
    forget(paper)
    before = drawn(paper)
    step()
    paper.refresh_from_db()
    assert paper.snapshot == facts_of(held)
    assert paper.signer["name"] == "Dra. Wa Contoh, M.Si."
    assert drawn(paper) == before
    held.programme.title = "Judul Lain"
    held.programme.save()
    make_cost(held, item="Susulan")
    meeting = held.meetings.get()
    meeting.trainer, meeting.trainer_name, meeting.place = None, "Tamu", "Gedung lain"
    meeting.save()
    assert to_pdf(drawn(paper)) == to_pdf(before)
    line = paper.history.latest()
    assert (line.history_user_id, line.snapshot) == (None, paper.snapshot)
    assert "hari pembaruan" in line.reason_told


def test_without_the_step_such_a_letter_goes_on_changing(held):
    paper = make_paper(held)
    forget(paper)
    before = drawn(paper)
    held.programme.title = "Judul Lain"
    held.programme.save()
    assert drawn(paper) != before


def test_drafts_and_letters_that_stand_are_left_alone(held):
    draft, letter, old = make_paper(held, number=""), make_paper(held), make_paper(held, number="7")
    forget(draft, old)
    kept, lines = letter.snapshot, letter.history.count()
    held.programme.title = "Judul Lain"
    held.programme.save()
    step()
    for paper in (draft, letter, old):
        paper.refresh_from_db()
    assert (draft.snapshot, draft.signer) == ({}, {})
    assert (letter.snapshot, letter.history.count()) == (kept, lines)
    assert old.snapshot["title"] == "Judul Lain"
    step()
    assert old.history.count() == 2  # made, kept


def test_a_post_of_the_day_and_a_session_without_days():
    person = make_worker()
    make_appointment(person, kind=AppointmentKind.DAILY_ACTING, position=make_position(name="Kepala Dinas"))
    session = make_session()
    enrolments.nominate(session=session, profile=person, by=None, at=timezone.now())
    bare = make_session(slots=[])
    papers = [make_paper(each, kind="surat_tugas") for each in (session, bare)]
    forget(*papers)
    before = [drawn(paper) for paper in papers]
    step()
    assert [drawn(paper) for paper in papers] == before
    for paper in papers:
        paper.refresh_from_db()
        assert paper.snapshot == facts_of(paper.session)
