"""The first full path: a survey made in the admin, its poster, patrons on phones, the index on the staff's page."""

import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.models import Instrument, Period, Survey
from evaluations.selectors.results import period_result
from tests.journeys.browser import DESKTOP, PHONE

WAIT_MS = 5_300  # the form's own least time, which the patron spends reading (settings.SURVEY_LEAST_SECONDS)


@pytest.fixture(scope="module")
def journeys_survey(site):
    """A survey with an open period, apart from the demo's own."""
    from tests.factories.evaluations import make_period, make_survey

    return make_period(make_survey("jalan1", title="Survei jalan pertama", service_point=ServicePoint.objects.first()))


def choose(page, select: str, text: str) -> None:
    """Pick from a searched relation of the admin, as its reader does."""
    page.click(f"select[name={select}] + .select2 [role=combobox]")
    page.fill(".select2-container--open .select2-search__field", text)
    page.locator(".select2-results__option[role=option]", has_text=text).first.click()


def answer(page, value: int) -> None:
    """Fill in all nine questions; a patron's slow reading included."""
    questions = page.locator("fieldset.question")
    for place in range(questions.count()):
        questions.nth(place).locator(f"input[value='{value}']").check(force=True)
    page.wait_for_timeout(WAIT_MS)


def respondents(period: Period) -> int:
    return period_result(period).respondents


def test_an_administrator_makes_a_survey_and_opens_it(visit, site):
    point = ServicePoint.objects.order_by("pk").first()
    instrument = Instrument.objects.get(key="skm")
    today = timezone.localdate()
    visitor = visit(site.person(Role.ADMINISTRATOR), window=DESKTOP)
    page = visitor.go(reverse("admin:evaluations_survey_add"))
    page.fill("input[name=code]", "meja9")
    page.fill("input[name=title]", "Layanan loket sembilan")
    choose(page, "instrument", instrument.title)
    choose(page, "service_point", point.name)
    page.click("#periods-group .add-row a")
    page.fill("input[name=periods-0-key]", f"{today:%Y-%m}")
    page.fill("input[name=periods-0-starts_on]", today.strftime("%d/%m/%Y"))
    page.fill("input[name=periods-0-ends_on]", today.strftime("%d/%m/%Y"))
    assert visitor.axe_findings() == []
    with page.expect_navigation():
        page.click("input[name=_save]")
    survey = Survey.objects.get(code="meja9")
    period = survey.periods.get()
    assert (survey.service_point, period.is_draft) == (point, True)

    visitor.go(f"/s/{survey.code}/", status=404)  # not open: nobody can answer
    page = visitor.go(reverse("evaluations:period-detail", args=[period.pk]))
    with page.expect_navigation():
        page.click("main form[action$='/buka/'] button")
    period.refresh_from_db()
    assert period.is_open
    assert visitor.go(f"/s/{survey.code}/").locator("fieldset.question").count() == 9


def test_the_poster_is_a_pdf(visit, site, journeys_survey):
    visitor = visit(site.person(Role.LIBRARIAN))
    page = visitor.go(reverse("evaluations:survey-detail", args=[journeys_survey.survey_id]))
    link = page.locator("main a[href$='/poster/']").first
    assert link.count() == 1
    response = page.context.request.get(site.url + link.get_attribute("href"))
    assert response.status == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_patron_answers_on_a_phone(visit, journeys_survey, javascript, language):
    before = respondents(journeys_survey)
    visitor = visit(window=PHONE, language=language, javascript=javascript)
    page = visitor.go("/s/jalan1/")
    if javascript:
        assert visitor.axe_findings() == []
        assert visitor.sideways() == 0
    answer(page, 4)
    page.click("form.survey button.btn-primary")
    page.wait_for_url("**/terima-kasih/")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").inner_text()
    assert respondents(journeys_survey) == before + 1


def test_a_forgotten_question_is_named_and_the_rest_stays(visit, journeys_survey):
    before = respondents(journeys_survey)
    visitor = visit(window=PHONE)
    visitor.expected_status.add(422)
    page = visitor.go("/s/jalan1/")
    answer(page, 3)
    page.evaluate("document.querySelector('input[name=r5]:checked').checked = false")
    page.click("form.survey button.btn-primary")
    page.locator("#errors a[href='#r5']").wait_for()  # sent by script first, then drawn by the server
    assert page.locator("fieldset.question input:checked").count() == 8
    assert visitor.axe_findings() == []
    assert respondents(journeys_survey) == before


def test_a_double_click_and_a_resend_by_the_back_button_count_once(visit, journeys_survey):
    before = respondents(journeys_survey)
    visitor = visit(window=PHONE)
    visitor.expected_status.add(422)
    page = visitor.go("/s/jalan1/")
    answer(page, 2)
    page.dblclick("form.survey button.btn-primary")
    page.wait_for_url("**/terima-kasih/")
    assert respondents(journeys_survey) == before + 1
    page.go_back()
    page.wait_for_selector("form.survey")
    if page.locator("fieldset.question input:checked").count() < 9:  # the browser may have asked for a new form
        pytest.fail("the back button lost the answers")
    page.click("form.survey button.btn-primary")
    # The same form once more: thanks. A form the browser asked anew meanwhile: whose answer is it?
    page.locator("[name=another], main .narrow > p > a.btn[href='/']").first.wait_for(state="attached")
    assert respondents(journeys_survey) == before + 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_staff_read_the_index_and_take_it_home(visit, site, journeys_survey, language):
    if not respondents(journeys_survey):
        from tests.factories.evaluations import make_answers

        make_answers(journeys_survey, 6)
    result = period_result(journeys_survey)
    visitor = visit(site.person(Role.LIBRARIAN), language=language)
    page = visitor.go(reverse("evaluations:period-detail", args=[journeys_survey.pk]))
    ikm = f"{result.ikm:.2f}"
    assert page.locator(".ikm").inner_text().startswith(ikm.replace(".", ",") if language == "id" else ikm)
    assert page.locator("main figure svg, main .chart svg").count() >= 1
    assert page.locator("h2#h-unsur ~ .table-wrap tbody tr").count() == 9
    assert page.locator(".profiles table").count() >= 4
    assert visitor.axe_findings() == []
    with page.expect_download() as waiting:
        page.click("main a[href$='/excel/']")
    book = load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    numbers = [value for value in cells if isinstance(value, int | float)]
    assert any(abs(number - float(result.ikm)) < 0.005 for number in numbers)
    assert result.respondents in numbers
    assert any(re.search("jalan pertama", str(value)) for value in cells)
