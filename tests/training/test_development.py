"""Required levels, two ratings, gaps, and the plan made of them."""

import io
from datetime import date
from time import process_time

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from zeal import zeal_ignore

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from tests.factories.accounts import make_appointment
from tests.factories.libraries import make_holiday
from tests.factories.training import (
    make_assessment,
    make_competence,
    make_held,
    make_plan,
    make_programme,
    make_requirement,
    make_session,
    make_worker,
)
from tests.pages import assert_same_queries
from training.models import AnnualPlan, Assessment, DevelopmentPlan
from training.selectors.gaps import gaps_of, heat_map
from training.services import annual, assessments, plans, recurrence
from training.services.annual import YearApproved, YearEmpty, YearNotSubmitted
from training.services.assessments import EvidenceMissing, LevelOutOfRange
from training.services.plans import OutcomeMissing, PlanAgreed, PlanEmpty, PlanNotAgreed, PlanNotSubmitted
from training.services.recurrence import NoDates, RuleUnknown

pytestmark = pytest.mark.django_db
NOW = timezone.now


def today():
    return timezone.localdate()


def rate(person, unit, level, *, leader=False):
    deed = assessments.rate_as_leader if leader else assessments.rate_oneself
    return deed(profile=person, competence=unit, year=today().year, level=level, evidence="Tugas", by=None, at=NOW())


def test_a_person_at_two_where_three_is_needed_shows_gap_one():
    person = make_worker()
    unit = make_requirement(person, level=3).competence
    assert [row.gap for row in gaps_of(person, today().year, today())] == [None]
    rate(person, unit, 2)
    assert [row.gap for row in gaps_of(person, today().year, today())] == [1]


def test_the_supervisors_rating_counts_and_neither_touches_the_others_half():
    person = make_worker()
    unit = make_requirement(person, level=4).competence
    rate(person, unit, 4)
    row = rate(person, unit, 2, leader=True)
    assert (row.self_level, row.leader_level, row.level) == (4, 2, 2)
    rate(person, unit, 3)
    row.refresh_from_db()
    assert (row.self_level, row.leader_level, Assessment.objects.count()) == (3, 2, 1)


def test_a_rating_needs_evidence_and_a_level_from_one_to_five():
    person, unit = make_worker(), make_competence()
    with pytest.raises(LevelOutOfRange):
        rate(person, unit, 6)
    with pytest.raises(EvidenceMissing):
        assessments.rate_oneself(profile=person, competence=unit, year=2026, level=3, evidence=" ", by=None, at=NOW())


def test_two_posts_ask_for_the_higher_level_and_old_posts_ask_nothing():
    person = make_worker()
    requirement = make_requirement(person, level=2)
    second = make_appointment(person, kind="plt")
    make_requirement(competence=requirement.competence, position=second.position, level=4)
    gone = make_appointment(person, kind="plh", ends_on=date(2021, 1, 1))
    make_requirement(position=gone.position)
    assert [row.required for row in gaps_of(person, today().year, today())] == [4]


def test_the_heat_map_counts_who_has_a_gap():
    first, second = make_worker(), make_worker()
    requirement = make_requirement(first, level=3)
    make_requirement(competence=requirement.competence, position=second.appointments.get().position, level=3)
    rate(first, requirement.competence, 1)
    rate(second, requirement.competence, 3)
    heat = heat_map(type(first).objects.filter(pk__in=[first.pk, second.pk]), today().year, today())
    assert heat.totals == [1]
    assert [[cell.gap for cell in cells] for _person, cells in heat.rows] == [[2], [0]]


def test_a_page_of_the_heat_map_counts_the_people_of_all_pages(client_as, monkeypatch):
    boss = make_worker()
    workers = [make_worker(supervisor=boss) for _n in range(4)]
    unit = make_requirement(workers[0], level=3).competence
    for worker in workers[1:]:
        make_requirement(competence=unit, position=worker.appointments.get().position, level=3)
    for worker, level in zip(workers, (1, 2, 3), strict=False):  # the last one is not rated
        rate(worker, unit, level)
    client, url = client_as(boss.user), reverse("training:heat-map")
    whole = client.get(url)
    assert whole.context["totals"] == [(unit, 2)]
    assert "per halaman" not in whole.content.decode()
    monkeypatch.setattr("training.views.ratings.PEOPLE_A_PAGE", 1)
    for number in range(1, 5):
        part = client.get(url, {"page": number})
        assert len(part.context["heat"].rows) == 1
        assert part.context["totals"] == [(unit, 2)]
        assert "4 orang, 1 per halaman." in part.content.decode()
    rate(workers[1], unit, 3, leader=True)
    assert client.get(url).context["totals"] == [(unit, 1)]


def test_the_pages_cost_the_same_for_one_row_and_three(client_as):
    person = make_worker()
    client = client_as(person.user)

    def more():
        unit = make_requirement(person).competence
        make_assessment(person, competence=unit)

    assert_same_queries(client, reverse("training:competences", args=[person.pk]), more)
    boss = make_worker()

    def one_more_worker():
        worker = make_worker(supervisor=boss)
        make_assessment(worker, competence=make_requirement(worker).competence)

    assert_same_queries(client_as(boss.user), reverse("training:heat-map"), one_more_worker)
    plan = make_plan(person)
    assert_same_queries(
        client,
        reverse("training:plan", args=[person.pk, plan.year]),
        lambda: plans.add_item(
            plan=plan, goal="Lagi", due_on=today(), by=None, competence=make_competence(), programme=make_programme()
        ),
    )


def test_a_person_rates_and_then_the_supervisor(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    unit = make_requirement(person, level=3).competence
    address = reverse("training:competences", args=[person.pk])
    client_as(person.user).post(address, {f"level-{unit.pk}": "3", f"evidence-{unit.pk}": "Membuat panduan"})
    boss = client_as(leader.user)
    assert "Membuat panduan" in boss.get(address).content.decode()
    boss.post(address, {f"level-{unit.pk}": "2", f"evidence-{unit.pk}": "Masih dibantu"})
    row = Assessment.objects.get()
    assert (row.self_level, row.leader_level, row.leader_by) == (3, 2, leader.user)
    html = client_as(person.user).get(address).content.decode()
    assert "kurang 1 tingkat" in html
    sheet = load_workbook(io.BytesIO(boss.get(reverse("training:heat-map-xlsx")).content)).active
    assert unit.code in [cell.value for line in sheet.iter_rows() for cell in line]


def test_one_bad_line_saves_none(client_as):
    person = make_worker()
    first, second = make_requirement(person).competence, make_requirement(person).competence
    data = {f"level-{first.pk}": "3", f"evidence-{first.pk}": "Tugas", f"level-{second.pk}": "9"}
    client_as(person.user).post(reverse("training:competences", args=[person.pk]), data)
    assert not Assessment.objects.exists()


def test_what_was_typed_stands_on_the_page_that_says_what_is_missing(client_as):
    person = make_worker()
    units = [make_requirement(person).competence for _unit in range(3)]
    data = {f"level-{unit.pk}": "4" for unit in units[:2]}
    data |= {f"evidence-{units[0].pk}": "Panduan <baru>", f"evidence-{units[2].pk}": "Belum saya nilai"}
    client = client_as(person.user)
    address = reverse("training:competences", args=[person.pk])
    with zeal_ignore():  # each rating is a deed of its own
        page = client.post(address, data)
    assert not Assessment.objects.exists()
    boxes = {
        row.competence: (typed.level, typed.evidence, bool(typed.error)) for row, typed, _higher in page.context["rows"]
    }
    assert boxes == dict(
        zip(units, [(4, "Panduan <baru>", False), (4, "", True), (None, "Belum saya nilai", False)], strict=True)
    )
    html = page.content.decode()
    assert html.count('<option value="4" selected>') == 2
    assert 'value="Panduan &lt;baru&gt;"' in html
    assert html.count('aria-invalid="true"') == 1
    data[f"evidence-{units[1].pk}"] = "Modul"
    with zeal_ignore():
        assert client.post(address, data).status_code == 302
    assert Assessment.objects.count() == 2


def test_the_draft_holds_the_two_largest_gaps_with_a_programme_that_aims_at_them():
    person = make_worker()
    gaps = {}
    for level in (1, 2, 3, 4):
        unit = make_requirement(person, level=4).competence
        rate(person, unit, level)
        gaps[level] = unit
    programme = make_programme(competences=[gaps[1]])
    plan = plans.draft_plan(profile=person, year=today().year, on=today(), by=None)
    items = list(plan.items.order_by("pk"))
    assert [(item.competence, item.programme, item.origin) for item in items] == [
        (gaps[1], programme, "gap"),
        (gaps[2], None, "gap"),
    ]
    assert items[0].goal.startswith("Meningkatkan “")
    assert plans.draft_plan(profile=person, year=today().year, on=today(), by=None) == plan


def test_a_plan_is_handed_in_agreed_followed_up_and_only_then(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    empty = plans.draft_plan(profile=make_worker(), year=today().year, on=today(), by=None)
    with pytest.raises(PlanEmpty):
        plans.submit_plan(plan=empty, by=None, at=NOW())
    plan = make_plan(person)
    item = plan.items.get()
    with pytest.raises(PlanNotAgreed):
        plans.settle_item(item=item, status="done", outcome="x", by=None)
    with pytest.raises(PlanNotSubmitted):
        plans.agree_plan(plan=plan, by=leader.user, at=NOW())
    plans.submit_plan(plan=plan, by=person.user, at=NOW())
    assert Message.objects.filter(recipient=leader.user, subject__startswith="Rencana pengembangan").exists()
    plans.agree_plan(plan=plan, by=leader.user, at=NOW(), note="Mulai Januari")
    assert Message.objects.get(recipient=person.user).body == "Mulai Januari"
    with pytest.raises(PlanAgreed):
        plans.add_item(plan=plan, goal="Lagi", due_on=today(), by=None)
    with pytest.raises(OutcomeMissing):
        plans.settle_item(item=item, status="done", outcome=" ", by=None)
    plans.settle_item(item=item, status="done", outcome="Tampil dua kali", by=person.user)
    plans.return_plan(plan=plan, by=leader.user, at=NOW(), note="Tambah satu")
    plan.refresh_from_db()
    assert plan.is_draft
    page = client_as(person.user).get(reverse("training:plan-pdf", args=[person.pk, plan.year]))
    assert page.content.startswith(b"%PDF")


def test_the_plan_goes_its_way_on_its_pages(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    client, boss, year = client_as(person.user), client_as(leader.user), today().year

    def to(name):
        return reverse(f"training:{name}", args=[person.pk, year])

    client.post(to("plan-draft"))
    client.post(to("item-add"), {"goal": "Belajar mendongeng", "due_on": f"01-12-{year}"})
    client.post(to("plan-wishes"), {"wishes": "Magang di Makassar"})
    client.post(to("plan-submit"))
    assert "Magang di Makassar" in boss.get(to("plan")).content.decode()
    boss.post(to("plan-agree"), {"note": "Setuju"})
    plan = DevelopmentPlan.objects.get()
    assert (plan.is_agreed, plan.agreed_by) == (True, leader.user)
    client.post(reverse("training:item-settle", args=[plan.items.get().pk]), {"status": "done", "outcome": "Tampil"})
    assert "Tampil" in client.get(to("plan")).content.decode()


def test_the_yearly_plan_is_drawn_up_from_the_gaps_and_fixed_once_approved(clock, client_as):
    unit = make_competence()
    programme = make_programme(competences=[unit], budget_idr=5_000_000, budget_source="APBD")
    for level in (1, 2, 3):
        person = make_worker()
        make_requirement(competence=unit, position=person.appointments.get().position, level=3)
        rate(person, unit, level)
    year = today().year
    client = client_as(Role.DIVISION_HEAD)
    client.post(reverse("training:annual-draft", args=[year]))
    plan = AnnualPlan.objects.get(year=year)
    line = plan.lines.get()
    assert (line.programme, line.participants, line.budget_idr, line.budget_source) == (
        programme, 2, 5_000_000, "APBD",
    )  # fmt: skip
    with pytest.raises(YearNotSubmitted):
        annual.approve_year(plan=plan, by=None, at=NOW())
    client.post(reverse("training:annual-submit", args=[year]))
    client_as(Role.AGENCY_HEAD).post(reverse("training:annual-approve", args=[year]))
    plan.refresh_from_db()
    assert plan.is_approved
    with pytest.raises(YearApproved):
        annual.write_line(plan=plan, line=line, by=None, participants=9)
    make_held(programme)
    html = client.get(reverse("training:annual", args=[year])).content.decode()
    assert "1 sesi, 1 orang selesai" in html
    assert "Rp5.000.000" in html


def test_an_empty_year_is_not_handed_in_and_a_year_given_back_is_open_again():
    plan = annual.draft_year(year=2026, on=today(), by=None)
    with pytest.raises(YearEmpty):
        annual.submit_year(plan=plan, by=None)
    annual.write_line(plan=plan, line=None, by=None, activity="Lokakarya", participants=3, budget_idr=0)
    annual.submit_year(plan=plan, by=None)
    annual.return_year(plan=plan, by=None, at=NOW(), note="Kurangi")
    plan.refresh_from_db()
    assert (plan.is_draft, plan.note) == (True, "Kurangi")


@pytest.mark.parametrize("approved", [False, True])
def test_a_year_handed_in_takes_no_line_before_it_is_opened_again_with_a_reason(client_as, approved):
    plan = annual.draft_year(year=today().year, on=today(), by=None)
    line = annual.write_line(plan=plan, line=None, by=None, activity="Lokakarya", participants=3, budget_idr=0)
    planner, head = client_as(Role.DIVISION_HEAD), client_as(Role.AGENCY_HEAD)
    to = {
        name: reverse(f"training:{name}", args=[plan.year])
        for name in ("annual", "annual-submit", "annual-draft", "annual-return", "annual-approve", "line-add")
    }
    change = [reverse(f"training:{name}", args=[plan.year, line.pk]) for name in ("line-edit", "line-remove")]
    written = {"activity": "Diam-diam", "participants": 2, "month": "", "budget_idr": "9000", "budget_source": ""}
    planner.post(to["annual-submit"])
    if approved:
        head.post(to["annual-approve"])
    wanted = "sudah disetujui" if approved else "sudah diserahkan"
    html = planner.get(to["annual"]).content.decode()
    assert to["line-add"] not in html and change[0] not in html
    for address in (to["line-add"], *change, to["annual-draft"], to["annual-submit"]):
        assert wanted in planner.post(address, written, follow=True).content.decode(), address
    assert wanted in planner.get(to["line-add"], follow=True).content.decode()
    assert [(row.activity, row.participants) for row in plan.lines.all()] == [("Lokakarya", 3)]

    assert planner.post(to["annual-return"], {"note": "Saya saja"}).status_code == 403
    head.post(to["annual-return"], {"note": "  "})
    plan.refresh_from_db()
    assert not plan.is_draft
    head.post(to["annual-return"], {"note": "Anggaran berubah"})
    plan.refresh_from_db()
    change_kept = plan.history.first()
    assert (plan.is_draft, change_kept.history_user_id, change_kept.history_change_reason) == (
        True, head.user.pk, "Anggaran berubah",
    )  # fmt: skip
    assert "Anggaran berubah" in planner.get(to["annual"]).content.decode()
    assert planner.post(to["line-add"], written).status_code == 302
    assert plan.lines.filter(activity="Diam-diam").exists()


def test_the_yearly_plan_costs_the_same_for_one_line_and_three(client_as):
    plan = annual.draft_year(year=today().year, on=today(), by=None)

    def more():
        annual.write_line(
            plan=plan, line=None, by=None, activity="A", participants=1, budget_idr=1,
            programme=make_session().programme, competence=make_competence(),
        )  # fmt: skip

    assert_same_queries(client_as(Role.DIVISION_HEAD), reverse("training:annual", args=[plan.year]), more)


def test_ten_weeks_with_one_holiday_give_nine_sessions_each_its_own(client_as):
    programme, first = make_programme(), date(2027, 1, 4)
    make_holiday(date=date(2027, 1, 18), name="Libur Contoh")
    found = recurrence.occurrences("FREQ=WEEKLY;COUNT=10", first)
    assert len(found) == 10
    assert [row.day for row in found if not row.is_held] == [date(2027, 1, 18)]
    client = client_as(Role.DIVISION_HEAD)
    data = {
        "rule": "freq=weekly;count=10",
        "first": "04-01-2027",
        "starts": "13.00",
        "minutes": "90",
        "place": "Aula",
        "capacity": "12",
    }
    page = client.post(reverse("training:series", args=[programme.pk]), data).content.decode()
    assert "Libur Contoh" in page
    assert not programme.sessions.exists()
    for _twice in range(2):
        client.post(reverse("training:series", args=[programme.pk]), {**data, "make": "on"})
    sessions = list(programme.sessions.order_by("starts_on"))
    assert len(sessions) == 9
    assert sessions[0].meetings.get().minutes == 90
    programme.refresh_from_db()
    assert programme.recurrence == "FREQ=WEEKLY;COUNT=10"


@pytest.mark.parametrize(
    "rule",
    [
        "", "x", "FREQ=SECONDLY", "FREQ=WEEKLY;COUNT=abc", "FREQ=WEEKLY;BYDAY=XX", "DTSTART:2020", "FREQ=HOURLY",
        "FREQ=DAILY;COUNT=2;BYHOUR=9,14", "FREQ=DAILY;BYMINUTE=0,30", "FREQ=DAILY;INTERVAL=0",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused(rule):
    with pytest.raises(RuleUnknown):
        recurrence.occurrences(rule, date(2027, 1, 4))


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=40",
     "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"],
)  # fmt: skip
def test_a_rule_no_day_fits_is_given_up_at_once(rule):
    before = process_time()
    with pytest.raises(NoDates):
        recurrence.occurrences(rule, date(2027, 1, 4))
    assert process_time() - before < 3


def test_a_rule_that_fits_late_is_still_found():
    days = [row.day for row in recurrence.occurrences("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29", date(2026, 1, 4))]
    assert days == [date(2028, 2, 29)]


def test_a_rule_without_end_stops_at_sixty_dates_and_one_without_dates_is_refused():
    assert len(recurrence.occurrences("FREQ=DAILY", date(2027, 1, 1))) == 60
    assert recurrence.occurrences("FREQ=YEARLY", date(2027, 1, 1))[-1].day.year <= 2030
    with pytest.raises(NoDates):
        recurrence.occurrences("FREQ=DAILY;UNTIL=20200101", date(2027, 1, 1))


def test_the_heat_map_names_units_for_cards_and_leaves_out_whom_nothing_is_asked_of(client_as):
    boss = make_worker()
    asked, free = make_worker(supervisor=boss), make_worker(supervisor=boss)
    unit = make_requirement(asked).competence
    text = client_as(boss.user).get(reverse("training:heat-map")).content.decode()
    assert f'data-word="{unit.reader_title}"' in text
    table, below = text.split("</table>")
    assert asked.full_name in table and free.full_name not in table
    assert "Belum ada kompetensi yang diminta dari:" in below and free.full_name in below
    assert "kolom berlanjut ke kanan" in table
