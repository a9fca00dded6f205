"""What a training brought, on four levels, with small groups hidden on each."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import PeriodStatus, Unsur
from evaluations.models import UnsurCompetence
from evaluations.selectors.training_results import results_of
from evaluations.services.surveys import close_period
from tests.factories.accounts import make_person
from tests.factories.evaluations import make_answers, make_period, make_survey
from tests.factories.evaluations_reporting import make_follow_up
from tests.factories.invited import make_answered, make_asked_session
from tests.factories.training import make_competence, make_held, make_programme
from tests.pages import assert_same_queries
from training.models import ImpactReview, Session, TestAttempt

pytestmark = pytest.mark.django_db


def brought(*sessions):
    return results_of(Session.objects.filter(pk__in=[session.pk for session in sessions]))


def take_tests(session, gains):
    for row, gain in zip(session.enrolments.order_by("pk"), gains, strict=False):
        at = timezone.now()
        TestAttempt.objects.create(enrolment=row, moment="before", marked=[], score=2, out_of=10, taken_at=at)
        TestAttempt.objects.create(enrolment=row, moment="after", marked=[], score=2 + gain, out_of=10, taken_at=at)


def applied(session, levels):
    for row, level in zip(ImpactReview.objects.filter(enrolment__session=session), levels, strict=False):
        row.own_level, row.own_at = level, timezone.now()
        row.leader_level, row.leader_at = level, timezone.now()
        row.save()


def skm_around(survey, before, after, n=40):
    """Two closed periods, one that ended before yesterday and one that began today."""
    today = timezone.localdate()
    spans = [(today - timedelta(days=60), today - timedelta(days=5), before), (today, today, after)]
    for first, last, value in spans:
        period = make_period(survey, starts_on=first, ends_on=last)
        make_answers(period, n, value, day=first)
        close_period(period=period, by=None, at=timezone.now())
        assert period.status == PeriodStatus.OPEN


def test_five_people_show_on_each_level():
    session = make_asked_session(people=5)
    make_answered(session, [4, 4, 3, 3, 3])
    take_tests(session, [4, 4, 4, 4, 4])
    applied(session, [3, 3, 2, 4, 1])
    found = brought(session)
    assert found.liked.n == 5
    assert {str(mean) for _words, mean in found.liked.means} == {"3.40"}
    assert found.gain.gain == 40
    assert [n for _words, n in found.participants.lines] == [1, 1, 2, 1]
    assert found.leaders.n == 5


def test_four_people_show_on_none():
    session = make_asked_session(people=4)
    make_answered(session, [4, 4, 3, 3])
    take_tests(session, [4, 4, 4, 4])
    applied(session, [3, 3, 2, 4])
    found = brought(session)
    assert (found.liked.n, found.gain, found.participants.lines, found.leaders.lines) == (0, None, [], [])


def test_a_programme_pools_only_sessions_that_may_be_shown_themselves():
    programme = make_programme()
    large, small = make_asked_session(programme=programme, people=5), make_asked_session(programme=programme, people=3)
    make_answered(large, [4, 4, 4, 4, 4])
    make_answered(small, [1, 1, 1])
    found = brought(large, small)
    assert (found.liked.n, found.liked.sessions) == (5, 1)
    assert {str(mean) for _words, mean in found.liked.means} == {"4.00"}


def test_patrons_are_asked_by_the_unsur_behind_its_competences_and_its_follow_ups():
    competence = make_competence()
    session = make_held(make_programme(competences=[competence]))
    assert brought(session).unsur == []
    UnsurCompetence.objects.create(unsur="kompetensi", competence=competence)
    skm_around(make_survey(title="Sirkulasi"), 3, 4)
    found = brought(session)
    assert [(row.unsur, row.survey, str(row.change.difference)) for row in found.patrons] == [
        (str(Unsur.KOMPETENSI.label), "Sirkulasi", "1.000")
    ]
    deed = make_follow_up(unsur="waktu")
    deed.session = session
    deed.save()
    found = brought(session)
    assert len(found.unsur) == 2
    assert found.deeds == [deed]


def test_without_a_period_on_both_sides_nothing_is_compared():
    competence = make_competence()
    UnsurCompetence.objects.create(unsur="kompetensi", competence=competence)
    survey = make_survey()
    session = make_held(make_programme(competences=[competence]))
    today = timezone.localdate()
    period = make_period(survey, starts_on=today - timedelta(days=60), ends_on=today - timedelta(days=5))
    make_answers(period, 40, 3, day=period.starts_on)
    close_period(period=period, by=None, at=timezone.now())
    assert brought(session).patrons == []


def test_the_pages_cost_the_same_for_one_session_and_for_three(library):
    client = Client()
    client.user = make_person(Role.DIVISION_HEAD).user
    client.force_login(client.user)
    competence = make_competence()
    UnsurCompetence.objects.create(unsur="kompetensi", competence=competence)
    programme = make_programme(competences=[competence])
    skm_around(make_survey(), 3, 4)

    def one_more():
        session = make_asked_session(programme=programme, people=5)
        make_answered(session, [4, 4, 3, 3, 3])

    page = assert_same_queries(client, f"/staf/survei/hasil-pelatihan/program/{programme.pk}/", one_more)
    assert "3,40" in page.content.decode()
    session = programme.sessions.first()
    page = client.get(f"/staf/survei/hasil-pelatihan/sesi/{session.pk}/").content.decode()
    assert "naik 1,00" in page
    assert (
        f"/staf/survei/hasil-pelatihan/sesi/{session.pk}/"
        in client.get(f"/staf/pelatihan/sesi/{session.pk}/").content.decode()
    )
