"""A family that gets a seat and gives it back, a librarian on the day, an event on its way to the public calendar."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from outreach.choices import EventStatus, RegistrationStatus, SessionState
from outreach.models import Event, HeadCount, Membership, Registration
from outreach.services.registering import cancel, register
from tests.factories.outreach import (
    make_event,
    make_facilitator,
    make_group,
    make_lesson,
    make_party,
    make_session,
    make_work,
)
from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.usefixtures("site")
READING_SECONDS = 5  # a form that comes back faster is looked at by a colleague first


def whole(visitor, *, axe: bool = True) -> None:
    assert visitor.sideways() == 0
    if axe:
        assert visitor.axe_findings() == []


def press(page, action: str) -> None:
    """Press the first button of the form that posts to this address, and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"form[action='{action}'] button").first.click()


def fill_family(page, *, phone: str) -> None:
    page.fill("#id_name", "Ibu Contoh")
    page.fill("#id_phone", phone)
    page.fill("#id_nickname1", "Amira")
    page.select_option("#id_band1", "anak")
    page.fill("#id_nickname2", "Bintang")
    page.select_option("#id_band2", "paud")
    page.check("#id_attendance")
    page.locator("input[name=photo][value=no]").check()


def send(page) -> None:
    page.wait_for_timeout(READING_SECONDS * 1000)
    with page.expect_navigation():
        page.locator("main form .form-actions button").first.click()


def test_a_grown_up_sees_no_fields_for_a_guardian(visit):
    session = make_session(make_event(seats=2))
    page = visit(window=PHONE, javascript=False).go(reverse("outreach:public-register", args=[session.pk]))
    guardian = page.locator("#id_guardian_name")
    assert not guardian.is_visible()
    page.locator("input[name=age][value=younger]").check()
    assert guardian.is_visible()
    page.locator("input[name=age][value=adult]").check()
    assert not guardian.is_visible()


def test_a_family_waits_moves_up_and_gives_the_seats_back(visit):
    event = make_event(seats=2, takes_families=True, age_min=0, age_max=12)
    session = make_session(event)
    first = register(session=session, party=make_party(2), at=timezone.now())

    patron = visit(window=PHONE, javascript=False)
    page = patron.go(reverse("outreach:public-event", args=[event.pk]))
    whole(patron, axe=False)
    with page.expect_navigation():
        page.locator(f"a[href='{reverse('outreach:public-register', args=[session.pk])}']").click()
    with page.expect_navigation():
        page.locator("a[href*='sebagai=keluarga']").click()
    whole(patron, axe=False)
    fill_family(page, phone="0812 7000 0001")
    send(page)
    row = Registration.objects.get(phone="6281270000001")
    assert (row.status, row.seats) == (RegistrationStatus.WAITING, 2)
    words = page.locator("main").inner_text()
    assert "nomor 1" in words
    assert "Amira" in words
    whole(patron, axe=False)

    cancel(registration=first, at=timezone.now())
    page.reload()
    assert "2 kursi" in page.locator("main").inner_text()
    row.refresh_from_db()
    assert row.has_seat

    link = page.url.removeprefix(patron.site_url)
    with page.expect_navigation():
        page.locator(f"form[action='{link}batal/'] button").click()
    row.refresh_from_db()
    assert row.has_seat  # a question first
    whole(patron, axe=False)
    with page.expect_navigation():
        page.locator("main form .btn-danger").click()
    row.refresh_from_db()
    assert row.status == RegistrationStatus.CANCELLED
    session.refresh_from_db()
    assert session.seats_taken == 0

    seeing = visit(window=PHONE)
    for address in (
        reverse("outreach:public-event", args=[event.pk]),
        f"{reverse('outreach:public-register', args=[session.pk])}?sebagai=keluarga",
        link,
    ):
        seeing.go(address)
        whole(seeing)


def test_a_librarian_notes_arrivals_over_a_cut_line_and_writes_the_report(visit, site):
    librarian = site.person(Role.LIBRARIAN)
    event = make_event(seats=10)
    make_facilitator(event, librarian.profile)
    session = make_session(event, starts_at=timezone.now() - timedelta(minutes=20), hours=1)
    # Registered before it began.
    start = session.starts_at
    register(session=session, party=make_party(1), at=start - timedelta(days=1))

    working = visit(librarian, window=PHONE)
    page = working.go(reverse("outreach:check-in", args=[session.pk]))
    whole(working)
    page.context.set_offline(True)
    page.fill("#n-anak", "12")
    page.locator("form[data-arrival]:has(#n-anak) button").click()
    page.locator("button[name=participant]").first.click()
    page.locator("[data-waiting]:visible").wait_for()
    assert page.locator("[data-count]").inner_text() == "2"
    working.faults.clear()  # the browser's own lines about the missing network
    page.context.set_offline(False)
    page.locator("[data-waiting]").wait_for(state="hidden", timeout=30_000)
    assert sum(session.check_ins.values_list("heads", flat=True)) == 13

    page = working.go(reverse("outreach:report", args=[session.pk]))
    whole(working)
    assert page.input_value("#id_heads_anak") == "12"
    assert page.input_value("#id_heads_dewasa") == "1"
    page.fill("#id_story", "Anak-anak mendengarkan dua cerita dan menggambar tokohnya.")
    page.fill("#id_cost_idr", "150.000")
    with page.expect_navigation():
        page.locator("main form .form-actions button").first.click()
    session.refresh_from_db()
    assert session.state == SessionState.REPORTED
    assert session.report.cost_idr == 150_000
    assert sum(HeadCount.objects.filter(session=session).values_list("heads", flat=True)) == 13
    whole(working)
    assert "dua cerita" in page.locator("main").inner_text()


def test_a_draft_is_approved_by_the_administrator_and_published(visit, site):
    librarian, office = site.person(Role.LIBRARIAN), site.person(Role.ADMINISTRATOR)
    event = make_event(status=EventStatus.DRAFT, author=librarian, title="Dongeng Perjalanan", title_en="")
    make_facilitator(event, librarian.profile)
    evening = timezone.localtime().replace(hour=21, minute=0, second=0, microsecond=0)  # no date of the demo then
    session = make_session(event, starts_at=evening + timedelta(days=8))
    detail, public = (reverse(f"outreach:{name}", args=[event.pk]) for name in ("event-detail", "public-event"))

    stranger = visit(window=PHONE)
    stranger.go(public, status=404)
    author = visit(librarian, window=PHONE)
    page = author.go(detail)
    whole(author)
    press(page, reverse("outreach:event-submit", args=[event.pk]))

    head = visit(office, window=DESKTOP)
    page = head.go(reverse("outreach:home"))
    whole(head)
    with page.expect_navigation():
        page.get_by_role("link", name="Dongeng Perjalanan").first.click()
    press(page, reverse("outreach:event-approve", args=[event.pk]))
    press(page, reverse("outreach:event-publish", args=[event.pk]))
    assert Event.objects.get(pk=event.pk).is_published
    whole(head)

    page = stranger.go(public)
    whole(stranger)
    assert "Dongeng Perjalanan" in page.locator("h1").inner_text()
    month = timezone.localdate(session.starts_at)
    page = stranger.go(f"{reverse('outreach:public-home')}?bulan={month:%Y-%m}&lewat=1&q=Dongeng+Perjalanan")
    assert page.get_by_role("link", name="Dongeng Perjalanan").count() == 1


def test_a_family_joins_a_group_and_decides_about_a_work(visit, site):
    group = make_group(seats=20)
    page_of_group = reverse("outreach:public-group", args=[group.pk])
    patron = visit(window=PHONE, javascript=False)
    page = patron.go(page_of_group)
    whole(patron, axe=False)
    with page.expect_navigation():
        page.locator(f"a[href='{reverse('outreach:group-join', args=[group.pk])}']").click()
    with page.expect_navigation():
        page.locator("a[href*='sebagai=keluarga']").click()
    fill_family(page, phone="0812 7000 0002")
    send(page)
    membership = Membership.objects.get(group=group)
    assert membership.registrations.filter(status=RegistrationStatus.REGISTERED).count() == 2
    whole(patron, axe=False)

    work = make_work(membership, agreed_by="", drawn=True)
    page.reload()
    with page.expect_navigation():
        page.locator(f"form:has(input[name=work][value='{work.pk}']) button").click()
    link = page.url.removeprefix(patron.site_url)
    page = patron.go(page_of_group)
    assert work.title in page.locator("main").inner_text()

    seeing = visit(window=PHONE)
    for address in (page_of_group, link, reverse("outreach:public-groups")):
        seeing.go(address)
        whole(seeing)
    staff = visit(site.person(Role.DIVISION_HEAD), window=PHONE)
    for address in (reverse("outreach:group-detail", args=[group.pk]), reverse("outreach:work-add", args=[group.pk])):
        staff.go(address)
        whole(staff)

    page = patron.go(link)
    with page.expect_navigation():
        page.locator(f"form[action='{link}keluar/'] button").click()
    whole(patron, axe=False)  # the question: leaving cannot be taken back
    membership.refresh_from_db()
    assert membership.left_at is None
    with page.expect_navigation():
        page.locator("main .btn-danger").click()
    membership.refresh_from_db()
    assert membership.left_at is not None


def test_a_class_takes_the_test_twice_and_the_gain_is_seen(visit, site):
    lesson = make_lesson()
    librarian = visit(site.person(Role.LIBRARIAN), window=PHONE)
    klass = reverse("outreach:class", args=[lesson.session_id])
    page = librarian.go(klass)
    whole(librarian)
    tests = page.locator("a[href*='/kelas/'][href$='/awal/'], a[href*='/kelas/'][href$='/akhir/']")
    addresses = [tests.nth(n).get_attribute("href") for n in range(tests.count())]
    paths = ["/" + address.split("/", 3)[3] for address in addresses if "/staf/" not in address]
    assert len(paths) == 2
    for path, answer in zip(paths, ("laut biru", "air laut garam"), strict=True):
        pupil = visit(window=PHONE, javascript=False)
        page = pupil.go(path)
        whole(pupil, axe=False)
        page.locator(f"input[type=radio][value='{answer}']").check()
        with page.expect_navigation():
            page.locator("main form .form-actions button").click()
        assert "sudah dihitung" in page.locator("main").inner_text()
    seeing = visit(window=PHONE)
    seeing.go(paths[0])
    whole(seeing)
    page = librarian.go(klass)
    assert "+100" in page.locator("main").inner_text()
    for name in ("plan-list", "plan-add"):
        librarian.go(reverse(f"outreach:{name}"))
        whole(librarian)
    librarian.go(reverse("outreach:plan-detail", args=[lesson.plan_id]))
    whole(librarian)
    librarian.go(reverse("outreach:class-count", args=[lesson.session_id, "awal"]))
    whole(librarian)
