"""Asked after a training or an event: who gets a link, what it opens, how often it counts."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone
from time_machine import travel

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from evaluations.choices import PeriodStatus, Slot
from evaluations.links import invitation_path
from evaluations.models import Answer, Comment, ExtraAnswer, Invitation, Period, SpentLink, Survey
from evaluations.services import invited
from evaluations.services.answering import AnswerDraft
from evaluations.services.importing import FileRefused, import_answers
from evaluations.services.invited import LinkRevoked
from evaluations.services.paper import OnlyByLink, enter_paper
from evaluations.tasks_afterwards import ask_afterwards
from outreach.models import CheckIn, Notice, Registration
from tests.evaluations.conftest import token_in
from tests.factories.accounts import make_person
from tests.factories.evaluations import draft, make_period, make_survey
from tests.factories.invited import (
    counted,
    links_of,
    make_answered,
    make_asked_session,
    make_date_held,
    make_event_survey,
    make_invitation,
)
from tests.factories.outreach import make_event
from tests.factories.training import make_held, make_session, make_worker
from tests.pages import assert_same_queries
from training.choices import EnrolmentStatus
from training.models import Enrolment

pytestmark = pytest.mark.django_db
FILLED = {f"r{slot}": "4" for slot in range(1, 5)}


def now():
    return timezone.now()


# --- Who is asked ------------------------------------------------------------------------------------------------


def test_everybody_who_attended_gets_one_link_in_their_inbox():
    session = make_held(people=3)
    ask_afterwards()
    ask_afterwards()
    links = links_of(session)
    assert len(links) == 3
    told = Message.objects.get(recipient=links[0].enrolment.profile.user, kind="evaluations.afterwards")
    assert told.url == invitation_path(links[0])
    assert "Bagaimana" in told.subject
    period = Period.objects.get(survey__training_session=session)
    assert (period.starts_on, period.status) == (session.ends_on, PeriodStatus.OPEN)
    assert period.survey.instrument.key == "pelatihan"


def test_who_did_not_come_is_not_asked():
    session = make_held(people=2)
    absent = session.enrolments.first()
    absent.status = EnrolmentStatus.NO_SHOW
    absent.save()
    assert invited.ask_after_training(session=session, at=now()) == 1
    assert not Invitation.objects.filter(enrolment=absent).exists()


def test_a_session_still_ahead_or_long_past_or_switched_off_asks_nobody():
    ahead = make_session()
    Enrolment.objects.create(
        session=ahead, profile=make_worker(), status=EnrolmentStatus.ATTENDED, seat=1, requested_at=now()
    )
    past = make_held()
    off = make_held()
    invited.set_asking(survey=invited.survey_about(session=off), on=False, by=None)
    later = now() + timedelta(days=9)
    invited.ask_those_due(at=now())
    assert set(Invitation.objects.values_list("enrolment__session", flat=True)) == {past.pk}
    Invitation.objects.all().delete()
    invited.ask_those_due(at=later)
    assert not Invitation.objects.exists()


def test_an_event_asks_those_who_came_once_somebody_wants_it():
    date = make_date_held(people=3)
    invited.ask_those_due(at=now())
    assert not Invitation.objects.exists()
    make_event_survey(date.event)
    invited.ask_those_due(at=now())
    invited.ask_those_due(at=now())
    assert Invitation.objects.count() == 3
    notice = Notice.objects.order_by("pk").first()
    link = Invitation.objects.get(registration=notice.registration)
    assert invitation_path(link) in notice.body
    assert link.period.survey.instrument.key == "hasil"


def test_where_arrivals_were_noted_only_those_are_asked():
    date = make_date_held(people=3)
    make_event_survey(date.event)
    came = date.registrations.order_by("pk").first()
    CheckIn.objects.create(session=date, registration=came, age_band="dewasa", at=now())
    assert invited.ask_after_event(held=date, at=now()) == 1
    assert Invitation.objects.get().registration == came


def test_who_comes_to_several_dates_is_asked_once_a_period():
    event = make_event()
    make_event_survey(event)
    first, second = make_date_held(event), make_date_held(event, people=2)
    same = second.registrations.order_by("pk").first()
    Registration.objects.filter(pk=same.pk).update(email=first.registrations.get().email)
    invited.ask_those_due(at=now())
    assert Invitation.objects.count() == 2
    assert Period.objects.filter(survey__event=event).count() == 1


def test_a_series_keeps_its_period_open_until_it_is_full_then_begins_another():
    event = make_event()
    survey = make_event_survey(event)
    invited.ask_after_event(held=make_date_held(event), at=now())
    period = survey.periods.get()
    later = now() + timedelta(days=30)
    invited.ask_after_event(held=make_date_held(event), at=later)
    period.refresh_from_db()
    assert period.ends_on == timezone.localdate(later) + invited.ANSWER_DAYS
    full = now() + timedelta(days=118)
    assert invited.ask_after_event(held=make_date_held(event), at=full) == 0
    over = now() + timedelta(days=130)
    assert invited.end_answering(at=over) == 1
    assert invited.ask_after_event(held=make_date_held(event), at=over) == 1
    assert survey.periods.count() == 2


def test_answering_ends_by_itself_and_the_result_is_kept():
    session = make_asked_session()
    period = Period.objects.get(survey__training_session=session)
    assert invited.end_answering(at=now()) == 0
    assert invited.end_answering(at=now() + timedelta(days=20)) == 1
    period.refresh_from_db()
    assert period.is_closed
    assert invited.ask_after_training(session=session, at=now()) == 0


# --- The survey --------------------------------------------------------------------------------------------------


def test_a_survey_points_at_one_thing(library):
    session, event = make_held(), make_event()
    survey = invited.survey_about(session=session)
    with pytest.raises(IntegrityError), transaction.atomic():
        survey.event = event
        survey.save()
    assert invited.survey_about(session=session) == survey


def test_each_subject_has_its_kind_of_questionnaire():
    survey = make_survey()
    survey.training_session = make_held()
    with pytest.raises(ValidationError):
        survey.clean()
    invited.survey_about(session=make_held()).clean()
    make_event_survey().clean()


def test_its_code_opens_nothing_and_it_stands_in_no_public_list(client, site_pages=("/", "/kepuasan/")):
    survey = invited.survey_about(session=make_held())
    period = make_period(survey)
    assert client.get(f"/s/{survey.code}/").status_code == 404
    assert client.post(f"/s/{survey.code}/", FILLED).status_code == 404
    for address in site_pages:
        assert survey.code not in client.get(address).content.decode()
    with pytest.raises(OnlyByLink):
        enter_paper(period=period, drafts=[draft()], nonce="a", day=period.starts_on, by=None, today=period.starts_on)
    with pytest.raises(FileRefused):
        import_answers(
            period=period, table=None, sha256="", file_name="", columns=None, by=None, at=now(), today=period.starts_on
        )


def test_after_an_event_without_registration_the_code_a_kiosk_and_paper_take_answers(client_as, library):
    held = make_date_held(people=0)
    survey = make_event_survey(held.event)
    assert invited.ask_after_event(held=held, at=now()) == 0
    period = survey.periods.get()
    page = Client().get(f"/s/{survey.code}/")
    token = token_in(page.content.decode())
    with travel(now() + timedelta(seconds=30), tick=True):
        assert Client().post(f"/s/{survey.code}/", FILLED | {"token": token}).status_code == 303
    assert counted(survey) == 1
    officer = client_as(Role.SERVICE_OFFICER)
    assert officer.get(f"/staf/survei/{survey.pk}/kios/").status_code == 200
    assert officer.get(f"/staf/survei/periode/{period.pk}/kertas/").status_code == 200
    day = timezone.localdate()
    rows = [draft(ratings=dict.fromkeys(range(1, 5), 4))]
    assert enter_paper(period=period, drafts=rows, nonce="c", day=day, by=officer.user, today=day) == (1, True)
    detail = officer.get(f"/staf/survei/{survey.pk}/").content.decode()
    assert f"/s/{survey.code}/" in detail
    page = signed_in(Role.LIBRARIAN).get(f"/staf/kegiatan/acara/{held.event_id}/").content.decode()
    assert f"dengan kode {survey.code}" in page


def test_after_an_event_with_registration_the_code_opens_nothing(client_as, library):
    held = make_date_held(make_event(seats=5))
    survey = make_event_survey(held.event)
    assert invited.ask_after_event(held=held, at=now()) == 1
    assert Client().get(f"/s/{survey.code}/").status_code == 404
    officer = client_as(Role.SERVICE_OFFICER)
    assert officer.get(f"/staf/survei/{survey.pk}/kios/").status_code == 404
    assert officer.get(f"/staf/survei/periode/{survey.periods.get().pk}/kertas/").status_code == 404


def test_an_ordinary_survey_still_takes_paper(library):
    period = make_period()
    day = timezone.localdate()
    assert enter_paper(period=period, drafts=[draft()], nonce="b", day=day, by=None, today=day) == (1, True)


# --- The link ----------------------------------------------------------------------------------------------------


def test_a_link_takes_one_answer_without_a_name_a_day_or_a_comment(client):
    link = make_invitation()
    address = invitation_path(link)
    page = client.get(address)
    assert page.status_code == 200
    assert 'name="sex"' not in page.content.decode()
    sent = client.post(address, {**FILLED, "sex": "1", "age": "2", "comment": "Saya Budi"})
    assert (sent.status_code, sent["Location"]) == (303, f"{address}terima-kasih/")
    assert client.get(sent["Location"]).status_code == 200
    answer = Answer.objects.get(period=link.period)
    assert (answer.r1, answer.sex, answer.age, answer.service_point) == (4, None, None, None)
    assert (answer.day, answer.slot) == (link.period.starts_on, Slot.MORNING)
    assert not Comment.objects.exists()
    assert "sudah pernah dipakai" in client.get(address).content.decode()
    again = client.post(address, FILLED)
    assert again.status_code == 303
    assert counted(link.period.survey) == 1
    assert SpentLink.objects.get().period == link.period


def test_own_words_are_kept_apart(client):
    link = make_invitation()
    words = link.period.version.questions.get(slot=None)
    client.post(invitation_path(link), {**FILLED, words.field_name: "Praktiknya"})
    assert ExtraAnswer.objects.get(period=link.period).text == "Praktiknya"


def test_something_missing_is_asked_for_and_nothing_is_spent(client):
    link = make_invitation()
    answer = client.post(invitation_path(link), {"r1": "4", "r2": "9"})
    assert answer.status_code == 422
    assert not SpentLink.objects.exists()
    assert client.post(invitation_path(link), {}, headers={"X-Survey": "1"}).json() == {"result": "invalid"}
    told = client.post(invitation_path(link), FILLED, headers={"X-Survey": "1"}).json()
    assert told["result"] == "stored"


@pytest.mark.parametrize("token", ["x", "a:b", "%00", "a" * 400])
def test_a_forged_link_opens_nothing(client, token):
    assert client.get(f"/s/u/{token}/").status_code == 404
    assert client.post(f"/s/u/{token}/", FILLED).status_code == 404


def test_who_turns_out_absent_loses_the_link(client):
    link = make_invitation()
    link.enrolment.status = EnrolmentStatus.NO_SHOW
    link.enrolment.save()
    assert client.get(invitation_path(link)).status_code == 404


def test_after_the_last_day_the_end_is_friendly(client):
    link = make_invitation()
    link.period.status = PeriodStatus.CLOSED
    link.period.save()
    assert "sudah selesai" in client.get(invitation_path(link)).content.decode()
    assert client.post(invitation_path(link), FILLED).status_code == 200
    told = client.post(invitation_path(link), FILLED, headers={"X-Survey": "1"})
    assert told.json() == {"result": "closed"}
    assert counted(link.period.survey) == 0


def test_a_revoked_link_opens_nothing_and_a_new_one_gives_no_second_answer(client):
    link = make_invitation()
    old = invitation_path(link)
    client.post(old, FILLED)
    invited.revoke_link(invitation=link, by=None, at=now())
    assert client.get(old).status_code == 404
    with pytest.raises(LinkRevoked):
        invited.answer_by_link(invitation=link, draft=draft())
    link = invited.renew_link(invitation=link, at=now())
    assert client.get(old).status_code == 404
    assert "sudah pernah dipakai" in client.get(invitation_path(link)).content.decode()
    client.post(invitation_path(link), FILLED)
    assert counted(link.period.survey) == 1
    assert Message.objects.filter(kind="evaluations.afterwards").count() == 2


# --- What staff see ----------------------------------------------------------------------------------------------


def signed_in(*roles):
    client = Client()
    client.user = make_person(*roles).user
    client.force_login(client.user)
    return client


def test_fewer_than_five_answers_show_nowhere_and_five_show(library):
    session = make_asked_session(people=6)
    make_answered(session, [1, 1, 1, 2])
    head = signed_in(Role.DIVISION_HEAD)
    period = Period.objects.get(survey__training_session=session)
    page = f"/staf/survei/periode/{period.pk}/"
    places = [f"/staf/pelatihan/sesi/{session.pk}/", page, f"{page}csv/", f"{page}json/", f"{page}analisis/"]
    places.append(f"/staf/survei/hasil-pelatihan/sesi/{session.pk}/")
    for address in places:
        text = head.get(address).content.decode()
        assert "1,25" not in text, address
        assert "1.25" not in text, address
    assert head.get(f"{page}json/").json()["respondents"] == 0
    fifth = links_of(session)[4]
    invited.answer_by_link(
        invitation=fifth,
        draft=AnswerDraft(ratings=dict.fromkeys(range(1, 5), 4), day=period.starts_on, slot=1),
    )
    assert "1,80" in head.get(places[0]).content.decode()
    assert "1,80" in head.get(page).content.decode()
    assert "1,80" in head.get(places[-1]).content.decode()


def test_the_event_page_shows_what_participants_took_away(library):
    date = make_date_held(people=5)
    make_event_survey(date.event)
    invited.ask_after_event(held=date, at=now())
    for link in Invitation.objects.all():
        ratings = AnswerDraft(ratings=dict.fromkeys(range(1, 5), 3), day=link.period.starts_on, slot=1)
        invited.answer_by_link(invitation=link, draft=ratings)
    page = signed_in(Role.LIBRARIAN).get(f"/staf/kegiatan/acara/{date.event_id}/")
    text = page.content.decode()
    assert "3,00" in text
    assert "Terkirim kepada 5 orang" in text


def test_pages_cost_the_same_for_one_and_for_three(library):
    head = signed_in(Role.DIVISION_HEAD)
    session = make_asked_session()
    survey = Survey.objects.get(training_session=session)

    def one_more():
        row = Enrolment.objects.create(
            session=session,
            profile=make_worker(),
            status=EnrolmentStatus.COMPLETED,
            seat=session.enrolments.count() + 1,
            requested_at=now(),
        )
        invited.ask_after_training(session=session, at=now())
        assert Invitation.objects.filter(enrolment=row).exists()

    assert_same_queries(head, f"/staf/survei/{survey.pk}/tautan/", one_more)
    assert_same_queries(head, f"/staf/pelatihan/sesi/{session.pk}/", one_more)
    assert_same_queries(head, f"/staf/survei/{survey.pk}/", one_more)
    assert_same_queries(head, "/staf/survei/?jenis=sesudah", make_asked_session)


def test_the_event_page_costs_the_same_for_one_date_and_for_three(library):
    event = make_event()
    make_event_survey(event)
    head = signed_in(Role.DIVISION_HEAD)

    def one_more():
        invited.ask_after_event(held=make_date_held(event), at=now())

    assert_same_queries(head, f"/staf/kegiatan/acara/{event.pk}/", one_more)


def test_staff_switch_the_asking_and_take_links_back(library):
    head = signed_in(Role.DIVISION_HEAD)
    event = make_event()
    head.post(f"/staf/survei/sesudah/kegiatan/{event.pk}/", {"ask": "1"})
    assert Survey.objects.get(event=event).asks_by_itself
    head.post(f"/staf/survei/sesudah/kegiatan/{event.pk}/", {"ask": "0"})
    assert not Survey.objects.get(event=event).asks_by_itself
    link = make_invitation()
    assert head.get(f"/staf/survei/tautan/{link.pk}/cabut/").status_code == 200
    head.post(f"/staf/survei/tautan/{link.pk}/cabut/")
    link.refresh_from_db()
    assert (link.is_revoked, link.revoked_by) == (True, head.user)
    head.post(f"/staf/survei/tautan/{link.pk}/baru/")
    link.refresh_from_db()
    assert not link.is_revoked


# --- Races -------------------------------------------------------------------------------------------------------


def at_once(work, times=8):
    """Run `work(n)` in so many threads that start together; returns what they answered."""
    start, said = threading.Barrier(times), []

    def run(number):
        start.wait()
        try:
            said.append(work(number))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_a_link_sent_eight_times_at_once_counts_once(library):
    link = make_invitation()
    filled = AnswerDraft(ratings=dict.fromkeys(range(1, 5), 4), day=link.period.starts_on, slot=1)
    said = at_once(lambda number: invited.answer_by_link(invitation=link, draft=filled))
    assert sorted(said) == [False] * 7 + [True]
    assert counted(link.period.survey) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_used_link_it_would_count_eight_times(library, monkeypatch):
    """The negative control: each thread spends a digest of its own."""
    link = make_invitation()
    filled = AnswerDraft(ratings=dict.fromkeys(range(1, 5), 4), day=link.period.starts_on, slot=1)
    digests = iter([bytes([number]) * 32 for number in range(8)])
    monkeypatch.setattr(Invitation, "spent_digest", property(lambda self: next(digests)))
    at_once(lambda number: invited.answer_by_link(invitation=link, draft=filled))
    assert counted(link.period.survey) == 8


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_ask_everybody_once(library):
    session = make_held(people=3)
    at_once(lambda number: invited.ask_after_training(session=session, at=now()), times=4)
    assert len(links_of(session)) == 3
    assert Period.objects.filter(survey__training_session=session).count() == 1
    assert Message.objects.filter(kind="evaluations.afterwards").count() == 3
