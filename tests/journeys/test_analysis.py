"""The analysis pages and the questionnaires in the browser, on a phone and on a desk."""

import pytest

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import PeriodStatus
from evaluations.models import Answer, InstrumentVersion, Period, Survey
from tests.journeys.browser import DESKTOP, PHONE

both_windows = pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])


@both_windows
def test_analysis_pages_are_whole_and_accessible(visit, site, window):
    survey = Survey.objects.get(code="meja")
    closed = survey.periods.filter(status=PeriodStatus.CLOSED).latest("starts_on")
    visitor = visit(site.person(Role.LIBRARIAN), window=window)
    others = Period.objects.filter(survey__code__in=["anak", "dampak", "perpus"]).values_list("pk", flat=True)
    for path in (
        f"/staf/survei/{survey.pk}/",
        f"/staf/survei/{survey.pk}/periode-baru/",
        f"/staf/survei/periode/{closed.pk}/",
        f"/staf/survei/periode/{closed.pk}/analisis/",
        *(f"/staf/survei/periode/{pk}/" for pk in others),
        "/staf/survei/rekap/",
        "/staf/survei/instrumen/",
        f"/staf/survei/instrumen/{InstrumentVersion.objects.get(instrument__key='skm', number=1).pk}/",
    ):
        page = visitor.go(path)
        assert visitor.sideways() == 0, path
        assert visitor.axe_findings() == [], path
        assert len(page.content().encode()) < 60_000, path


@both_windows
def test_a_child_answers_by_touching_faces(visit, site, settings, window):
    settings.SURVEY_LEAST_SECONDS = 0
    visitor = visit(window=window)
    page = visitor.go("/s/anak/")
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []
    before = Answer.objects.filter(period__survey__code="anak").count()
    for slot in range(1, 5):
        page.locator(f"input[name=r{slot}][value='3']").check(force=True)
    page.click("form[data-survey] button.btn-primary")
    page.wait_for_url("**/terima-kasih/")
    assert Answer.objects.filter(period__survey__code="anak").count() == before + 1
