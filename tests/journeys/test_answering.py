"""Answering where the line is cut, on a kiosk, from paper; deciding on what patrons wrote."""

import json

import pytest
from django.utils import timezone
from playwright.sync_api import Error

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import Channel
from evaluations.links import invitation_path
from evaluations.models import Answer, Comment, CommentHandling
from evaluations.services.surveys import close_period
from evaluations.views.kiosk import device_link
from tests.factories.evaluations import make_comment, make_period
from tests.factories.invited import make_invitation
from tests.journeys.browser import DESKTOP, PHONE

both_windows = pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
OUTBOX = "Object.keys(localStorage).filter(key => key.startsWith('survei:'))"


@pytest.fixture
def period(site, settings):
    settings.SURVEY_LEAST_SECONDS = 0
    return make_period()


def counted(period):
    return Answer.objects.filter(period=period).count()


def fill(page, value=4, comment=""):
    page.evaluate(
        "value => document.querySelectorAll(`.question input[value='${value}']`).forEach(i => i.click())", str(value)
    )
    if comment:
        page.fill("#comment", comment)


def send(page):
    page.click("form[data-survey] button.btn-primary")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_patron_answers_with_nine_taps_and_is_thanked(visit, period, javascript):
    visitor = visit(window=PHONE, javascript=javascript)
    page = visitor.go(f"/s/{period.survey.code}/")
    for slot in range(1, 10):
        page.locator(f"input[name=r{slot}][value='3']").check(force=True)
    send(page)
    page.wait_for_url("**/terima-kasih/")
    assert counted(period) == 1


def test_an_answer_given_without_a_line_is_kept_and_sent_exactly_once(visit, period):
    visitor = visit(window=PHONE)
    page = visitor.go(f"/s/{period.survey.code}/")
    page.context.set_offline(True)
    fill(page, comment="Ditulis tanpa sinyal")
    send(page)
    page.get_by_text("Jawaban tersimpan di perangkat ini").wait_for()
    assert "1 belum terkirim" in page.locator("[data-say=waiting]").inner_text()
    assert visitor.axe_findings() == []
    assert visitor.sideways() == 0
    assert counted(period) == 0
    kept = json.loads(page.evaluate(f"localStorage.getItem({OUTBOX}[0])"))
    assert "csrfmiddlewaretoken" not in dict(kept["fields"])
    visitor.faults.clear()  # the browser's own lines about the missing network
    page.context.set_offline(False)
    page.get_by_text("sudah terkirim. Terima kasih").wait_for()
    assert counted(period) == 1
    assert Comment.objects.get(period=period).text == "Ditulis tanpa sinyal"
    assert page.evaluate(OUTBOX) == []
    page.reload()
    assert page.evaluate(OUTBOX) == []
    assert counted(period) == 1


@pytest.mark.parametrize("by_link", [False, True], ids=["by code", "by a link of one's own"])
def test_an_answer_kept_without_a_line_survives_a_reload_and_is_sent_once(visit, period, by_link):
    address = f"/s/{period.survey.code}/"
    if by_link:
        link = make_invitation()
        period, address = link.period, invitation_path(link)
    visitor = visit(window=PHONE)
    page = visitor.go(address)
    here = page.url
    page.context.set_offline(True)
    fill(page)
    send(page)
    page.get_by_text("Jawaban tersimpan di perangkat ini").wait_for()
    assert counted(period) == 0
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    visitor.faults.clear()
    page.context.set_offline(False)
    again = page.context.new_page()  # the tab with the browser's own words comes back when it likes
    again.goto(here)
    again.wait_for_function(f"() => {OUTBOX}.length === 0")
    for _time in range(2):
        again.reload()
        assert again.evaluate(OUTBOX) == []
    assert counted(period) == 1


def test_two_tabs_send_a_kept_answer_once(visit, period):
    visitor = visit(window=PHONE)
    page = visitor.go(f"/s/{period.survey.code}/")
    second = page.context.new_page()
    second.goto(page.url)
    page.context.set_offline(True)
    fill(page)
    send(page)
    page.get_by_text("Jawaban tersimpan di perangkat ini").wait_for()
    second.get_by_text("belum terkirim").wait_for()
    visitor.faults.clear()
    page.context.set_offline(False)
    page.wait_for_function(f"() => {OUTBOX}.length === 0")
    second.wait_for_function(f"() => {OUTBOX}.length === 0")
    page.wait_for_timeout(500)
    assert counted(period) == 1


def test_a_lost_reply_and_a_double_click_count_once(visit, period):
    visitor = visit(window=PHONE)
    page = visitor.go(f"/s/{period.survey.code}/")
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())  # the server has it, the phone does not learn so
            route.abort()
        else:
            route.continue_()

    page.route("**/s/**", lose)
    fill(page)
    page.locator("form[data-survey] button.btn-primary").dblclick()
    page.get_by_text("Jawaban tersimpan di perangkat ini").wait_for()
    assert counted(period) == 1
    visitor.faults.clear()
    page.click("[data-send]")
    page.get_by_text("sudah terkirim. Terima kasih").wait_for()
    assert counted(period) == 1
    fresh = visit(window=PHONE)
    page = fresh.go(f"/s/{period.survey.code}/")
    fill(page)
    page.locator("form[data-survey] button.btn-primary").dblclick()
    page.wait_for_url("**/terima-kasih/")
    assert counted(period) == 2


def test_a_question_left_out_without_a_line_is_asked_before_anything_is_kept(visit, period):
    visitor = visit(window=PHONE)
    page = visitor.go(f"/s/{period.survey.code}/")
    page.context.set_offline(True)
    send(page)
    page.get_by_text("Masih ada yang kurang").wait_for()
    assert page.evaluate(OUTBOX) == []
    assert page.evaluate("document.activeElement.name") == "r1"
    visitor.faults.clear()


def test_with_a_line_the_servers_page_says_what_is_missing(visit, period):
    visitor = visit(window=PHONE)
    page = visitor.go(f"/s/{period.survey.code}/")
    visitor.expected_status.add(422)
    fill(page, comment="tetap di sini")
    page.evaluate("document.querySelectorAll('input[name=r5]').forEach(i => i.checked = false)")
    send(page)
    page.locator("#errors").wait_for()
    assert page.input_value("#comment") == "tetap di sini"
    assert counted(period) == 0


def test_a_kept_answer_too_late_ends_friendly_and_leaves_no_copy(visit, period):
    visitor = visit(window=PHONE)
    page = visitor.go(f"/s/{period.survey.code}/")
    page.context.set_offline(True)
    fill(page)
    send(page)
    page.get_by_text("Jawaban tersimpan di perangkat ini").wait_for()
    visitor.faults.clear()
    close_period(period=period, by=None, at=timezone.now())
    page.context.set_offline(False)
    page.get_by_text("Survei ini ditutup sebelum jawaban yang tersimpan").wait_for()
    assert page.evaluate(OUTBOX) == []
    assert counted(period) == 0


def test_an_answer_older_than_a_week_is_deleted_on_the_next_visit(visit, period):
    visitor = visit(window=PHONE)
    page = visitor.go(f"/s/{period.survey.code}/")
    old = {"path": f"/s/{period.survey.code}/", "fields": [["token", "x"]], "until": 1}
    page.evaluate("old => localStorage.setItem('survei:x', JSON.stringify(old))", old)
    page.reload()
    page.get_by_text("lebih dari tujuh hari").wait_for()
    assert page.evaluate(OUTBOX) == []


# --- Kiosk -----------------------------------------------------------------------------------------------------


def open_kiosk(visit, period, javascript=True):
    visitor = visit(window=DESKTOP, javascript=javascript)
    visitor.go("/" + device_link(period.survey).split("://", 1)[1].split("/", 1)[1])
    return visitor, visitor.page


def test_a_kiosk_asks_one_question_a_screen_and_starts_again(visit, period):
    visitor, page = open_kiosk(visit, period)
    for number in range(1, 10):
        assert page.locator(".question:visible").count() == 1
        if number == 1:
            assert visitor.axe_findings() == []
        page.locator(".question:visible label:has(input[value='4'])").click()
    assert visitor.axe_findings() == []
    send(page)
    page.wait_for_url("**/kios/terima-kasih/")
    assert visitor.axe_findings() == []
    page.wait_for_url(f"**/s/{period.survey.code}/kios/", timeout=12000)
    assert Answer.objects.get(period=period).channel == Channel.KIOSK


def test_a_kiosk_fills_the_screen_and_the_next_touch_fills_it_again(visit, period):
    visitor, page = open_kiosk(visit, period)
    is_full = "Boolean(document.fullscreenElement)"
    assert not page.evaluate(is_full)
    button = page.locator("[data-full-screen]")
    button.click()
    page.wait_for_function(is_full)
    assert not button.is_visible()
    page.reload()  # as after each answer
    assert not page.evaluate(is_full)
    page.locator(".question:visible label:has(input[value='4'])").click()
    page.wait_for_function(is_full)
    assert visitor.axe_findings() == []


def test_a_kiosk_left_alone_forgets_after_a_minute(visit, period):
    visitor = visit(window=DESKTOP)
    visitor.page.clock.install()
    visitor.go("/" + device_link(period.survey).split("://", 1)[1].split("/", 1)[1])
    page = visitor.page
    page.locator(".question:visible label").first.click()
    assert page.locator("[data-step=now]").inner_text() == "2"
    page.clock.fast_forward(59_000)
    assert page.locator("[data-step=now]").inner_text() == "2"
    page.clock.fast_forward(2_000)
    page.wait_for_function("() => document.querySelector('[data-step=now]').textContent === '1'")
    page.wait_for_function("() => !document.querySelector('form :checked')")


def test_a_kiosk_without_a_line_takes_in_one_person_after_the_other(visit, period):
    visitor, page = open_kiosk(visit, period)
    page.context.set_offline(True)
    for _person in range(2):
        for _question in range(9):
            page.locator(".question:visible label:has(input[value='3'])").click()
        send(page)
        page.get_by_text("Jawaban tersimpan di perangkat ini").wait_for()
        page.locator(".question:visible").wait_for(timeout=12000)
    visitor.faults.clear()
    page.context.set_offline(False)
    page.wait_for_function(f"() => {OUTBOX}.length === 0")
    assert counted(period) == 2


def test_a_kiosk_works_without_script(visit, period):
    _visitor, page = open_kiosk(visit, period, javascript=False)
    for slot in range(1, 10):
        page.locator(f"input[name=r{slot}][value='4']").check(force=True)
    send(page)
    page.wait_for_url("**/kios/terima-kasih/")
    assert Answer.objects.get(period=period).channel == Channel.KIOSK


# --- Paper -----------------------------------------------------------------------------------------------------


def test_a_clerk_types_twenty_sheets_with_the_keyboard_alone(visit, site, period):
    visitor = visit(site.person(Role.SERVICE_OFFICER))
    page = visitor.go(f"/staf/survei/periode/{period.pk}/kertas/")
    assert visitor.axe_findings() == []
    for _sheet in range(20):
        page.keyboard.type("432143214")
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_text("20 lembar kertas sudah dihitung").wait_for()
    answers = Answer.objects.filter(period=period)
    assert set(answers.values_list("channel", "r1", "r4", "r9")) == {(Channel.PAPER, 4, 1, 4)}
    assert answers.count() == 20
    assert page.evaluate("localStorage.length") == 0


def test_sheets_typed_while_the_line_is_cut_are_kept_and_sent_once(visit, site, period):
    visitor = visit(site.person(Role.SERVICE_OFFICER))
    page = visitor.go(f"/staf/survei/periode/{period.pk}/kertas/")
    page.context.set_offline(True)
    page.keyboard.type("444444444")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Belum terkirim:").wait_for()
    visitor.faults.clear()
    page.context.set_offline(False)
    page.get_by_text("1 lembar kertas sudah dihitung").wait_for()
    assert counted(period) == 1
    page.keyboard.type("33")
    page.reload()
    page.get_by_text("diketik sebelumnya").wait_for()
    assert page.input_value("input[name=s1-r2]") == "3"


def test_a_wrong_cell_comes_back_with_its_place(visit, site, period):
    visitor = visit(site.person(Role.LIBRARIAN), javascript=False)
    visitor.expected_status.add(422)
    page = visitor.go(f"/staf/survei/periode/{period.pk}/kertas/")
    page.fill("input[name=s2-r3]", "7")
    page.click("form.paper button.btn-primary")
    assert "Lembar 2, U3" in page.locator("#errors").inner_text()
    page.fill("input[name=s2-r3]", "2")
    page.click("form.paper button.btn-primary")
    page.get_by_text("1 lembar kertas sudah dihitung").wait_for()


# --- Looks and comments ----------------------------------------------------------------------------------------


@both_windows
def test_pages_are_whole_and_accessible(visit, site, period, window):
    comment = make_comment(period, text="Pak Contoh sangat membantu \u202eشكرا 🙂 " + "panjang" * 40)
    visitor = visit(site.person(Role.DIVISION_HEAD), window=window)
    for path in (
        f"/s/{period.survey.code}/",
        f"/staf/survei/{period.survey.pk}/kios/",
        f"/staf/survei/periode/{period.pk}/kertas/",
        "/staf/survei/komentar/",
        "/staf/survei/komentar/putuskan/",
        f"/staf/survei/komentar/{comment.pk}/",
    ):
        visitor.go(path)
        assert visitor.sideways() == 0, path
        assert visitor.axe_findings() == []


def test_a_moderator_decides_with_the_keyboard(visit, site, period):
    Comment.objects.filter(handling=None).delete()
    comment = make_comment(period, text="Contoh Kepala Bidang ramah")
    page = visit(site.person(Role.DIVISION_HEAD)).go("/staf/survei/komentar/putuskan/")
    assert page.locator(".words").first.inner_text().startswith("[nama]")
    page.locator(f"input[name='{comment.pk.hex}-state']").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Ucapan baik")
    page.keyboard.press("Enter")
    page.get_by_text("1 komentar sudah diputuskan").wait_for()
    care = CommentHandling.objects.get(comment=comment)
    assert (care.state, care.reason) == ("public", "Ucapan baik")
