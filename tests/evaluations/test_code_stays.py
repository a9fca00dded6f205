"""A survey's code stays once it was out in the world, and reports hang on the period, not on its text."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from evaluations.choices import PeriodStatus
from evaluations.models import Survey
from evaluations.report.data import gather
from evaluations.selectors.publication import runs_of
from evaluations.services import reporting
from evaluations.services.surveys import close_period, reopen_period
from tests.factories.evaluations import make_answers, make_period, make_survey
from tests.factories.evaluations_reporting import closed_period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(reporting, "wake", lambda _ids: None)


def renamed(survey, code):
    survey.code = code
    survey.full_clean()


@pytest.mark.parametrize("status", [PeriodStatus.OPEN, PeriodStatus.CLOSED])
def test_a_code_stays_once_a_period_was_opened(status):
    survey = make_period(status=status).survey
    with pytest.raises(ValidationError) as refusal:
        renamed(survey, "baru2")
    assert list(refusal.value.message_dict) == ["code"]
    assert "poster" in str(refusal.value.message_dict["code"])
    survey.refresh_from_db()
    survey.title = "Judul baru"
    survey.full_clean()  # everything else may change


def test_a_code_nobody_saw_may_still_change():
    renamed(make_period(status=PeriodStatus.DRAFT).survey, "baru2")
    renamed(make_survey(), "baru3")


def test_the_cupboard_shows_a_code_that_stays_and_takes_no_other(client_as):
    client, code = client_as(Role.ADMINISTRATOR), 'name="code"'
    opened, fresh = make_period().survey, make_survey()
    address = "/admin/evaluations/survey/{}/change/"
    assert code not in client.get(address.format(opened.pk)).content.decode()
    assert code in client.get(address.format(fresh.pk)).content.decode()
    was = opened.code
    client.post(address.format(opened.pk), {"code": "baru4", "title": "Lain", "instrument": opened.instrument_id})
    assert Survey.objects.get(pk=opened.pk).code == was


def called(survey, code):
    """Past all checks, as an older release let it happen."""
    survey.code = code
    survey.save()


def ask(period, **more):
    return reporting.request_report(period=period, report="skm", language="id", by=None, at=timezone.now(), **more)


def test_reports_are_found_by_their_period_whatever_its_text_was():
    period, other = closed_period(), closed_period(key="2026-Q4")
    runs = ask(period)
    ReportRun.objects.update(period="dahulu 2026-Q4")  # as an older release left it after a change of code
    assert {run.pk for run in runs_of(period)} == {run.pk for run in runs}
    called(period.survey, "pindah")
    called(other.survey, "dahulu")
    assert {run.pk for run in runs_of(period)} == {run.pk for run in runs}
    assert runs_of(other) == []
    ReportRun.objects.update(status=RunStatus.FAILED, finished_at=timezone.now())
    period.refresh_from_db()
    assert {run.version for run in ask(period)} == {2}


def again(period, n):
    reopen_period(period=period, by=None, reason="uji")
    make_answers(period, n, 1)
    close_period(period=period, by=None, at=timezone.now())


def test_versions_count_on_over_closings_and_files_name_theirs(client_as, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    period = closed_period()
    first = ask(period)
    page = f"/staf/survei/periode/{period.pk}/laporan/"
    client = client_as(Role.LIBRARIAN)
    assert "penutupan ke-" not in client.get(page).content.decode()
    again(period, 6)
    second = ask(period)
    assert ([run.version for run in first], [run.version for run in second]) == ([1, 1], [2, 2])
    for run in (first[0], second[0]):
        reporting.build(run_id=run.pk)
        run.refresh_from_db()
    assert first[0].file.name == f"laporan-skm-{period.survey.code}-{period.key.lower()}.pdf"
    assert second[0].file.name == f"laporan-skm-{period.survey.code}-{period.key.lower()}-penutupan-2.pdf"
    html = client.get(page).content.decode()
    assert "penutupan ke-1" in html
    assert "penutupan ke-2" in html


def test_the_order_of_the_recap_hangs_on_no_code():
    period = closed_period(values=(1, 2, 3, 4))
    before = gather(period.frozen_results.get()).matrix
    called(period.survey, "lain")
    assert gather(period.frozen_results.get()).matrix == before
    assert before != sorted(before)
