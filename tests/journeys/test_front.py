"""The service front: a complaint from a patron's phone to an answer that is judged; counts and ticks at the desk."""

import pytest
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import Complaint, ReferenceTally
from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.shots_front import PAGES, rows

pytestmark = pytest.mark.usefixtures("site")


def whole(visitor) -> None:
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


def test_a_complaint_without_scripts_is_answered_and_judged(visit, site):
    patron = visit(None, window=PHONE, javascript=False)
    page = patron.go("/pengaduan/")
    whole_without_script(patron)
    page.get_by_label("Tentang apa?").select_option(label="Sarana, kebersihan, dan keamanan")
    page.get_by_label("Apa yang ingin Anda sampaikan?").fill("Keran wudu bocor.")
    page.wait_for_timeout(4200)  # nobody reads and writes faster
    page.get_by_role("button", name="Kirim").click()
    complaint = Complaint.objects.get(text="Keran wudu bocor.")
    assert complaint.code_shown in page.locator("main").inner_text()

    officer = visit(site.person(Role.SERVICE_OFFICER), window=PHONE)
    head = visit(site.person(Role.DIVISION_HEAD), window=DESKTOP)
    desk = head.go(reverse("evaluations:complaint-route", args=[complaint.pk]))
    whole(head)
    desk.get_by_label("Penanggung jawab").select_option(value=str(site.person(Role.SERVICE_OFFICER).profile.pk))
    desk.get_by_role("button", name="Simpan keputusan").click()
    desk = officer.go(reverse("evaluations:complaint-detail", args=[complaint.pk]))
    whole(officer)
    desk.get_by_label("Jawaban untuk pengirim").fill("Keran sudah diganti.")
    desk.get_by_role("button", name="Kirim jawaban").click()
    desk.locator(".alert-success").wait_for()

    page = patron.go(f"/pengaduan/status/{complaint.code}/")
    assert "Keran sudah diganti." in page.locator("main").inner_text()
    page.get_by_label("Sangat puas").check()
    page.get_by_role("button", name="Kirim penilaian").click()
    complaint.refresh_from_db()
    assert complaint.satisfaction == 4


def whole_without_script(visitor) -> None:
    assert visitor.sideways() == 0


def test_the_desk_ticks_off_without_a_line_and_it_counts_once(visit, site):
    officer = visit(site.person(Role.SERVICE_OFFICER), window=PHONE)
    page = officer.go("/staf/rujukan/")
    whole(officer)
    before = ReferenceTally.objects.count()
    page.context.set_offline(True)
    page.locator("button[name=tap]").first.click()
    page.locator("button[name=tap]").nth(4).click()
    assert page.locator("[data-count]").inner_text() == "2"
    page.context.set_offline(False)
    page.locator("[data-waiting]").wait_for(state="hidden", timeout=30_000)
    page.wait_for_timeout(1500)
    assert ReferenceTally.objects.count() == before + 2


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
def test_every_page_of_the_front_is_whole(visit, site, window):
    found, visitors = rows(), {}
    for name, (role, place) in PAGES.items():
        visitor = visitors.get(role) or visit(site.person(role) if role else None, window=window)
        visitors[role] = visitor
        visitor.go(place.format(**found) if place.startswith("/") else reverse(place))
        assert (name, visitor.sideways(), visitor.axe_findings()) == (name, 0, [])
