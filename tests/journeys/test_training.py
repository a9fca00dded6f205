"""A training from the request to the certificate, a waiting list that moves, a plan agreed: with those who do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_programme, make_session, make_worker
from tests.journeys.browser import DESKTOP, PHONE
from training.choices import EnrolmentStatus
from training.models import Certificate, DevelopmentPlan, Enrolment, JpEntry
from training.services.sessions import Slot

pytestmark = pytest.mark.usefixtures("site")


def half_an_hour_from_now(**fields):
    starts = timezone.now() + timedelta(minutes=30)
    return Slot(starts_at=starts, ends_at=starts + timedelta(hours=2), place="Ruang baca lantai 2", **fields)


def whole(visitor) -> None:
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


def submit(page, action: str) -> None:
    """Press the first button of the form that posts to this address, and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"form[action='{action}'] button").first.click()


@pytest.fixture
def cast(site):
    """A librarian, who leads them, who teaches and who runs the office."""
    leader = make_worker(Role.DIVISION_HEAD)
    return {
        "leader": leader.user,
        "learner": make_worker(Role.LIBRARIAN, supervisor=leader).user,
        "trainer": make_worker(Role.LIBRARIAN).user,
        "office": site.person(Role.ADMINISTRATOR),
    }


def test_from_the_request_to_the_certificate_and_its_jp(visit, cast):
    trainer, learner = cast["trainer"].profile, cast["learner"].profile
    session = make_session(make_programme(gives_certificate=True), slots=[half_an_hour_from_now(trainer=trainer)])
    detail = reverse("training:session-detail", args=[session.pk])

    asking = visit(cast["learner"], window=PHONE)
    page = asking.go(detail)
    whole(asking)
    page.fill("#id_note", "Sering ditanya pemustaka")
    submit(page, reverse("training:enrol", args=[session.pk]))
    enrolment = Enrolment.objects.get(session=session, profile=learner)
    assert enrolment.status == EnrolmentStatus.REQUESTED

    deciding = visit(cast["leader"], window=PHONE)
    page = deciding.go("/staf/")
    if page.locator("main details summary").count():  # of many tasks the later ones stand behind one line
        page.locator("main details summary").first.click()
    page.get_by_role("link", name=str(learner)).or_(page.get_by_role("link", name=session.title)).first.wait_for()
    page = deciding.go(reverse("training:approvals"))
    whole(deciding)
    assert "Sering ditanya pemustaka" in page.locator("main").inner_text()
    submit(page, reverse("training:decide", args=[enrolment.pk]))
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.SEATED

    meeting = session.meetings.get()
    page = asking.go(reverse("training:check-in", args=[meeting.token]))
    whole(asking)
    page.context.set_offline(True)
    page.locator("main form button").click()
    page.locator("[data-say=kept]:visible").wait_for()
    asking.faults.clear()  # the browser's own lines about the missing network
    page.context.set_offline(False)
    page.locator("[data-say=stored]:visible").wait_for()
    page = asking.go(reverse("training:check-in", args=[meeting.token]))
    page.locator(".alert-success").first.wait_for()

    teaching = visit(cast["trainer"], window=PHONE)
    page = teaching.go(reverse("training:attendance", args=[meeting.pk]))
    whole(teaching)
    assert page.input_value(f"#state-{enrolment.pk}") == "present"
    elsewhere = f"hadir:{meeting.pk}"  # what another page of the house keeps on the same device
    page.evaluate("key => localStorage.setItem(key, '[]')", elsewhere)
    page.context.set_offline(True)
    page.select_option(f"#state-{enrolment.pk}", "partial")
    page.fill(f"#minutes-{enrolment.pk}", "110")
    page.locator("form[data-roster] .form-actions button").click()
    page.locator("[data-say=kept]:visible").wait_for()
    teaching.faults.clear()  # the browser's own lines about the missing network
    page.context.set_offline(False)
    page.locator("[data-say=stored]:visible").wait_for()
    assert meeting.attendances.get().minutes == 110
    assert page.evaluate("key => localStorage.getItem(key)", elsewhere) == "[]"

    page = teaching.go(reverse("training:attendance", args=[meeting.pk]))
    page.context.set_offline(True)
    page.select_option("#id_enrolment", str(enrolment.pk))
    page.locator("form[data-later] button").click()
    page.locator("[data-say=kept]:visible").wait_for()
    teaching.faults.clear()
    page.context.set_offline(False)
    page.locator("[data-say=stored]:visible").wait_for()
    assert meeting.attendances.get().way == "desk"

    meeting.starts_at, meeting.ends_at = (at - timedelta(hours=4) for at in (meeting.starts_at, meeting.ends_at))
    meeting.save()  # the afternoon goes by
    page = teaching.go(detail)
    submit(page, reverse("training:session-finish", args=[session.pk]))
    enrolment.refresh_from_db()
    assert enrolment.is_completed

    office = visit(cast["office"], window=DESKTOP)
    page = office.go(detail)
    whole(office)
    submit(page, reverse("training:certificates-issue", args=[session.pk]))
    certificate = Certificate.objects.get(enrolment=enrolment)

    page = asking.go(reverse("training:my-certificates"))
    whole(asking)
    assert certificate.number.text in page.locator("main").inner_text()
    paper = page.request.get(asking.site_url + reverse("training:certificate-pdf", args=[certificate.pk]))
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    stranger = visit(window=PHONE)
    page = stranger.go(reverse("training:certificate-check", args=[certificate.code]))
    whole(stranger)
    assert certificate.number.text in page.locator("main").inner_text()

    entry = JpEntry.objects.get(profile=learner)
    office.go(reverse("training:verification"))
    whole(office)
    assert entry.is_verified  # the library's own certificate is the proof
    page = asking.go(reverse("training:my-jp"))
    whole(asking)
    assert session.title in page.locator("main").inner_text()


def test_who_waits_moves_up_when_a_seat_frees(visit, cast):
    session = make_session(capacity=1)
    detail = reverse("training:session-detail", args=[session.pk])
    first, second = (make_worker(supervisor=cast["leader"].profile) for _ in range(2))
    windows = {}
    for person in (first, second):
        windows[person] = visit(person.user, window=PHONE)
        submit(windows[person].go(detail), reverse("training:enrol", args=[session.pk]))
        enrolment = Enrolment.objects.get(session=session, profile=person)
        leader = visit(cast["leader"], window=PHONE)
        submit(leader.go(reverse("training:approvals")), reverse("training:decide", args=[enrolment.pk]))
    page = windows[second].go(detail)
    assert "nomor 1" in page.locator("main").inner_text()
    mine = Enrolment.objects.get(session=session, profile=first)
    page = windows[first].go(reverse("training:withdraw", args=[mine.pk]))
    whole(windows[first])
    page.fill("#id_reason", "Piket layanan")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert Enrolment.objects.get(session=session, profile=second).status == EnrolmentStatus.SEATED
    page = windows[second].go("/staf/pemberitahuan/")
    assert session.title in page.locator("main").inner_text()


def test_a_plan_is_written_handed_in_and_agreed_on(visit, cast):
    year = timezone.localdate().year
    person = cast["learner"].profile
    writing = visit(cast["learner"], window=PHONE)
    page = writing.go(reverse("training:plan", args=[person.pk, year]))
    whole(writing)
    submit(page, reverse("training:plan-draft", args=[person.pk, year]))
    plan = DevelopmentPlan.objects.get(profile=person, year=year)
    page = writing.go(reverse("training:item-add", args=[person.pk, year]))
    whole(writing)
    page.fill("#id_goal", "Memandu kelas literasi informasi sendiri")
    page.fill("#id_due_on", f"{year}-12-01")
    with page.expect_navigation():
        page.locator("main form .form-actions button").first.click()
    assert plan.items.filter(goal__startswith="Memandu").exists()
    page = writing.go(reverse("training:plan", args=[person.pk, year]))
    submit(page, reverse("training:plan-submit", args=[person.pk, year]))

    leading = visit(cast["leader"], window=DESKTOP)
    page = leading.go(reverse("training:plan", args=[person.pk, year]))
    whole(leading)
    submit(page, reverse("training:plan-agree", args=[person.pk, year]))
    plan.refresh_from_db()
    assert plan.is_agreed
