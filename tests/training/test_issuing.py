"""The certificates of a large session: a worker issues them one by one; none twice, none lost, the owner is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import DocumentNumber, ReportRun, RunStatus
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.runs import services as runs
from tests.factories.training import make_held, make_programme
from tests.pages import assert_same_queries
from training.models import Certificate
from training.services import certificates, issuing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(issuing, "AT_ONCE", 2)
    monkeypatch.setattr(runs, "wake", lambda run_ids: None)


@pytest.fixture
def client(client_as):
    return client_as(Role.ADMINISTRATOR)


def press(client, session):
    assert client.post(reverse("training:certificates-issue", args=[session.pk])).status_code == 302
    return ReportRun.objects.order_by("-pk").first()


def page(client, session):
    return client.get(reverse("training:session-detail", args=[session.pk])).content.decode()


def numbers():
    return list(DocumentNumber.objects.order_by("sequence").values_list("sequence", flat=True))


def messages(client):
    return Message.objects.filter(recipient=client.user, kind="runs.over")


def test_a_few_are_issued_at_once(client):
    with zeal_ignore():  # each certificate is a deed of its own
        assert press(client, make_held(people=2)) is None
    assert Certificate.objects.count() == 2


def test_many_are_issued_by_a_worker_whatever_is_pressed_twice(client):
    session = make_held(people=4)
    run = press(client, session)
    assert press(client, session) == run
    assert (Certificate.objects.count(), "data-working" in page(client, session)) == (0, True)
    for _twice in range(2):
        runs.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, Certificate.objects.count(), numbers()) == (RunStatus.DONE, 4, [1, 2, 3, 4])
    told = messages(client).get()
    assert (told.url, "4 sertifikat" in told.body) == (reverse("training:session-detail", args=[session.pk]), True)
    html = page(client, session)
    assert ("data-working" in html, run.file.get_absolute_url() in html) == (False, True)
    assert Certificate.objects.first().number.text in client.get(run.file.get_absolute_url()).getvalue().decode()
    press(client, session)
    assert Certificate.objects.count() == 4


def test_a_stop_keeps_whole_what_was_issued_and_the_next_press_brings_the_rest(client, monkeypatch):
    session, real = make_held(people=4), certificates.issue_certificate
    run = press(client, session)

    def stopped_after_one(**options):
        made = real(**options)
        client.post(reverse("runs:stop", args=[run.pk]))
        return made

    with monkeypatch.context() as patched:
        patched.setattr(certificates, "issue_certificate", stopped_after_one)
        runs.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.is_cancelled, numbers(), messages(client).count()) == (True, [1], 0)
    again = press(client, session)
    assert again != run
    runs.build(run_id=again.pk)
    assert numbers() == [1, 2, 3, 4]


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_goes_on(client, monkeypatch):
    session, real = make_held(people=4), certificates.issue_certificate
    run = press(client, session)

    class Killed(BaseException):
        """Nothing of ours runs after it."""

    def dies_after_two(**options):
        if Certificate.objects.count() == 2:
            raise Killed
        return real(**options)

    with monkeypatch.context() as patched:
        patched.setattr(certificates, "issue_certificate", dies_after_two)
        with pytest.raises(Killed):
            runs.build(run_id=run.pk)
    assert ReportRun.objects.get().shown_progress == 50
    assert runs.wake_forgotten(at=timezone.now() + timedelta(minutes=2)) == 1
    runs.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, run.attempts, numbers()) == (RunStatus.DONE, 2, [1, 2, 3, 4])
    assert messages(client).count() == 1


def test_who_is_no_longer_owed_one_is_left_out(client, monkeypatch):
    """The session is opened again, to mend attendance, while its certificates are being issued."""
    session, real = make_held(people=4), certificates.issue_certificate
    run = press(client, session)

    def reopened_after_one(**options):
        made = real(**options)
        if Certificate.objects.count() == 1:
            row = session.enrolments.filter(certificates=None).last()
            row.status = "no_show"
            row.seat = None
            row.save()
        return made

    monkeypatch.setattr(certificates, "issue_certificate", reopened_after_one)
    runs.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, numbers()) == (RunStatus.DONE, [1, 2, 3])


def test_a_programme_without_certificates_is_refused_at_once(client):
    session = make_held(make_programme(gives_certificate=False), people=4)
    assert press(client, session) is None


def test_the_sessions_page_costs_the_same_for_one_run_as_for_three(client):
    session = make_held(people=4)

    def one_more():
        run = press(client, session)
        runs.stop(run=run, at=timezone.now())

    assert_same_queries(client, reverse("training:session-detail", args=[session.pk]), one_more)
