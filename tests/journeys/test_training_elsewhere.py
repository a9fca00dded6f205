"""A training held elsewhere: what it counts is said while it is typed; it is refused, mended, verified, taken back."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_worker
from tests.journeys.browser import DESKTOP, PHONE
from training.models import JpEntry

pytestmark = pytest.mark.usefixtures("site")
PROOF = {"name": "sertifikat.pdf", "mimeType": "application/pdf", "buffer": io.BytesIO(b"%PDF-1.4\n%%EOF\n").read()}


def whole(visitor) -> None:
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


def press(page, locator) -> None:
    with page.expect_navigation():
        locator.click()


def test_a_doubt_is_answered_before_the_file_is_sent_and_a_slip_is_put_right(visit, site):
    person, today = make_worker(Role.LIBRARIAN), timezone.localdate()
    visitor = visit(person.user, window=PHONE)
    page = visitor.go(reverse("training:external-add"))
    page.fill("#id_title", "Seminar Literasi")
    page.select_option("#id_form", "seminar")
    page.fill("#id_organiser", "Perpusnas")
    for box in ("#id_starts_on", "#id_ends_on"):
        page.fill(box, today.isoformat())
    page.fill("#id_certificate_number", "7/2026")
    page.set_input_files("#id_upload", PROOF)
    page.fill("#id_jp", "32")
    page.press("#id_jp", "Tab")
    page.locator("#counted").get_by_text("bukan 32 JP").wait_for()
    whole(visitor)
    page.check("#id_sure")
    press(page, page.locator("main form .btn-primary"))
    entry = JpEntry.objects.get(profile=person)
    assert (entry.jp, entry.stated_jp) == (4, 32)
    whole(visitor)

    office = visit(site.person(Role.ADMINISTRATOR), window=DESKTOP)
    desk = office.go(reverse("training:verification"))
    whole(office)
    row = desk.locator(".roster li", has_text="Seminar Literasi").filter(has_text="32 JP")
    row.locator("summary").click()
    desk.fill(f"#reason-{entry.pk}", "Bukti tidak terbaca")
    press(desk, row.locator("button[value=no]"))

    page = visitor.go(reverse("training:my-jp"))
    assert "Bukti tidak terbaca" in page.locator("main").inner_text()
    press(page, page.locator(f"a[href='{reverse('training:entry-mend', args=[entry.pk])}']"))
    page.locator("#counted").get_by_text("bukan 32 JP").wait_for()  # said at once
    whole(visitor)
    page.fill("#id_jp", "")
    page.press("#id_jp", "Tab")
    page.locator("#counted").get_by_text("Dihitung 4 JP").wait_for()
    page.set_input_files("#id_upload", PROOF)
    press(page, page.locator("main form .btn-primary"))

    desk = office.go(reverse("training:verification"))
    row = desk.locator(".roster li", has_text="Catatan verifikator sebelumnya: Bukti tidak terbaca")
    press(desk, row.locator("button[value=yes]"))
    assert JpEntry.objects.get(pk=entry.pk).is_verified
    desk = office.go(reverse("training:decided"))
    whole(office)
    press(desk, desk.locator(f"a[href='{reverse('training:entry-withdraw', args=[entry.pk])}']"))
    whole(office)
    desk.fill("#id_reason", "Milik orang lain")
    press(desk, desk.locator("main form .btn-danger"))
    assert JpEntry.objects.get(pk=entry.pk).is_waiting
    desk = office.go(reverse("training:year-close"))
    whole(office)
    desk = office.go(reverse("training:past-import"))
    whole(office)
