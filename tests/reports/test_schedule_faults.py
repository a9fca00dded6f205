"""Reports on schedule that go wrong or are corrected: somebody is told, once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import CANCELLED, TAKEN_UP_AT_MOST, ReportRun, RunStatus
from baubau_pembinaan.documents.services import fail_run, take_up_run
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.notifications import health
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.reports.models import Definition, Edition, Issue
from baubau_pembinaan.reports.services import inspecting, making, scheduling
from tests.factories.accounts import make_appointment, make_person, make_unit

from .test_schedule import at, build_all, monthly, no_broker  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def finding(now):
    return next(one for one in health.findings(at=now) if one.name == "reports")


def fail_all(now, times):
    for _attempt in range(times):
        scheduling.see_to_due(at=now)
        for run in ReportRun.objects.filter(status="queued"):
            fail_run(run_id=run.pk, error="tinta habis", at=now)


@pytest.mark.parametrize(("failures", "told"), [(2, 0), (3, 1), (5, 1)])
def test_a_report_that_failed_three_times_is_told_to_administrators_once(monthly, clock, failures, told):  # noqa: F811
    clock.move_to(at((9, 7)))
    administrator = make_person(Role.ADMINISTRATOR).user
    fail_all(at((9, 7)), failures)
    for _again in range(2):
        scheduling.see_to_due(at=at((9, 7), 9))
    found = Message.objects.filter(recipient=administrator)
    assert found.count() == told
    assert (finding(at((9, 7), 9)).mark == "bad") is bool(told)
    if told:
        assert "Agustus 2026" in found.get().subject
        assert "Rekap" in finding(at((9, 7), 9)).text or str(monthly) in finding(at((9, 7), 9)).text
        assert not Message.objects.exclude(recipient=administrator).exists()


def test_a_schedule_without_readers_wants_a_look(monthly, clock):  # noqa: F811
    clock.move_to(at((9, 7)))
    assert finding(at((9, 7))).mark == "good"
    monthly.recipients.clear()
    assert (finding(at((9, 7))).mark, str(monthly) in finding(at((9, 7))).text) == ("warning", True)
    monthly.is_active = False
    monthly.save()
    assert finding(at((9, 7))).mark == "good"


def test_a_correction_is_told_to_those_who_know_the_first_version(monthly, clock, monkeypatch):  # noqa: F811
    clock.move_to(at((9, 7)))
    scheduling.see_to_due(at=at((9, 7)))
    build_all()
    scheduling.see_to_due(at=at((9, 7), 9))
    assert Message.objects.count() == 1
    first = Edition.objects.get()
    again = making.request_report(name="bulanan", period="2026-08", by=None, at=at((9, 8)))
    build_all()
    scheduling.see_to_due(at=at((9, 8), 9))
    assert (Edition.objects.count(), Message.objects.count()) == (1, 1)  # nothing had changed: nobody is told
    Edition.objects.filter(pk=first.pk).update(content_sha256="0" * 64)
    again = making.request_report(name="bulanan", period="2026-08", by=None, at=at((9, 9)))
    making.build(run_id=again.pk)
    for _again in range(3):
        scheduling.see_to_due(at=at((9, 9), 9))
    assert Edition.objects.count() == 2
    newest = Message.objects.order_by("-pk")[0]
    assert (Message.objects.count(), newest.recipient) == (2, monthly.recipients.get())
    assert "versi 2" in newest.subject
    assert Issue.objects.get().edition.version == 2


def test_each_unit_has_its_report_on_schedule_and_one_that_is_off_stays_off(library):
    unit = make_unit()
    Definition.objects.all().delete()
    scheduling.add_missing_units(on=timezone.localdate())
    scheduling.add_missing_units(on=timezone.localdate())
    definition = Definition.objects.get(unit=unit)
    assert (definition.report, definition.is_active, definition.history.count()) == ("unit", True, 1)
    assert Definition.objects.count() == Unit.objects.filter(is_active=True).count()
    definition.is_active = False
    definition.save()
    scheduling.add_missing_units(on=timezone.localdate())
    assert not Definition.objects.get(unit=unit).is_active


@pytest.mark.parametrize(("role", "told"), [(Role.DIVISION_HEAD, True), (Role.LIBRARIAN, False)])
def test_a_units_report_goes_to_whoever_leads_it_and_may_read_it(library, role, told):
    unit, leader, other = make_unit(), make_person(role), make_person(Role.AGENCY_HEAD)
    for _person in range(2):
        make_appointment(make_person(), unit=unit, supervisor=leader)
    make_appointment(leader, unit=unit, supervisor=other)
    scheduling.add_missing_units(on=timezone.localdate())
    assert list(Definition.objects.get(unit=unit).recipients.all()) == ([leader.user] if told else [])


def test_a_report_that_kills_its_workers_is_given_up_and_its_owner_told(library, clock, monkeypatch):
    clock.move_to(at((9, 7)))
    owner = make_person(Role.AGENCY_HEAD).user
    run = making.request_report(name="bulanan", period="2026-08", by=owner, at=at((9, 7)))

    class Killed(BaseException):
        """The worker is gone in the middle; nothing of ours runs after it."""

    def dies(run):
        raise Killed

    monkeypatch.setattr(making, "_build", dies)
    for _turn in range(TAKEN_UP_AT_MOST):
        with pytest.raises(Killed):
            making.build(run_id=run.pk)
        run.refresh_from_db()
        assert run.status == RunStatus.RUNNING
    for _turn in range(3):
        assert making.build(run_id=run.pk) is None
    run.refresh_from_db()
    assert (run.status, run.attempts) == (RunStatus.FAILED, TAKEN_UP_AT_MOST)
    assert Message.objects.get().recipient == owner
    assert making.wake_forgotten(at=at((9, 8))) == 0


def test_a_run_asked_for_while_the_clock_was_ahead_is_taken_up_now(library, no_broker):  # noqa: F811
    run = making.request_report(
        name="bulanan", period="2026-08", by=make_person(Role.AGENCY_HEAD).user, at=at((9, 7)) + timedelta(days=3)
    )
    no_broker.clear()
    assert making.wake_forgotten(at=at((9, 7))) == 1
    assert no_broker == [run.pk]


def test_a_stopped_run_that_fails_then_tells_nobody(library, clock):
    clock.move_to(at((9, 7)))
    run = making.request_report(name="bulanan", period="2026-08", by=make_person(Role.AGENCY_HEAD).user, at=at((9, 7)))
    taken = take_up_run(run_id=run.pk, at=at((9, 7)))
    making.cancel_run(run=run, at=at((9, 7)))
    making._tell_of_failure(taken)
    assert not Message.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.AGENCY_HEAD, 302), (Role.INSPECTOR, 403)])
def test_the_inspection_bundle_can_be_stopped_by_who_asked_or_builds(client_as, library, role, status):
    run = inspecting.request_bundle(year=2026, by=make_person(Role.AGENCY_HEAD).user, at=at((9, 7)))
    client, page = client_as(role), reverse("reports:inspection")
    cancel = reverse("reports:run-cancel", args=[run.pk])
    drawn = client.get(page).content.decode()
    assert (cancel in drawn) is (status == 302)
    assert "data-working" in drawn
    assert client.post(cancel).status_code == status
    run.refresh_from_db()
    assert (run.error == CANCELLED) is (status == 302)
