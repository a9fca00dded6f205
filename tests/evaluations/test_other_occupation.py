"""The occupation "other" may be said in words: kept apart, shown only where many wrote the same, exported nowhere."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import HeldReason
from evaluations.form_token import make_token
from evaluations.forms import parse_answer
from evaluations.models import Answer, DemographicOption, ExtraAnswer, HeldBatch, HeldExtra
from evaluations.selectors.own_questions import own_answers
from evaluations.selectors.results import whole_period_rows
from evaluations.services.held import accept_held_batch
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_answers, make_period, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_options():
    cache.clear()


def kept():
    return set(ExtraAnswer.objects.values_list("question", "value", "text"))


def say(period, *words):
    """As many respondents with the occupation "other" as there are words; an empty one wrote nothing."""
    make_answers(period, len(words), 4, occupation=99)
    ExtraAnswer.objects.bulk_create([ExtraAnswer(period=period, text=word) for word in words if word])


def occupations(period):
    return own_answers(period, whole_period_rows(period)).occupations


def test_words_beside_other_are_kept_apart_from_the_answer(patron):
    period = make_period()
    page = Client().get(f"/s/{period.survey.code}/").content.decode()
    assert 'name="occupation_other"' in page
    code = period.survey.code
    assert patron(code, occupation="99", occupation_other="  Guru \x00 honorer ").status_code == 303
    assert patron(code, occupation="99").status_code == 303
    assert kept() == {(None, None, "Guru honorer")}
    assert list(Answer.objects.values_list("occupation", flat=True)) == [99, 99]


def test_words_alone_choose_other_and_beside_another_occupation_they_mean_nothing(patron):
    code = make_period().survey.code
    assert patron(code, occupation_other="Guru honorer").status_code == 303
    assert patron(code, occupation="7", occupation_other="Guru honorer").status_code == 303
    assert set(Answer.objects.values_list("occupation", flat=True)) == {99, 7}
    assert kept() == {(None, None, "Guru honorer")}


def test_words_that_are_too_long_come_back_to_be_mended(patron):
    response = patron(make_period().survey.code, occupation="99", occupation_other="guru" * 16)
    assert response.status_code == 422
    assert "guru" * 16 in response.content.decode()
    assert not Answer.objects.exists()


def test_without_the_option_there_is_no_box_and_nothing_is_kept(patron):
    DemographicOption.objects.filter(kind=4, code=99).update(is_active=False)
    code = make_period().survey.code
    assert "occupation_other" not in Client().get(f"/s/{code}/").content.decode()
    assert patron(code, occupation_other="Guru").status_code == 303
    assert not ExtraAnswer.objects.exists()


def test_whoever_is_asked_nothing_about_themselves_says_nothing():
    parsed = parse_answer({"occupation": "99", "occupation_other": "Guru", "comment": "hai"}, [], {})
    assert (parsed.demographics, parsed.extras, parsed.comment) == ({}, {}, "")
    asked = parse_answer({"occupation": "99", "occupation_other": "Guru"}, [], {1: set(), 2: set(), 3: set(), 4: {99}})
    assert (asked.demographics["occupation"], asked.extras) == (99, {0: "Guru"})


def test_words_held_aside_count_with_their_batch(patron, staff_user, settings):
    settings.SURVEY_FLOOD_ANSWERS = 0
    patron(make_period().survey.code, occupation="99", occupation_other="Guru honorer")
    assert (ExtraAnswer.objects.count(), HeldExtra.objects.get().text) == (0, "Guru honorer")
    batch = HeldBatch.objects.get(reason=HeldReason.FLOOD)
    accept_held_batch(batch=batch, by=staff_user("Kepala Dinas"), at=timezone.now())
    assert kept() == {(None, None, "Guru honorer")}


def test_only_words_that_five_wrote_are_shown_and_nothing_can_be_worked_out():
    period = make_period()
    make_answers(period, 20, 4, occupation=1)
    say(period, *["Guru honorer"] * 4, "GURU honorer", *["Tukang ojek"] * 6, "Bupati", "Camat", "", "")
    assert occupations(period) == [("Tukang ojek", 6), ("Kelompok lain bersama", 9)]  # four others would be too few
    say(period, "Lurah")
    assert occupations(period) == [("Tukang ojek", 6), ("Guru honorer", 5), ("Kelompok lain bersama", 5)]
    say(period, *[""] * 4)
    found = occupations(period)
    assert sum(n for _words, n in found) == Answer.objects.filter(occupation=99).count()
    assert all(n >= 5 for _words, n in found)


def test_where_the_profile_hides_other_its_words_are_hidden_too():
    period = make_period()
    make_answers(period, 6, 4, occupation=1)
    make_answers(period, 2, 4, occupation=2)
    say(period, *["Tukang ojek"] * 5)
    assert occupations(period) == []  # two civil servants take the next smallest group with them


def test_the_page_shows_the_words_and_no_file_does(client_as):
    period = make_period()
    make_person("Petugas Layanan", name="La Ode Budi Santoso")
    make_answers(period, 30, 4, occupation=1)
    say(period, *["Tukang ojek"] * 7, *["Sopir Pak Budi"] * 6)
    client, base = client_as(Role.LIBRARIAN), f"/staf/survei/periode/{period.pk}/"
    page = client.get(base).content.decode()
    assert "Tukang ojek" in page
    assert "Sopir [nama]" in page
    assert "Budi" not in page
    for name in ("csv/", "json/"):
        assert "ojek" not in client.get(base + name).content.decode().lower()
    assert "ojek" not in json.dumps(client.get(f"{base}json/").json()).lower()


def test_paper_sheets_take_the_words_in_a_box_of_their_own(client_as):
    period, clerk = make_period(make_survey()), client_as(Role.SERVICE_OFFICER)
    address = f"/staf/survei/periode/{period.pk}/kertas/"
    assert 'name="s1-occupation_other"' in clerk.get(address).content.decode()
    data = {"token": make_token(period.pk), "day": timezone.localdate().isoformat(), "half": "1"}
    data |= {"s1-r1": "4", "s1-occupation_other": "Nakhoda", "s2-r1": "3", "s2-occupation": "7"}
    assert clerk.post(address, data | {"s2-occupation_other": "Nakhoda"}).status_code == 422
    assert clerk.post(address, data).status_code == 302
    assert set(Answer.objects.values_list("occupation", flat=True)) == {99, 7}
    assert kept() == {(None, None, "Nakhoda")}
