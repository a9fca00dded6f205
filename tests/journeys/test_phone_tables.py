"""Wide tables on a phone: cards that keep every value beside its heading, and stay a table for screen readers."""

from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from evaluations.services import reporting
from tests.factories.evaluations_reporting import closed_period
from tests.journeys.browser import DESKTOP, PHONE


def test_a_wide_list_becomes_cards_on_a_phone_and_a_table_again_on_a_desk(visit, site):
    visitor = visit(site.person(Role.ADMINISTRATOR), window=PHONE)
    page = visitor.go(reverse("accounts:person-list"))
    table = page.locator(".table-wrap > table")
    assert "cards" in (table.get_attribute("class") or "")
    headings = [words.strip() for words in table.locator("thead th").all_text_contents()]
    first = table.locator("tbody tr").first
    assert [cell.get_attribute("data-label") for cell in first.locator("td").all()] == headings[1:]
    assert page.get_by_role("table").get_by_role("row").count() == table.locator("tr").count()
    assert visitor.hidden_columns() == []
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []
    page.set_viewport_size(DESKTOP)
    page.wait_for_selector(".table-wrap > table:not(.cards)")
    assert table.locator("thead").bounding_box()["height"] > 20


def test_rows_under_an_admin_form_are_cards_on_a_phone(visit, site):
    visitor = visit(site.person(Role.ADMINISTRATOR), window=PHONE)
    page = visitor.go(reverse("admin:evaluations_survey_add"))
    group = page.locator(".inline-group .tabular fieldset.module").first
    assert group.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    row = group.locator("tr.form-row:not(.empty-form)").first
    for name in ("key", "starts_on", "ends_on", "population"):
        box = row.locator(f"td.field-{name} input").first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    label = row.locator("td.field-key").evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label.strip('"') == row.locator("td.field-key").get_attribute("data-label")
    assert not page.locator(".inline-group tr.empty-form").first.is_visible()
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


def test_a_value_that_stays_on_one_line_in_a_table_may_break_in_a_card(visit, site, monkeypatch):
    monkeypatch.setattr(reporting, "wake", lambda _runs: None)
    period, now = closed_period(), timezone.now()
    reporting.request_report(period=period, report="skm", language="id", by=None, at=now, anew=False)
    ReportRun.objects.exclude(status=RunStatus.DONE).update(status=RunStatus.FAILED, finished_at=now)
    visitor = visit(site.person(Role.DIVISION_HEAD), window=PHONE)
    page = visitor.go(reverse("evaluations:period-report", args=[period.pk]))
    assert page.locator("table.cards td.nowrap").count() == 2
    assert visitor.sideways() == 0


def test_public_cards_need_no_script(visit):
    visitor = visit(window=PHONE, javascript=False)
    page = visitor.go(reverse("portal:privacy"))
    rows = page.locator("table.cards tbody tr")
    boxes = [rows.nth(0).locator("td").nth(at).bounding_box() for at in range(2)]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]  # under each other, not beside
    assert visitor.sideways() == 0
