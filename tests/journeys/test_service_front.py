"""The service front on its longest ways: a patron without scripts to the second answer, a desk without a line, an
inspector to the ZIP, and two colleagues who agree on a look."""

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.libraries.counting import record_counts
from baubau_pembinaan.libraries.models import DailyCount
from baubau_pembinaan.reports.services import inspecting, making
from evaluations.models import Complaint, ReferenceTally, ServiceObservation
from evaluations.services.complaints import answer_complaint
from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.usefixtures("site")


def whole(visitor) -> None:
    assert visitor.sideways() == 0
    assert visitor.axe_findings() == []


def submit(page, action: str) -> None:
    """Press the button of the form that posts to this address, and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"form[action='{action}'] button").first.click()


def say(complaint: Complaint, text: str, by) -> None:
    """The library answers, as the staff's page does."""
    row = Complaint.objects.select_related("handling").get(pk=complaint.pk)
    now = timezone.localtime()
    answer_complaint(complaint=row, answer=text, by=by, on=now.date(), at=now, seen=row.handling.version)


def test_a_patron_without_scripts_follows_rates_and_reopens_once(visit, site):
    patron, head = visit(None, window=PHONE, javascript=False), site.person(Role.DIVISION_HEAD)
    page = patron.go("/pengaduan/")
    assert patron.sideways() == 0
    page.locator("#id_category").select_option(index=1)
    page.locator("#id_text").fill("Tempat sepeda penuh setiap sore.")
    page.wait_for_timeout(4200)  # nobody reads and writes faster
    with page.expect_navigation():
        page.locator("main form.narrow button").click()
    complaint = Complaint.objects.get(text="Tempat sepeda penuh setiap sore.")
    assert complaint.code_shown in page.locator("main").inner_text()

    page = patron.go("/pengaduan/status/")
    page.locator("main input[type=text], main input:not([type=hidden])").first.fill(complaint.code_shown.lower())
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert complaint.code_shown in page.locator("main").inner_text()
    assert patron.sideways() == 0

    say(complaint, "Rak sepeda kedua dipasang pekan ini.", head)
    status = reverse("evaluations:complaint-status", args=[complaint.code])
    page = patron.go(status)
    assert "Rak sepeda kedua" in page.locator("main").inner_text()
    page.locator("#satisfaction-2").check()
    submit(page, reverse("evaluations:complaint-rate", args=[complaint.code]))
    complaint.refresh_from_db()
    assert complaint.satisfaction == 2

    reopen = reverse("evaluations:complaint-reopen", args=[complaint.code])
    page = patron.go(status)
    page.locator(f"form[action='{reopen}'] textarea").fill("Raknya belum ada.")
    submit(page, reopen)
    complaint.refresh_from_db()
    assert complaint.reopened_text == "Raknya belum ada."

    say(complaint, "Rak terpasang hari ini.", head)
    page = patron.go(status)
    words = page.locator("main").inner_text()
    assert "Rak sepeda kedua" in words
    assert "Rak terpasang hari ini." in words
    assert page.locator(f"form[action='{reopen}']").count() == 0  # once
    assert patron.sideways() == 0


def test_counts_typed_without_a_line_are_kept_and_sent_once(visit, site):
    officer = visit(site.person(Role.SERVICE_OFFICER), window=PHONE)
    page = officer.go(reverse("libraries:count-grid"))
    whole(officer)
    day = timezone.localdate()
    before = DailyCount.objects.filter(day=day).count()
    cell = page.locator(".count-cell input[data-was]").first
    name = cell.get_attribute("name")
    page.context.set_offline(True)
    cell.fill("37")
    page.locator("form[data-counts] .form-actions button").click()
    page.locator("[data-waiting]:visible").wait_for()
    assert page.locator("[data-waiting] [data-count]").inner_text() == "1"
    assert DailyCount.objects.filter(day=day).count() == before
    officer.faults.clear()  # the browser's own lines about the missing network
    with page.expect_navigation():  # the line is back: nobody presses anything
        page.context.set_offline(False)
    officer.faults.clear()
    page.locator("form[data-counts]").wait_for()
    assert page.locator(f"[name='{name}']").input_value() == "37"
    assert 37 in _numbers(day)
    assert page.locator("[data-waiting]:visible, [data-kept]:visible").count() == 0  # nothing waits any more


def test_what_was_typed_without_a_line_leaves_a_colleagues_numbers_alone(visit, site):
    """The line is dead though the phone believes in it; meanwhile a colleague writes into another cell and the same."""
    officer = visit(site.person(Role.SERVICE_OFFICER), window=PHONE)
    day = timezone.localdate()
    DailyCount.objects.filter(day=day).delete()
    page = officer.go(reverse("libraries:count-grid"))
    cells = page.locator(".count-cell input[data-was]")
    mine, other = (cells.nth(n).get_attribute("name") for n in (0, 1))
    _n, point, kind = other.split("-", 2)
    page.route("**/staf/hitungan/kirim/", lambda route: route.abort())
    cells.first.fill("41")
    page.locator("form[data-counts] .form-actions button").click()
    page.locator("[data-waiting]:visible").wait_for()
    write = {"day": day, "by": "Rekan", "at": timezone.now(), "today": day}
    record_counts(counts={int(point): {kind: 9}}, **write)
    page.unroute("**/staf/hitungan/kirim/")
    officer.faults.clear()
    page = officer.go(reverse("libraries:count-grid"))  # the phone slept; the page sends what was kept
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('hitungan-'))")
    page = officer.go(reverse("libraries:count-grid"))
    assert [page.locator(f"[name='{name}']").input_value() for name in (mine, other)] == ["41", "9"]


def test_numbers_of_one_person_are_not_sent_by_another_on_the_same_phone(visit, site):
    officer = visit(site.person(Role.SERVICE_OFFICER), window=PHONE)
    page = officer.go(reverse("libraries:count-grid"))
    day = timezone.localdate()
    name = page.locator(".count-cell input[data-was]").first.get_attribute("name")
    kept = {"typed": {name: ["77", ""]}, "pressed": True, "look": False, "until": 4102444800000}
    page.evaluate(f"localStorage.setItem('hitungan-0-{day}', {json.dumps(json.dumps(kept))})")
    page = officer.go(reverse("libraries:count-grid"))
    page.wait_for_timeout(1500)
    assert page.locator("[data-waiting]:visible").count() == 0
    assert page.evaluate(f"localStorage.getItem('hitungan-0-{day}')")
    assert not any(77 in row.values() for row in DailyCount.objects.filter(day=day).values())


def test_another_day_that_is_not_written_down_yet_is_named_as_people_write_days(visit, site):
    officer = visit(site.person(Role.SERVICE_OFFICER), window=PHONE)
    page = officer.go(reverse("libraries:count-grid"))
    day = timezone.localdate() - timedelta(days=2)
    name = page.locator(".count-cell input[data-was]").first.get_attribute("name")
    prefix = f"hitungan-{page.locator('form[data-counts]').get_attribute('data-counts')}-"
    kept = {"typed": {name: ["7", ""]}, "pressed": False, "look": False, "until": 4102444800000}
    page.evaluate(f"localStorage.setItem('{prefix}{day}', {json.dumps(json.dumps(kept))})")
    page = officer.go(reverse("libraries:count-grid"))
    assert page.locator("[data-look-again]:visible a").inner_text() == tanggal(day)
    page.evaluate(f"localStorage.removeItem('{prefix}{day}')")


def _numbers(day):
    return {value for row in DailyCount.objects.filter(day=day).values() for value in row.values() if value == 37}


def test_two_taps_count_a_question_and_its_figures_follow(visit, site):
    officer = visit(site.person(Role.SERVICE_OFFICER), window=PHONE)
    page = officer.go(reverse("evaluations:tally"))
    whole(officer)
    before = ReferenceTally.objects.count()
    with page.expect_navigation():
        page.locator("button[name=tap]").first.click()
    assert ReferenceTally.objects.count() == before + 1
    page.route("**/staf/rujukan/kirim/", lambda route: route.abort())  # dead, though the phone believes in its line
    page.locator("button[name=tap]").first.click()
    page.locator("button[name=tap]").nth(1).click()
    page.locator("[data-waiting]:visible").wait_for()
    assert page.locator("[data-waiting] [data-count]").inner_text() == "2"
    page.unroute("**/staf/rujukan/kirim/")
    officer.faults.clear()
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new Event('online'))")
    assert ReferenceTally.objects.count() == before + 3
    kept = [{"key": str(uuid4()), "staff": "0", "topic": "1", "result": "answered", "until": 4102444800000}]
    page.evaluate(f"localStorage.setItem('rujukan-0', {json.dumps(json.dumps(kept))})")  # somebody else's, before
    page = officer.go(reverse("evaluations:tally"))
    page.wait_for_timeout(1500)
    assert ReferenceTally.objects.count() == before + 3
    assert page.locator("[data-waiting]:visible").count() == 0
    page = officer.go(f"{reverse('evaluations:tally-figures')}?siapa=saya")
    whole(officer)


def test_an_inspector_has_the_year_packed_and_opens_the_zip(visit, site):
    inspector = visit(site.person(Role.INSPECTOR), window=DESKTOP)
    page = inspector.go(reverse("reports:home"))
    page.locator(f"a[href='{reverse('reports:inspection')}']").first.click()
    page.wait_for_url(f"**{reverse('reports:inspection')}")
    whole(inspector)
    with page.expect_navigation():
        page.locator("main form button").click()
    run = ReportRun.objects.filter(report=inspecting.REPORT).latest("pk")
    making.build(run_id=run.pk)
    run.refresh_from_db()
    assert run.status == "done", run.error
    page = inspector.go(reverse("reports:inspection"))
    whole(inspector)
    answer = page.request.get(inspector.site_url + page.locator("td a[href*='/berkas/']").first.get_attribute("href"))
    assert answer.status == 200
    names = zipfile.ZipFile(io.BytesIO(answer.body())).namelist()
    assert {"000-daftar-dokumen.pdf", "000-daftar-dokumen.xlsx"} <= set(names)
    assert any("laporan-skm" in name for name in names)
    assert any("standar-pelayanan" in name for name in names)


def test_a_look_is_written_on_a_phone_and_agreed_to(visit, site):
    librarian, officer = site.person(Role.LIBRARIAN), site.person(Role.SERVICE_OFFICER)
    ServiceObservation.objects.filter(person=officer.profile, observed_on=timezone.localdate()).delete()
    looking = visit(librarian, window=PHONE)
    page = looking.go(reverse("evaluations:observation-add"))
    whole(looking)
    page.select_option("#id_person", str(officer.profile.pk))
    page.locator("fieldset input[value=yes]").first.check()
    page.fill("#id_well", "Menyapa dengan senyum.")
    with page.expect_navigation():
        page.locator("main form .form-actions button").click()
    row = ServiceObservation.objects.latest("pk")
    assert (row.person, row.state) == (officer.profile, "waiting")
    agreeing = visit(officer, window=PHONE)
    page = agreeing.go(reverse("evaluations:observation-detail", args=[row.pk]))
    whole(agreeing)
    with page.expect_navigation():
        page.locator("button[value=setuju]").click()
    row.refresh_from_db()
    assert row.state == "agreed"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
def test_the_new_pages_are_whole(visit, site, window, language):
    head = visit(site.person(Role.DIVISION_HEAD), window=window, language=language)
    for name in ("observation-list", "observation-add", "observation-figures", "accreditation"):
        head.go(reverse(f"evaluations:{name}"))
        assert (name, head.sideways(), head.hidden_columns(), head.axe_findings()) == (name, 0, [], [])
    page = head.go(reverse("evaluations:accreditation"))
    head.go(page.locator("main h2 a").first.get_attribute("href"))
    whole(head)
    head.go(reverse("reports:inspection"))
    whole(head)
