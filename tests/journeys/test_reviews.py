"""One review through the year: the librarian, the supervisor, the head and the administrator, each in a window."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from evaluations.models import FeedbackRound, ResultFile, Review, RoundAnswer
from evaluations.review_choices import CycleStatus, Relation, Stage, Value
from evaluations.services.reviews import circles
from tests.factories.accounts import make_person, make_unit
from tests.factories.reviews import make_cycle
from tests.factories.training import make_worker
from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.usefixtures("site")
TABLE = """Rencana Hasil Kerja\tAspek\tIndikator\tTarget
Terjawabnya pertanyaan rujukan\tKuantitas\tJumlah jawaban\t120 jawaban
\tWaktu\tDijawab dalam sehari\t95 persen
"""


def page_of(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def whole(visitor) -> None:
    assert visitor.sideways() == 0
    assert visitor.hidden_columns() == []
    assert visitor.axe_findings() == []


def submit(page, action: str) -> None:
    """Press the first button of the form that posts to this address, and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"form[action='{action}'] button").first.click()


def send(page) -> None:
    """Press the main button of the page's own form."""
    with page.expect_navigation():
        page.locator("main .form-actions .btn-primary").first.click()


def step(page, review, slug: str) -> None:
    """The button, then yes to its question."""
    submit(page, page_of("review-step", review.pk, slug))
    send(page)


@pytest.fixture
def cast(site):
    """A librarian with a supervisor, who has one too; the head and an administrator of the demo; a cycle to start."""
    switches.turn("review_360", True, by=None)
    switches.turn("review_calibration", True, by=None)
    superior = make_worker(Role.AGENCY_HEAD)
    lead = make_worker(Role.DIVISION_HEAD, supervisor=superior)
    person = make_worker(Role.LIBRARIAN, supervisor=lead)
    return {
        "person": person.user,
        "lead": lead.user,
        "head": site.person(Role.AGENCY_HEAD),
        "admin": site.person(Role.ADMINISTRATOR),
    }


@pytest.fixture
def review(cast):
    from evaluations.services.reviews.cycles import add_person

    return add_person(cycle=make_cycle(), person=cast["person"].profile, unit=make_unit().pk)


def at(review, stage):
    review.refresh_from_db()
    assert review.stage == stage


def test_from_the_plan_to_the_lock(visit, cast, review):
    librarian, detail = visit(cast["person"], window=PHONE), page_of("review-detail", review.pk)
    page = librarian.go(page_of("review-paste", review.pk))
    whole(librarian)
    page.fill("#id_text", TABLE)
    with page.expect_navigation():
        page.locator("button[name=look]").click()
    whole(librarian)
    with page.expect_navigation():
        page.locator("button[name=take]").click()
    assert review.results.count() == 2
    whole(librarian)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("button[data-copy]").first.click()
    page.locator("[data-copied]:visible").wait_for()
    assert "Terjawabnya pertanyaan rujukan\tKuantitas\tJumlah jawaban" in page.evaluate(
        "navigator.clipboard.readText()"
    )
    step(page, review, "ajukan-rencana")

    supervisor = visit(cast["lead"], window=DESKTOP)
    page = supervisor.go(page_of("review-team"))
    whole(supervisor)
    page = supervisor.go(page_of("review-conduct", review.pk))
    whole(supervisor)
    for value in Value:
        page.fill(f"#id_expectation_{value}", "Menyapa setiap pemustaka")
    send(page)
    step(page, review, "setujui-rencana")
    at(review, Stage.RUNNING)

    page = librarian.go(page_of("review-files", review.results.first().pk))
    whole(librarian)
    proof = {"name": "Laporan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    page.set_input_files("#id_file", proof)
    send(page)
    kept = ResultFile.objects.get(result__review=review)
    answer = supervisor.page.request.get(supervisor.site_url + kept.stored.get_absolute_url())
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")

    page = librarian.go(detail)
    step(page, review, "mulai-nilai-mandiri")
    page = librarian.go(page_of("review-self", review.pk))
    page.fill("#id_self_text", "Target rujukan tercapai.")
    send(page)
    step(page, review, "ajukan-nilai-mandiri")
    at(review, Stage.RATING)

    page = supervisor.go(page_of("review-rating", review.pk))
    whole(supervisor)
    page.fill("#id_supervisor_text", "Baik, pertahankan.")
    page.select_option("#id_result_rating", "3")
    page.select_option("#id_conduct_rating", "3")
    send(page)
    step(page, review, "ajukan-evaluasi")
    at(review, Stage.CALIBRATION)
    assert "Baik, pertahankan." not in librarian.go(detail).locator("main").inner_text()

    head = visit(cast["head"], window=DESKTOP)
    head.go(f"{page_of('review-board')}?year={review.cycle.year}")
    whole(head)
    page = head.go(detail)
    step(page, review, "rilis")

    administrator = visit(cast["admin"], window=DESKTOP)
    page = administrator.go(detail)
    whole(administrator)
    assert "Baik, pertahankan." not in page.content()
    assert administrator.page.request.get(administrator.site_url + kept.stored.get_absolute_url()).status == 404

    page = librarian.go(detail)
    whole(librarian)
    assert "Baik, pertahankan." in page.locator("main").inner_text()
    step(page, review, "terima")
    page = head.go(detail)
    step(page, review, "kunci")
    at(review, Stage.LOCKED)

    page = librarian.go(page_of("review-state-rating", review.pk))
    page.select_option("#id_result_rating", "2")
    page.select_option("#id_conduct_rating", "2")
    page.fill("#id_rated_on", timezone.localdate().isoformat())
    page.fill("#id_source", "e-Kinerja BKN, SKP/12")
    send(page)
    assert "SKP/12" in page.locator("main").inner_text()
    page = head.go(page_of("review-batch"))
    whole(head)
    assert page.locator("#id_paper option").count() == 4


def test_a_draft_outlives_a_cut_line_and_an_expired_session(visit, cast, review, site):
    review.stage = Stage.SELF
    review.save()
    url, words = page_of("review-self", review.pk), "Kelas literasi selesai, rujukan tercatat."
    librarian = visit(cast["person"], window=PHONE)
    page = librarian.go(url)
    page.fill("#id_self_text", words)
    page.locator("[data-kept]:visible").wait_for()
    whole(librarian)
    page.context.set_offline(True)
    page.locator("main .form-actions .btn-primary").click()
    assert page.input_value("#id_self_text") == words
    page.context.set_offline(False)
    librarian.faults.clear()

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)  # the session ran out
    send(page)
    assert reverse("account_login") in page.url
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": site.session_of(cast["person"]), "url": site.url}]
    )
    page = librarian.go(url)
    assert page.input_value("#id_self_text") == words
    send(page)
    review.refresh_from_db()
    assert review.self_text == words
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('isian:kinerja')).length") == 0


def test_a_late_draft_is_told_what_changed_and_overwrites_nothing(visit, cast, review):
    review.stage = Stage.SELF
    review.save()
    url = page_of("review-self", review.pk)
    at_home, at_the_desk = visit(cast["person"], window=PHONE), visit(cast["person"], window=DESKTOP)
    page = at_home.go(url)
    page.fill("#id_self_text", "Dari rumah")
    other = at_the_desk.go(url)
    other.fill("#id_self_text", "Dari kantor")
    send(other)

    page = at_home.go(url)  # the draft comes back, with the state it was written on
    assert page.input_value("#id_self_text") == "Dari rumah"
    at_home.expected_status.add(409)
    send(page)
    whole(at_home)
    assert "Dari kantor" in page.locator("main").inner_text()
    review.refresh_from_db()
    assert review.self_text == "Dari kantor"
    send(page)  # on purpose
    review.refresh_from_db()
    assert review.self_text == "Dari rumah"


def test_feedback_from_all_sides_stays_without_names(visit, cast, review):
    review.stage = Stage.RUNNING
    review.save()
    today = timezone.localdate()
    peers = [make_person(Role.LIBRARIAN) for _ in range(4)]
    librarian = visit(cast["person"], window=PHONE)
    page = librarian.go(page_of("round-propose", review.pk))
    whole(librarian)
    for n, peer in enumerate(peers, start=1):
        if page.locator(f"select#id_reviewer_{n}").count():
            page.select_option(f"#id_reviewer_{n}", str(peer.pk))
        else:  # so many people that a part of the name is typed
            page.fill(f"#id_reviewer_{n}", f"{peer.name} (#{peer.pk})")
        page.select_option(f"#id_relation_{n}", Relation.PEER)
    send(page)
    whole(librarian)

    supervisor = visit(cast["lead"], window=DESKTOP)
    page = supervisor.go(page_of("round-open", review.pk))
    whole(supervisor)
    page.fill("#id_closes_on", (today + timedelta(days=7)).isoformat())
    send(page)
    assert not [peer for peer in peers if peer.name in page.content()]

    for peer in peers:
        colleague = visit(peer.user, window=PHONE)
        page = colleague.go(page_of("rounds-asked"))
        whole(colleague)
        with page.expect_navigation():
            page.get_by_role("link", name=cast["person"].profile.full_name).click()
        for value in Value:
            page.locator(f"input[name={value}][value='3']").check()
        page.fill("#id_strength", "Sabar dan teliti")
        whole(colleague)
        send(page)
    assert RoundAnswer.objects.filter(round__review=review).count() == 4

    row = FeedbackRound.objects.get(review=review)
    row.closes_on = today - timedelta(days=1)  # the week goes by
    row.save()
    circles.close_due_rounds(on=today)
    page = supervisor.go(page_of("round-detail", review.pk))
    whole(supervisor)
    shown = page.locator("main").inner_text()
    assert shown.count("Sabar dan teliti") == 4
    assert "3,0" in shown
    assert not [peer for peer in peers if peer.name in page.content()]
    assert (
        "Sabar dan teliti" not in librarian.go(page_of("round-detail", review.pk)).content()
    )  # not before the release


def test_the_head_starts_a_cycle_and_the_administrator_prepares_it(visit, cast):
    cycle = make_cycle(status=CycleStatus.DRAFT)
    administrator = visit(cast["admin"], window=DESKTOP)
    page = administrator.go(reverse("admin:evaluations_reviewcycle_change", args=[cycle.pk]))
    assert page.locator("#id_plan_due_on").count() == 1
    head = visit(cast["head"], window=DESKTOP)
    page = head.go(page_of("cycle-list"))
    whole(head)
    page = head.go(page_of("cycle-start", cycle.pk))
    whole(head)
    page.locator("main form[method=post] .btn-primary").click()
    whole(head)
    send(page)
    cycle.refresh_from_db()
    assert cycle.status == CycleStatus.RUNNING
    assert Review.objects.filter(cycle=cycle, person=cast["person"].profile).exists()
