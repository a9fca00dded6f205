"""Reports and reminders: an administrator has a quarter written, watches it, takes it along; changes what is said."""

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications import consents
from baubau_pembinaan.notifications.models import ReminderRule
from baubau_pembinaan.notifications.reminders import rules
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.reports.services import making
from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.usefixtures("site")
PAGE = "/staf/laporan/buat/triwulan/"
RULE = "evaluations.settle-followup"


def whole(visitor) -> None:
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


def newest() -> ReportRun:
    return ReportRun.objects.filter(report="triwulan").order_by("-pk")[0]


@pytest.fixture(autouse=True)
def idle(site):
    """No worker runs here: what the sample data or an earlier journey asked for is over."""
    for run in ReportRun.objects.filter(finished_at=None):
        documents.cancel_run(run_id=run.pk, at=timezone.now())


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
def test_a_quarterly_report_is_asked_for_watched_and_taken_along(visit, site, window):
    head = visit(site.person(Role.ADMINISTRATOR), window=window)
    page = head.go(PAGE)
    whole(head)
    page.locator("#id_language").select_option("en" if window == PHONE else "id")
    page.get_by_role("button", name="Buat laporan").click()
    page.locator("#live-runs progress").wait_for()
    whole(head)
    run = newest()
    documents.start_run(run_id=run.pk, at=timezone.now())
    documents.report_progress(run_id=run.pk, percent=40)
    page.locator("#live-runs progress[value='40']").wait_for(timeout=20_000)  # by itself
    page.reload()
    page.locator("#live-runs progress[value='40']").wait_for()  # and after a reload

    edition = making.build(run_id=run.pk)
    link = page.locator(f"#live-archive a[href='{edition.pdf.get_absolute_url()}']")
    link.wait_for(timeout=30_000)
    assert "Sudah selesai" in page.locator("#live-note").inner_text()
    assert page.locator("[data-working]").count() == 0
    whole(head)
    for file in (edition.pdf, edition.xlsx, edition.docx):
        answer = page.request.get(site.url + file.get_absolute_url())
        assert (answer.status, len(answer.body())) == (200, file.size)
    page = head.go(edition.get_absolute_url())
    assert edition.content_sha256[:16] in page.locator("main").inner_text()


def test_without_scripts_a_link_tells_how_far_it_is_and_a_button_stops_it(visit, site):
    head = visit(site.person(Role.ADMINISTRATOR), window=PHONE, javascript=False)
    page = head.go(PAGE)
    page.get_by_label("Periode").select_option(index=3)
    page.get_by_role("button", name="Buat laporan").click()
    documents.start_run(run_id=newest().pk, at=timezone.now())
    documents.report_progress(run_id=newest().pk, percent=60)
    page.get_by_role("link", name="Lihat kemajuannya").click()
    assert page.locator("#live-runs progress").get_attribute("value") == "60"
    assert head.sideways() == 0
    page.get_by_role("button", name="Hentikan").click()
    assert "dibatalkan" in page.locator("#live-runs").inner_text()
    assert newest().is_cancelled


def test_a_rule_is_changed_and_looked_at_before_it_speaks(visit, site):
    rules.sync_rules()
    rule = ReminderRule.objects.get(code=RULE)
    head = visit(site.person(Role.ADMINISTRATOR), window=PHONE)
    page = head.go(reverse("notifications:reminder-edit", args=[rule.pk]))
    whole(head)
    page.get_by_label("Hari di sekitar tenggat").fill("-10, 2")
    page.get_by_label("Perihal (Indonesia)").fill("Halo {nama}: {tugas}")
    page.get_by_role("button", name="Simpan").click()
    page.locator(".alert-success").wait_for()
    rule.refresh_from_db()
    assert (rule.offsets, rule.subject_id) == ([-10, 2], "Halo {nama}: {tugas}")
    page = head.go(reverse("notifications:reminder-edit", args=[rule.pk]))
    page.locator("[name=on]").fill("2026-11-24")
    page.locator("[name=on]").press("Enter")
    page.wait_for_url("**?on=*")
    whole(head)
    page = head.go(reverse("notifications:reminder-preview"))
    whole(head)
    page = head.go(reverse("notifications:health"))
    assert "Cadangan" in page.locator("main").inner_text()
    whole(head)


def test_whoever_asks_for_whatsapp_is_written_to_by_hand(visit, site):
    switches.turn(consents.BY_HAND, True, by=None)
    me = site.person(Role.LIBRARIAN)
    with acting(None):
        me.profile.phone = "6281234567890"
        me.profile.save()
    visitor = visit(me, window=PHONE)
    page = visitor.go(reverse("notifications:preferences"))
    whole(visitor)
    page.get_by_role("button", name="Kabari saya di 0812-3456-7890").click()
    page.locator("[name='whatsapp.reminder']").wait_for()
    whole(visitor)
    notify(recipient=me, key="perjalanan.wa", kind="task", subject="Lihat jadwal", body="", url="/staf/")

    head = visit(site.person(Role.ADMINISTRATOR), window=PHONE)
    desk = head.go(reverse("notifications:by-hand"))
    whole(head)
    desk.get_by_role("button", name="Kirim berikutnya").click()
    link = desk.get_by_role("link", name="Buka WhatsApp")
    assert link.get_attribute("href").startswith("https://wa.me/6281234567890?text=")
    whole(head)
    desk.get_by_role("button", name="Terkirim, kirim berikutnya").click()
    desk.get_by_text("Tidak ada pesan yang menunggu dikirim secara manual.").wait_for()
    whole(head)
    page = visitor.go(reverse("notifications:preferences"))
    page.get_by_role("button", name="Hentikan pesan WhatsApp").click()
    page.get_by_role("button", name="Kabari saya di 0812-3456-7890").wait_for()
