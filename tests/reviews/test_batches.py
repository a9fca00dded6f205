"""The papers of a unit in one PDF: made in the background, of what the asker may read, for the asker alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.documents.tree import NewPaper
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.models import Message
from evaluations.review_choices import Stage
from evaluations.services import reporting
from evaluations.services.reviews import batches
from tests.factories.accounts import make_person, make_unit
from tests.factories.reviews import make_cycle, make_review, make_round
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
URL = reverse("evaluations:review-batch")


@pytest.fixture
def woken(monkeypatch):
    sent = []
    monkeypatch.setattr(reporting, "wake", sent.extend)
    return sent


@pytest.fixture
def printed(monkeypatch):
    """The documents that would be typeset."""
    seen = []
    monkeypatch.setattr(batches, "to_pdf", lambda document: seen.append(document) or b"%PDF-1.7 uji")
    return seen


def ask(by, cycle, unit, paper="evaluasi"):
    return batches.request_batch(
        cycle=cycle, unit=unit, paper=paper, by=by.user, on=timezone.localdate(), at=timezone.now()
    )


def test_the_head_asks_and_the_worker_makes_one_file(client_as, woken, printed, django_capture_on_commit_callbacks):
    head, cycle, unit = make_person(Role.AGENCY_HEAD), make_cycle(), make_unit()
    for stage in (Stage.LOCKED, Stage.RUNNING):
        make_review(make_person(), stage=stage, cycle=cycle, unit=unit)
    make_review(make_person(), stage=Stage.LOCKED, cycle=cycle)  # of another unit
    client = client_as(head.user)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(URL, {"cycle": cycle.pk, "unit": unit.pk, "paper": "evaluasi"})
    assert answer.status_code == 302
    (run_id,) = woken
    assert client.get(URL).context["working"] is True
    reporting.build(run_id=run_id)
    run = ReportRun.objects.get(pk=run_id)
    assert (run.status, run.file.app) == (RunStatus.DONE, "review-batch")
    (document,) = printed
    assert [row[3] for row in document.blocks[0].rows] in (
        ["ya", "belum, tahap: Disepakati dan berjalan"],
        ["belum, tahap: Disepakati dan berjalan", "ya"],
    )
    assert sum(isinstance(block, NewPaper) for block in document.blocks) == 1
    assert run.file.get_absolute_url() in client.get(URL).content.decode()
    assert client.get(run.file.get_absolute_url()).status_code == 200
    for stranger in (Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.LIBRARIAN):
        assert client_as(stranger).get(run.file.get_absolute_url()).status_code == 404, stranger


def test_a_supervisor_gets_only_their_own_and_loses_the_file_with_the_team(client_as, woken, printed):
    lead, cycle, unit = make_person(Role.DIVISION_HEAD), make_cycle(), make_unit()
    mine = make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit, supervisor=lead)
    make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit)
    run = ask(lead, cycle, unit)
    assert run.parameters["reviews"] == [mine.pk]
    reporting.build(run_id=run.pk)
    run.refresh_from_db()
    assert len(printed[0].blocks[0].rows) == 1
    client = client_as(lead.user)
    assert client.get(run.file.get_absolute_url()).status_code == 200
    for post in Appointment.objects.filter(supervisor=lead):
        post.supervisor = None
        post.save()
    assert client.get(run.file.get_absolute_url()).status_code == 404
    with pytest.raises(batches.NobodyToPrint):
        ask(lead, cycle, unit)
    assert client.get(URL).status_code == 403


def test_rights_are_asked_again_when_the_file_is_made(woken, printed):
    lead, cycle, unit = make_person(), make_cycle(), make_unit()
    make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit, supervisor=lead)
    run = ask(lead, cycle, unit)
    for post in Appointment.objects.filter(supervisor=lead):
        post.supervisor = None
        post.save()
    reporting.build(run_id=run.pk)
    assert not any(isinstance(block, NewPaper) for block in printed[0].blocks)


def test_every_paper_becomes_a_real_pdf(woken):
    switches.turn("review_360", True, by=None)
    head, cycle, unit = make_person(Role.AGENCY_HEAD), make_cycle(), make_unit()
    for _ in range(2):
        make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit)
    for paper in ("rencana", "umpan-balik-360"):
        run = ask(head, cycle, unit, paper)
        content, name = batches.make(run)
        assert content[:5] == b"%PDF-"
        assert name.endswith(f"-{paper}.pdf")


def test_the_page_costs_the_same_for_one_run_and_for_three(client_as, woken):
    head, cycle = make_person(Role.AGENCY_HEAD), make_cycle()

    def make_one():
        unit = make_unit()
        make_review(make_person(), cycle=cycle, unit=unit)
        ask(head, cycle, unit, "rencana")

    assert_same_queries(client_as(head.user), URL, make_one)


def test_papers_can_be_stopped_by_whoever_asked_and_the_page_looks_by_itself(client_as, woken, printed):
    head, cycle, unit = make_person(Role.AGENCY_HEAD), make_cycle(), make_unit()
    make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit)
    run = ask(head, cycle, unit)
    client, cancel = client_as(head.user), reverse("evaluations:review-batch-cancel", args=[run.pk])
    page = client.get(URL).content.decode()
    assert (cancel in page, "data-working" in page, "js/live.js" in page or "js/live" in page) == (True, True, True)
    assert client_as(Role.AGENCY_HEAD).post(cancel).status_code == 404
    assert client.post(cancel).status_code == 302
    reporting.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.is_cancelled, printed) == (True, [])
    page = client.get(URL).content.decode()
    assert (cancel in page, "data-working" in page, "dibatalkan" in page) == (False, False, True)


def test_papers_that_cannot_be_made_tell_whoever_asked_once(woken, monkeypatch):
    head, cycle, unit = make_person(Role.AGENCY_HEAD), make_cycle(), make_unit()
    make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit)
    run = ask(head, cycle, unit)
    monkeypatch.setattr(batches, "to_pdf", lambda document: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        reporting.build(run_id=run.pk)
    reporting.build(run_id=run.pk)
    message = Message.objects.get(kind="evaluations.report_ready")
    assert (message.recipient, message.subject, message.url) == (head.user, "Laporan tidak dapat dibuat", URL)


def test_page_and_paper_say_who_was_left_out_and_why(client_as, woken, printed):
    """Of three in the unit the supervisor leads two, and one of those has no closed round."""
    switches.turn("review_360", True, by=None)
    lead, cycle, unit = make_person(), make_cycle(), make_unit()
    with_round = make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit, supervisor=lead)
    make_round(with_round, status="closed")
    without = make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit, supervisor=lead)
    make_review(make_person(), stage=Stage.LOCKED, cycle=cycle, unit=unit)
    run = ask(lead, cycle, unit, "umpan-balik-360")
    assert "1 dari 3 orang" in client_as(lead.user).get(URL).content.decode()
    batches.make(run)
    table, note = printed[0].blocks[:2]
    said = {row[1]: row[3] for row in table.rows}
    assert said == {
        with_round.person.full_name: "ya",
        without.person.full_name: "tidak, belum ada putaran yang ditutup",
    }
    assert note.text.startswith("1 orang lain")
