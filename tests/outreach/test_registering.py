"""Seats and queues: whole parties, promotion, invitations, confirmation, absences, consents, forgetting."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from baubau_pembinaan.libraries.models import Village
from outreach.choices import AgeBand, EventStatus, QueueMode, RegistrationStatus, SessionState
from outreach.models import Consent, ConsentText, Notice, NoticeState, Registration, RegistrationPolicy
from outreach.services import changing, keeping, notices, own_data, registering, sessions
from outreach.services import party as refusals
from outreach.services.queue import position_of
from outreach.services.registering import register
from tests.factories.outreach import make_event, make_party, make_registration, make_session

pytestmark = pytest.mark.django_db
S = RegistrationStatus


def now():
    return timezone.now()


def put(session, size=1, **fields):
    return register(session=session, party=make_party(size, **fields), at=now())


def states(*rows):
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


# --- The queue ---------------------------------------------------------------------------------------------------


def test_the_first_in_the_queue_moves_up_and_the_next_becomes_first():
    """features.md 6: one seat, two in the queue, the first cancels; and again (pretix#1163)."""
    session = make_session(make_event(seats=1))
    first, second, third = put(session), put(session), put(session)
    assert states(first, second, third) == [S.REGISTERED, S.WAITING, S.WAITING]
    assert [position_of(row) for row in (second, third)] == [1, 2]
    registering.cancel(registration=first, at=now())
    assert states(first, second, third) == [S.CANCELLED, S.REGISTERED, S.WAITING]
    assert position_of(third) == 1
    assert Notice.objects.filter(registration=second, key__startswith="seat").count() == 1
    registering.cancel(registration=second, at=now())
    assert states(second, third) == [S.CANCELLED, S.REGISTERED]


def test_a_family_that_does_not_fit_waits_and_a_single_person_passes():
    """features.md 14: one seat free, a family is next: it is not split, the next single person moves up."""
    session = make_session(make_event(seats=2))
    one, two = put(session), put(session)
    family, single = put(session, 2), put(session)
    registering.cancel(registration=one, at=now())
    assert states(family, single) == [S.WAITING, S.REGISTERED]
    registering.cancel(registration=two, at=now())
    registering.cancel(registration=single, at=now())
    assert states(family) == [S.REGISTERED]
    session.refresh_from_db()
    assert session.seats_taken == 2


def test_a_party_larger_than_the_room_is_told_so():
    session = make_session(make_event(seats=3))
    with pytest.raises(refusals.PartyTooLarge):
        put(session, 4)
    assert put(session, 3).has_seat


def test_cancelling_twice_changes_nothing_more():
    session = make_session(make_event(seats=1))
    row, waiting = put(session), put(session)
    registering.cancel(registration=row, at=now())
    registering.cancel(registration=row, at=now())
    assert states(waiting) == [S.REGISTERED]
    assert Notice.objects.filter(registration=waiting).count() == 1


def test_the_same_form_sent_twice_is_one_registration():
    session = make_session(make_event(seats=5))
    party = make_party()
    one = register(session=session, party=party, at=now(), nonce="abc")
    two = register(session=session, party=party, at=now(), nonce="abc")
    assert one.pk == two.pk


def test_the_same_phone_or_mail_registers_once_for_a_date():
    session = make_session(make_event(seats=5))
    put(session, phone="6281100")
    with pytest.raises(refusals.AlreadyRegistered):
        put(session, phone="6281100")
    put(session, email="a@example.org", phone="")
    with pytest.raises(refusals.AlreadyRegistered):
        put(session, email="A@example.org", phone="")
    assert put(make_session(make_event(seats=5)), phone="6281100").has_seat


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_session(make_event(seats=5), days=-1),
        lambda: make_session(make_event(seats=5), state=SessionState.CANCELLED, reason="x"),
        lambda: make_session(make_event(seats=5, status=EventStatus.APPROVED)),
        lambda: make_session(make_event()),
    ],
)
def test_a_date_that_takes_no_registrations_says_so(make):
    with pytest.raises(refusals.RegistrationClosed):
        put(make())


def test_more_seats_let_the_queue_move(staff_user):
    from outreach.services.events import change_event

    event = make_event(seats=1)
    session = make_session(event)
    put(session)
    waiting = put(session)
    change_event(event=event, by=None, at=now(), capacity=2)
    assert states(waiting) == [S.REGISTERED]


# --- Invitations and confirmation ---------------------------------------------------------------------------------


def test_an_invited_person_answers_by_the_deadline_or_the_next_is_invited():
    session = make_session(make_event(seats=1, queue_mode=QueueMode.INVITATION, answer_hours=24))
    first = put(session)
    second, third = put(session, email="b@example.org"), put(session, email="c@example.org")
    registering.cancel(registration=first, at=now())
    assert states(second, third) == [S.INVITED, S.WAITING]
    keeping.end_offers(at=now() + timedelta(hours=23))
    assert states(second) == [S.INVITED]
    later = now() + timedelta(hours=25)
    assert keeping.end_offers(at=later) == 1
    assert keeping.end_offers(at=later) == 0
    assert states(second, third) == [S.RELEASED, S.INVITED]
    with pytest.raises(refusals.AnswerTooLate):
        registering.accept_invitation(registration=second, at=later)
    registering.accept_invitation(registration=third, at=later)
    assert states(third) == [S.REGISTERED]


def test_without_mail_the_deadline_starts_when_a_colleague_marks_the_message(staff_user):
    colleague = staff_user("Petugas layanan")
    session = make_session(make_event(seats=1, queue_mode=QueueMode.INVITATION, answer_hours=24), days=10)
    first, second = put(session), put(session)
    registering.cancel(registration=first, at=now())
    second.refresh_from_db()
    assert second.invited_until == session.starts_at
    notice = Notice.objects.get(registration=second)
    assert notice.state == NoticeState.BY_HAND
    at = now() + timedelta(hours=30)
    notices.mark_sent_by_hand(notice=notice, by=colleague, at=at)
    second.refresh_from_db()
    assert second.invited_until == at + timedelta(hours=24)


def test_who_does_not_confirm_gives_the_seat_to_the_queue():
    session = make_session(make_event(seats=1, confirm_hours=24), days=3)
    silent, waiting = put(session, email="a@example.org"), put(session, email="b@example.org")
    assert keeping.ask_to_confirm(at=now()) == 0
    ask = session.starts_at - timedelta(hours=40)
    assert keeping.ask_to_confirm(at=ask) == 1
    assert keeping.ask_to_confirm(at=ask) == 0
    notices.send_waiting(at=ask + timedelta(minutes=1))
    deadline = session.starts_at - timedelta(hours=24)
    assert keeping.release_unconfirmed(at=deadline) == 1
    assert states(silent, waiting) == [S.RELEASED, S.REGISTERED]
    assert keeping.release_unconfirmed(at=deadline) == 0


def test_who_confirmed_or_was_never_told_keeps_the_seat():
    session = make_session(make_event(seats=3, confirm_hours=24), days=3)
    sure, phone_only = put(session, email="a@example.org"), put(session)
    ask = session.starts_at - timedelta(hours=40)
    assert keeping.ask_to_confirm(at=ask) == 2
    notices.send_waiting(at=ask)
    registering.confirm(registration=sure, at=ask)
    assert keeping.release_unconfirmed(at=session.starts_at - timedelta(hours=20)) == 0
    notices.mark_sent_by_hand(notice=Notice.objects.get(registration=phone_only), by=None, at=ask)
    assert keeping.release_unconfirmed(at=session.starts_at - timedelta(hours=20)) == 1
    assert states(sure, phone_only) == [S.REGISTERED, S.RELEASED]


def test_a_question_not_yet_sent_keeps_the_seat_whatever_else_was_sent():
    """Two messages: the question waits for a colleague's hand, another one went out."""
    session = make_session(make_event(seats=1, confirm_hours=24), days=3)
    row = put(session)
    ask = session.starts_at - timedelta(hours=40)
    assert keeping.ask_to_confirm(at=ask) == 1
    other = {"registration": row, "phone": "62811", "subject": "x", "body": "x", "made_at": ask}
    Notice.objects.create(key="moved.1", state=NoticeState.SENT, sent_at=ask, **other)
    Notice.objects.create(key="other", state=NoticeState.BY_HAND, **other)
    deadline = session.starts_at - timedelta(hours=24)
    assert keeping.release_unconfirmed(at=deadline) == 0
    notices.mark_sent_by_hand(notice=Notice.objects.get(key__startswith="confirm"), by=None, at=ask)
    assert keeping.release_unconfirmed(at=deadline) == 1  # the other unsent message holds nothing back


def test_a_moved_date_asks_anew_before_it_releases_anybody():
    session = make_session(make_event(seats=2, confirm_hours=24), days=3)
    sure, silent = put(session, email="a@example.org"), put(session, email="b@example.org")
    ask = session.starts_at - timedelta(hours=40)
    assert keeping.ask_to_confirm(at=ask) == 2
    notices.send_waiting(at=ask)
    registering.confirm(registration=sure, at=ask)
    later = session.starts_at + timedelta(days=7)
    session = sessions.move_session(
        session=session, starts_at=later, ends_at=later + timedelta(hours=1), reason="Hujan", by=None, at=ask
    )
    assert keeping.release_unconfirmed(at=later - timedelta(hours=20)) == 0
    assert states(sure, silent) == [S.REGISTERED] * 2
    again = later - timedelta(hours=40)
    assert keeping.ask_to_confirm(at=again) == 2
    notices.send_waiting(at=again)
    registering.confirm(registration=silent, at=again)
    assert keeping.release_unconfirmed(at=later - timedelta(hours=20)) == 1
    assert states(sure, silent) == [S.RELEASED, S.REGISTERED]


def test_absences_pause_somebody_for_a_while_and_the_pause_ends_by_itself():
    RegistrationPolicy.objects.create(valid_from=timezone.localdate(), absences=2, pause_days=30)
    for days in (-20, -10):
        make_registration(make_session(make_event(seats=5), days=days), phone="62811", no_show=True)
    session = make_session(make_event(seats=5), days=25)
    with pytest.raises(refusals.Paused):
        put(session, phone="62811")
    assert put(session, phone="62812").has_seat
    later = now() + timedelta(days=21)
    assert register(session=session, party=make_party(phone="62811"), at=later).has_seat


def test_nobody_is_paused_where_the_rule_is_off():
    make_registration(make_session(make_event(seats=5), days=-5), phone="62811", no_show=True)
    assert put(make_session(make_event(seats=5)), phone="62811").has_seat


# --- Moved and cancelled dates --------------------------------------------------------------------------------------


def test_a_moved_date_carries_everybody_over_and_tells_each_once():
    session = make_session(make_event(seats=1))
    seated, waiting = put(session), put(session)
    later = session.starts_at + timedelta(days=1)
    for _twice in range(2):
        sessions.move_session(
            session=session, starts_at=later, ends_at=later + timedelta(hours=1), reason="Hujan", by=None, at=now()
        )
    assert states(seated, waiting) == [S.REGISTERED, S.WAITING]
    assert Notice.objects.filter(key="moved.1").count() == 2
    body = Notice.objects.get(registration=seated, key="moved.1").body
    assert "Hujan" in body
    assert "/kegiatan/pendaftaran/" in body


def test_a_cancelled_date_tells_its_own_registrants_only():
    event = make_event(seats=3)
    session, other = make_session(event), make_session(event)
    mine, theirs = put(session), put(other)
    sessions.cancel_session(session=session, reason="Banjir", by=None, at=now())
    assert Notice.objects.filter(registration=mine, key="called-off").exists()
    assert not Notice.objects.filter(registration=theirs).exists()


# --- Changing -------------------------------------------------------------------------------------------------------


def test_a_larger_party_than_fits_changes_nothing():
    session = make_session(make_event(seats=3))
    row = put(session, 2)
    put(session)
    with pytest.raises(refusals.NoRoom):
        changing.change_party(registration=row, party=make_party(3), at=now())
    row.refresh_from_db()
    assert (row.seats, row.participants.count()) == (2, 2)


def test_a_smaller_party_lets_the_queue_move():
    session = make_session(make_event(seats=2))
    row = put(session, 2)
    waiting = put(session)
    changing.change_party(registration=row, party=make_party(1, kind="keluarga"), at=now())
    assert states(row, waiting) == [S.REGISTERED, S.REGISTERED]


# --- Children -------------------------------------------------------------------------------------------------------


def test_a_child_without_a_guardian_cannot_register():
    session = make_session(make_event(seats=5))
    with pytest.raises(refusals.ConsentMissing):
        put(session, band=AgeBand.CHILD)
    row = put(session, band=AgeBand.CHILD, attendance=True, photo=False)
    assert row.has_seat
    assert sorted(row.consents.values_list("text__purpose", "is_given")) == [("foto", False), ("ikut", True)]


def test_a_young_person_begins_and_the_guardian_confirms():
    session = make_session(make_event(seats=1))
    party = make_party(band=AgeBand.TEEN, age="younger", guardian_name="Ibu", guardian_phone="62811")
    row = register(session=session, party=party, at=now())
    assert row.awaits_guardian
    assert "/kegiatan/izin/" in Notice.objects.get(registration=row).body
    taken = put(session)
    assert taken.has_seat
    registering.answer_as_guardian(registration=row, agrees=True, photo=True, name="Ibu", at=now(), way="tautan")
    assert states(row) == [S.WAITING]
    with pytest.raises(refusals.AnswerTooLate):
        registering.answer_as_guardian(registration=row, agrees=False, photo=None, name="Ibu", at=now(), way="tautan")


def test_a_guardian_who_says_no_ends_it():
    session = make_session(make_event(seats=1))
    party = make_party(band=AgeBand.TEEN, age="younger", guardian_name="Ibu", guardian_phone="62811")
    row = register(session=session, party=party, at=now())
    registering.answer_as_guardian(registration=row, agrees=False, photo=None, name="Ibu", at=now(), way="kertas")
    assert states(row) == [S.CANCELLED]
    assert not Consent.objects.get(registration=row).is_given


def test_at_seventeen_the_guardian_is_told_and_nothing_waits():
    session = make_session(make_event(seats=1))
    party = make_party(band=AgeBand.YOUTH, age="17", guardian_name="Ibu", guardian_phone="62811")
    row = register(session=session, party=party, at=now())
    assert row.has_seat
    assert Notice.objects.get(registration=row).key == "guardian-told"


def test_withdrawing_the_consent_frees_the_seat_and_keeps_the_proof():
    session = make_session(make_event(seats=1))
    row = put(session, band=AgeBand.CHILD, attendance=True)
    waiting = put(session)
    own_data.withdraw_attendance(registration=row, at=now())
    assert states(row, waiting) == [S.CANCELLED, S.REGISTERED]
    consent = Consent.objects.get(registration=row)
    assert consent.is_given
    assert consent.withdrawn_at


def test_photos_can_be_allowed_and_refused_any_time():
    row = put(make_session(make_event(seats=1)), photo=True)
    for agrees in (False, True):
        own_data.answer_about_photos(registration=row, agrees=agrees, at=now(), way="web")
    assert [c.holds for c in row.consents.order_by("pk")] == [False, True]


def test_new_words_are_a_new_version_and_the_old_answers_keep_theirs():
    session = make_session(make_event(seats=5))
    old = put(session, photo=True)
    ConsentText.objects.create(purpose="foto", version=3, text="Baru", valid_from=now().date())
    new = put(session, photo=True)
    assert [row.consents.get().text.version for row in (old, new)] == [2, 3]


# --- Forgetting ------------------------------------------------------------------------------------------------------


def test_after_the_term_names_go_and_counts_stay():
    session = make_session(make_event(seats=5), days=-366)
    old = make_registration(session, seats=2, phone="62811", email="a@example.org")
    old.participants.create(nickname="Contoh", age_band=AgeBand.CHILD)
    young = make_registration(make_session(make_event(seats=5), days=-30))
    assert keeping.forget_names(at=now()) == 1
    assert keeping.forget_names(at=now()) == 0
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.name, old.phone, old.email, old.seats) == ("", "", "", 2)
    assert old.participants.get().nickname == ""
    assert old.participants.get().age_band == AgeBand.CHILD
    assert young.name


def test_a_guardians_contact_goes_ninety_days_after_the_last_date():
    event = make_event(seats=5)
    session = make_session(event, days=-100)
    child = make_registration(session, phone="62811")
    child.participants.create(nickname="Contoh", age_band=AgeBand.CHILD)
    grown = make_registration(session, phone="62812")
    last = make_session(event, days=-80)
    assert keeping.forget_names(at=now()) == 0
    last.delete()
    assert keeping.forget_names(at=now()) == 1
    child.refresh_from_db()
    grown.refresh_from_db()
    assert (child.phone, grown.phone) == ("", "62812")


def test_somebody_may_be_forgotten_at_once():
    session = make_session(make_event(seats=1))
    row, waiting = put(session), put(session)
    key = row.link_key
    own_data.forget_me(registration=row, at=now())
    assert states(row, waiting) == [S.CANCELLED, S.REGISTERED]
    assert row.name == ""
    assert row.link_key != key


def test_the_database_keeps_erased_means_erased():
    row = make_registration()
    with pytest.raises(IntegrityError, match="erased_registration_names_nobody"), transaction.atomic():
        Registration.objects.filter(pk=row.pk).update(erased_at=now())


def test_spam_nobody_decided_on_goes_after_the_date():
    session = make_session(make_event(seats=5), days=-1)
    make_registration(session, status=S.HELD_ASIDE, queued_at=now() - timedelta(days=3))
    make_registration(session)
    assert keeping.clear_spam(at=now()) == 1
    assert Registration.objects.count() == 1


# --- Messages --------------------------------------------------------------------------------------------------------


def test_a_mail_goes_once_in_the_readers_language():
    session = make_session(make_event(seats=1, title_en="Story time"))
    register(session=session, party=make_party(email="a@example.org"), at=now(), language="en")
    assert notices.send_waiting(at=now()) == 1
    assert notices.send_waiting(at=now()) == 0
    [letter] = mail.outbox
    assert letter.subject == "You have a seat: Story time"
    assert letter.to == ["a@example.org"]


def test_a_mail_server_that_is_away_is_tried_again_later(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    put(make_session(make_event(seats=1)), email="a@example.org")
    at = now()
    assert notices.send_waiting(at=at) == 0
    notice = Notice.objects.get()
    assert (notice.state, notice.attempts) == (NoticeState.WAITING, 1)
    for number in range(2, 7):
        at += timedelta(hours=2)
        notices.send_waiting(at=at)
        notice.refresh_from_db()
        assert notice.attempts == number
    assert notice.state == NoticeState.FAILED


def test_whoever_has_neither_mail_nor_phone_is_told_in_person():
    session = make_session(make_event(seats=1))
    row = put(session, phone="")
    sessions.cancel_session(session=session, reason="x", by=None, at=now())
    assert [notice.state for notice in row.notices.all()] == [NoticeState.IN_PERSON]
    assert Village.objects.exists()


def test_another_child_needs_a_consent_of_its_own_and_photos_are_no_again():
    session = make_session(make_event(seats=10))
    child = {"band": AgeBand.CHILD, "attendance": True, "photo": True}
    row = registering.register(session=session, party=make_party(**child), at=now())
    other = [refusals.Person("AnakBaru", row.participants.get().age_band)]
    with pytest.raises(refusals.ConsentMissing):
        changing.change_party(
            registration=row, party=make_party(**child | {"attendance": False}, people=other), at=now()
        )
    assert row.consents.filter(withdrawn_at=None).count() == 2
    changing.change_party(registration=row, party=make_party(**child, people=other), at=now())
    given = {(c.text.purpose, c.about): c.holds for c in row.consents.all()}
    assert given == {("ikut", "Contoh0"): True, ("foto", "Contoh0"): False, ("ikut", "AnakBaru"): True}
