"""The steps to the next level, examinations, mentoring and visits."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.accounts import make_appointment, make_person, make_position
from tests.factories.training import make_assessment, make_competence, make_exam, make_requirement, make_worker
from tests.pages import assert_same_queries
from training.models import ExchangeVisit, LevelStep, MentoringPair
from training.selectors.career import career_of
from training.services import network

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def librarian(level="ahli_pertama"):
    person = make_person(Role.LIBRARIAN)
    make_appointment(person, position=make_position(kind="jf_pustakawan", level=level))
    return person


@pytest.mark.parametrize(
    ("level", "there", "credit"),
    [("ahli_pertama", "ahli_muda", 100), ("ahli_muda", "ahli_madya", 200), ("ahli_madya", "ahli_utama", 450)],
)
def test_each_level_asks_its_angka_kredit_before_the_next(level, there, credit):
    step = career_of(librarian(level), today()).step
    assert (step.to_level, step.credit) == (there, credit)


def test_the_highest_level_and_other_posts_have_no_next_one():
    assert career_of(librarian("ahli_utama"), today()).step is None
    assert career_of(make_worker(), today()).step is None
    assert career_of(make_person(Role.LIBRARIAN), today()).appointment is None


def test_a_new_regulation_holds_from_its_day():
    LevelStep.objects.create(from_level="ahli_pertama", to_level="ahli_muda", credit=150, valid_from=today())
    assert career_of(librarian(), today()).step.credit == 150


def test_only_a_passed_examination_for_that_level_opens_it():
    person = librarian()
    make_exam(person, passed=False)
    make_exam(person, level="ahli_madya")
    assert career_of(person, today()).passed is None
    exam = make_exam(person)
    assert career_of(person, today()).passed == exam


def test_what_the_next_level_asks_is_set_against_the_newest_rating():
    person, unit = librarian(), make_competence()
    upper = make_position(kind="jf_pustakawan", level="ahli_muda")
    make_requirement(competence=unit, position=upper, level=4)
    assert [row.gap for row in career_of(person, today()).missing_units] == [None]
    make_assessment(person, competence=unit, year=today().year - 1, self_level=2)
    assert [row.gap for row in career_of(person, today()).missing_units] == [2]
    make_assessment(person, competence=unit, year=today().year, self_level=4)
    assert career_of(person, today()).missing_units == []


def test_the_page_says_what_is_met_and_the_office_enters_results(client_as):
    person = librarian()
    planner, client = client_as(Role.DIVISION_HEAD), client_as(person.user)
    address = reverse("training:career", args=[person.pk])
    assert "Belum ditempuh" in client.get(address).content.decode()
    planner.post(
        reverse("training:exam-add", args=[person.pk]),
        {"level": "ahli_muda", "held_on": "01-10-2026", "passed": "on", "certificate_number": "UK/7"},
    )
    html = client.get(address).content.decode()
    assert "Lulus" in html
    assert "UK/7" in html
    assert "Perlu 100,00" in html
    assert_same_queries(client, address, lambda: make_exam(person))


def test_a_pair_needs_two_people_and_visits_are_written_down(client_as):
    person = make_worker()
    with pytest.raises(ValidationError):
        network.save_pair(pair=MentoringPair(mentor=person, mentee=person, goal="x", starts_on=today()), by=None)
    other = make_worker()
    client_as(Role.DIVISION_HEAD).post(
        reverse("training:pair-add"),
        {"mentor": person.pk, "mentee": other.pk, "goal": "Layanan rujukan", "starts_on": "01-11-2026"},
    )
    client = client_as(person.user)
    client.post(
        reverse("training:visit-add"),
        {"institution": "Perpustakaan Kota Kendari", "visited_on": "02-11-2026", "purpose": "Studi", "people": "3"},
    )
    assert ExchangeVisit.objects.get().written_by == person
    html = client.get(reverse("training:network")).content.decode()
    assert "Layanan rujukan" in html
    assert "Perpustakaan Kota Kendari" in html


def test_units_of_the_next_level_stand_apart_on_the_sheet_and_are_rated_there(client_as):
    leader = make_worker()
    person = make_person(Role.LIBRARIAN)
    post = make_position(kind="jf_pustakawan", level="ahli_pertama")
    make_appointment(person, position=post, supervisor=leader)
    upper = make_position(kind="jf_pustakawan", level="ahli_muda")
    present, both, only_next = (make_competence() for _number in range(3))
    make_requirement(competence=present, position=post, level=2)
    make_requirement(competence=both, position=post, level=2)
    make_requirement(competence=both, position=upper, level=4)
    make_requirement(competence=only_next, position=upper, level=3)
    address, career = reverse("training:competences", args=[person.pk]), reverse("training:career", args=[person.pk])
    client, boss = client_as(person.user), client_as(leader.user)
    page = client.get(address)
    assert [row.competence for row, *_boxes in page.context["ahead"]] == [only_next]
    assert {row.competence: higher for row, _boxes, higher in page.context["rows"]} == {present: None, both: 4}
    text = page.content.decode()
    assert "Unit untuk jenjang berikut" in text and "jenjang berikut meminta tingkat 4" in text
    text = client.get(career).content.decode()
    assert f"{address}#u-{only_next.pk}" in text
    assert f"{reverse('training:programme-list')}?competence={only_next.pk}" in text
    client.post(address, {f"level-{only_next.pk}": "2", f"evidence-{only_next.pk}": "Tugas proyek"})
    boss.post(address, {f"level-{only_next.pk}": "3", f"evidence-{only_next.pk}": "Tampak di tim"})
    assert {row.competence: row.gap for row in career_of(person, today()).units} == {both: None, only_next: 0}
    text = boss.get(address).content.decode()
    assert "Tugas proyek" in text and "Tampak di tim" in text
    assert f"{address}#u-{only_next.pk}" not in client.get(career).content.decode()


def test_a_post_without_a_next_level_has_no_units_ahead(client_as):
    person = make_worker()
    make_requirement(person)
    page = client_as(person.user).get(reverse("training:competences", args=[person.pk]))
    assert page.context["ahead"] == []
    assert "jenjang berikut" not in page.content.decode().split("<main", 1)[1]


def test_the_sheet_costs_the_same_for_one_unit_ahead_and_three(client_as):
    person, upper = librarian(), make_position(kind="jf_pustakawan", level="ahli_muda")
    make_requirement(person)
    address = reverse("training:competences", args=[person.pk])
    assert_same_queries(client_as(person.user), address, lambda: make_requirement(position=upper))
