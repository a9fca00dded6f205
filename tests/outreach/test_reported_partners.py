"""A reported date with a partner is a meeting with that partner, once; meetings are put right."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from outreach import selectors
from outreach.choices import EventKind, EventStatus, SessionState
from outreach.models import PartnerVisit, VisitKind
from outreach.services import events, sessions
from outreach.services.partners import set_partner_there
from tests.factories.accounts import make_profile
from tests.factories.outreach import (
    make_event,
    make_facilitator,
    make_partner,
    make_report,
    make_session,
    make_visit,
)

pytestmark = pytest.mark.django_db


def totals(partner):
    found = selectors.partners.partners().get(pk=partner.pk)
    return found.meetings, found.reached


def test_a_reported_visit_of_a_school_is_a_meeting_with_its_heads_once(client_as):
    school, leader = make_partner(), make_profile()
    session = make_session(make_event(kind=EventKind.TO_SCHOOL, partner=school, title="Ke sekolah"), days=-2)
    make_facilitator(session.event, leader)
    make_report(session, {"anak": 30})
    make_report(session, {"anak": 28, "dewasa": 2})
    make_report(session, {"anak": 31})
    visit = PartnerVisit.objects.get()
    assert (visit.partner, visit.session, visit.reached) == (school, session, 31)
    assert (visit.kind, visit.colleague, visit.done) == (VisitKind.WE_WENT, leader, "Ke sekolah")
    assert totals(school) == (1, 31)
    page = client_as("Pustakawan").get(f"/staf/kegiatan/mitra/{school.pk}/").content.decode()
    assert f"/staf/kegiatan/tanggal/{session.pk}/" in page


def test_the_partners_page_lists_what_comes(client_as):
    school, other = make_partner(), make_partner()
    event = make_event(partner=school)
    coming, elsewhere = make_session(event, days=3), make_session(event, days=4, partner=other)
    draft = make_session(make_event(partner=school, status=EventStatus.DRAFT), days=5)
    html = client_as("Pustakawan").get(f"/staf/kegiatan/mitra/{school.pk}/").content.decode()
    assert f"/staf/kegiatan/tanggal/{coming.pk}/" in html
    for row in (elsewhere, draft):
        assert f"/staf/kegiatan/tanggal/{row.pk}/" not in html


def test_a_meeting_noted_by_hand_that_day_is_the_same_one():
    school = make_partner()
    session = make_session(make_event(kind=EventKind.SCHOOL_COMES, partner=school), days=-2)
    day = timezone.localdate(session.starts_at)
    noted = make_visit(school, day=day, reached=25, books_lent=40, done="Tur dan pinjam buku")
    make_report(session, {"anak": 27})
    noted.refresh_from_db()
    assert (noted.session, noted.reached, noted.books_lent, noted.done) == (session, 27, 40, "Tur dan pinjam buku")
    assert totals(school) == (1, 27)
    event = session.event
    event.partner = None
    event.save()
    set_partner_there(session=session, partner=None, by=None)
    noted.refresh_from_db()
    assert noted.session is None, "what was noted by hand stays"


def test_a_date_has_a_partner_of_its_own(client_as):
    one, other = make_partner(), make_partner()
    session = make_session(make_event(partner=one), days=-2)
    client_as("Pustakawan").post(f"/staf/kegiatan/tanggal/{session.pk}/mitra/", {"partner": other.pk})
    session.refresh_from_db()
    make_report(session, {"anak": 9})
    assert (totals(one), totals(other)) == ((0, 0), (1, 9))
    set_partner_there(session=session, partner=None, by=None)
    assert (totals(one), totals(other)) == ((0, 0), (0, 0)), "nobody means nobody"
    alone = make_session(days=-3)
    make_report(alone)
    set_partner_there(session=alone, partner=other, by=None)
    assert totals(other) == (1, 12)
    set_partner_there(session=alone, partner=None, by=None)
    assert totals(other) == (0, 0)
    today = timezone.localdate()
    assert selectors.figures.figures_between(today.replace(month=1, day=1), today).with_partners <= 2


def test_the_years_figure_counts_all_that_was_done_with_partners_once(client_as):
    school, today = make_partner(), timezone.localdate()
    make_report(make_session(make_event(partner=school), days=-1), {"anak": 8})  # its meeting is this date
    make_visit(school, day=today - timedelta(days=1), reached=20)
    make_visit(school, day=today - timedelta(days=400), reached=5)
    found = selectors.figures.figures_between(today - timedelta(days=30), today)
    assert (found.with_partners, found.partner_meetings, found.together) == (1, 1, 2)
    assert totals(school)[0] == 3
    html = client_as("Pustakawan").get("/staf/kegiatan/angka/").content.decode()
    assert "tanggal terlaksana dan pertemuan yang dicatat" in html


def test_a_meeting_is_put_right_and_what_a_report_says_stays(client_as):
    client, school = client_as("Pustakawan"), make_partner()
    by_hand = make_visit(school, reached=20)
    form = {"day": f"{by_hand.day:%d/%m/%Y}", "kind": "pergi", "done": "Bercerita", "reached": 22, "books_lent": 3}
    assert client.get(f"/staf/kegiatan/kunjungan/{by_hand.pk}/ubah/").status_code == 200
    assert client.post(f"/staf/kegiatan/kunjungan/{by_hand.pk}/ubah/", form).status_code == 302
    by_hand.refresh_from_db()
    assert (by_hand.kind, by_hand.done, by_hand.reached) == ("pergi", "Bercerita", 22)
    make_report(make_session(make_event(partner=school), days=-9), {"anak": 8})
    reported = PartnerVisit.objects.get(session__isnull=False)
    client.post(f"/staf/kegiatan/kunjungan/{reported.pk}/ubah/", form)
    reported.refresh_from_db()
    assert (reported.done, reported.reached, reported.books_lent) == ("Bercerita", 8, 3)


def with_partner(event, partner):
    event.refresh_from_db()
    return events.change_event(event=event, by=None, at=timezone.now(), partner=partner)


def test_what_began_or_was_called_off_keeps_the_partner_it_had_or_none(client_as):
    one, other = make_partner(), make_partner()
    for had, gets in ((one, other), (one, None), (None, other)):
        event = make_event(partner=had)
        rows = over, written, off, running, ahead = [
            make_session(event, days=-3),
            make_session(event, days=-2),
            make_session(event, days=4),
            make_session(event, starts_at=timezone.now() - timedelta(minutes=20)),
            make_session(event, days=5),
        ]
        sessions.hold_past_sessions(at=timezone.now())
        make_report(written, {"anak": 5})
        sessions.cancel_session(session=off, reason="Hujan", by=None, at=timezone.now())
        with_partner(event, gets)
        for session in rows:
            session.refresh_from_db()
            session.event.refresh_from_db()
        assert [row.partner_there for row in (over, written, off, running)] == [had] * 4
        assert ahead.partner_there == gets
        make_report(written, {"anak": 6})  # correcting the report moves no meeting to another partner
        visit = PartnerVisit.objects.filter(session=written).first()
        assert (visit.partner if visit else None) == had


def test_the_years_figure_does_not_change_with_the_events_partner():
    school, today = make_partner(), timezone.localdate()
    event = make_event()
    make_report(make_session(event, days=-2), {"anak": 5})
    sessions.hold_past_sessions(at=timezone.now())
    with_partner(event, school)
    figures = selectors.figures.figures_between(today - timedelta(days=30), today)
    assert figures.with_partners == 0
    make_report(make_session(event, days=-1), {"anak": 5})
    figures = selectors.figures.figures_between(today - timedelta(days=30), today)
    assert figures.with_partners == 1


def test_a_past_date_gets_another_partner_by_hand():
    one, other = make_partner(), make_partner()
    event = make_event(partner=one)
    session = make_session(event, days=-2)
    make_report(session, {"anak": 5})
    set_partner_there(session=session, partner=other, by=None)
    assert (totals(one), totals(other)) == ((0, 0), (1, 5))
    with_partner(event, None)
    assert totals(other) == (1, 5)
    set_partner_there(session=session, partner=None, by=None)
    assert (totals(one), totals(other)) == ((0, 0), (0, 0))


def test_a_date_held_with_nobody_stays_so_when_its_form_is_saved_unchanged(client_as):
    event = make_event()
    held, ahead = make_session(event, days=-2), make_session(event, days=2)
    make_report(held, {"anak": 5})
    with_partner(event, make_partner())
    planner = client_as("Pustakawan")
    shown = {row: planner.get(f"/staf/kegiatan/tanggal/{row.pk}/mitra/").content.decode() for row in (held, ahead)}
    assert "tanpa mitra" in shown[held]
    assert "seperti kegiatannya" not in shown[held]
    assert "seperti kegiatannya" in shown[ahead]
    assert planner.post(f"/staf/kegiatan/tanggal/{held.pk}/mitra/", {"partner": ""}).status_code == 302
    held.refresh_from_db()
    assert (held.partner_there, PartnerVisit.objects.count()) == (None, 0)


def test_dates_from_before_are_given_the_partner_of_their_day():
    keep = import_module("outreach.migrations.0027_dates_keep_their_partners").keep
    one, other = make_partner(), make_partner()
    with time_machine.travel(timezone.now() - timedelta(days=9), tick=False):
        event = make_event(partner=one)
    over, ahead = make_session(event, days=-2, state=SessionState.HELD), make_session(event, days=2)
    event.partner = other
    event.save()
    lost = make_session(make_event(partner=other), days=-3, state=SessionState.HELD)  # older than its history
    own = make_session(event, days=-4, state=SessionState.REPORTED, partner=one)
    keep(apps, None)
    for row, partner, settled in ((over, one, True), (lost, other, True), (own, one, True), (ahead, None, False)):
        row.refresh_from_db()
        assert (row.partner, row.partner_settled) == (partner, settled)
    assert ahead.partner_there == other
