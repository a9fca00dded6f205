"""The heat map of competences: cards that name units on a phone, a hint beside a table wider than its frame."""

from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_requirement, make_session, make_worker
from tests.journeys.browser import DESKTOP, PHONE


def test_a_phone_names_units_and_a_desk_says_that_columns_go_on(visit, site):
    boss = make_worker(Role.DIVISION_HEAD)
    person = make_worker(supervisor=boss)
    units = [make_requirement(person).competence for _number in range(24)]
    visitor = visit(boss.user, window=PHONE)
    page = visitor.go(reverse("training:heat-map"))
    hint = page.locator("[data-wide-hint]")
    labels = [cell.get_attribute("data-label") for cell in page.locator("table.cards tbody td").all()]
    assert labels == [unit.title for unit in sorted(units, key=lambda unit: unit.code)]
    assert not hint.is_visible()
    assert (visitor.sideways(), visitor.axe_findings()) == (0, [])
    page.set_viewport_size(DESKTOP)
    page.reload()
    assert hint.is_visible()
    assert (visitor.sideways(), visitor.axe_findings()) == (0, [])


def test_meetings_are_typed_on_a_phone(visit, site):
    session = make_session(announced=False)
    visitor = visit(site.person(Role.ADMINISTRATOR), window=PHONE)
    page = visitor.go(reverse("training:session-meetings", args=[session.pk]))
    assert (visitor.sideways(), visitor.axe_findings()) == (0, [])
    assert not page.locator("#id_m-1-starts_at").is_visible()
    page.locator("details > summary", has_text="Satu pertemuan lagi").first.click()
    first = session.meetings.get()
    page.fill("#id_m-1-starts_at", f"{first.day}T21:00")
    page.fill("#id_m-1-ends_at", "00:30")
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    assert [meeting.minutes for meeting in session.meetings.order_by("starts_at")] == [180, 210]
