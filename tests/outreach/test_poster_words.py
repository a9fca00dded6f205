"""A poster of a series says its rhythm and its next dates, when each ends, and how to come."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from outreach.choices import Frequency
from outreach.poster_words import facts
from outreach.rhythm import rhythm
from outreach.series import days_of, rule_text
from tests.factories.outreach import make_event, make_session

pytestmark = pytest.mark.django_db
SATURDAY = date(2027, 1, 2)


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001


def made(frequency, first, *, interval=1):
    rule = rule_text(frequency=frequency, first=first, interval=interval, count=4)
    return rule, [planned.day for planned in days_of(rule, first, {})]


@pytest.mark.parametrize(
    ("frequency", "first", "interval", "words"),
    [
        (Frequency.WEEKLY, SATURDAY, 1, "Setiap Sabtu"),
        (Frequency.WEEKLY, SATURDAY, 3, "Setiap 3 minggu pada hari Sabtu"),
        (Frequency.MONTHLY_WEEKDAY, date(2027, 1, 9), 1, "Sabtu kedua setiap bulan"),
        (Frequency.MONTHLY_WEEKDAY, date(2027, 1, 30), 1, "Sabtu terakhir setiap bulan"),
        (Frequency.MONTHLY_DATE, date(2027, 1, 12), 1, "Setiap bulan pada tanggal 12"),
        (Frequency.MONTHLY_DATE, date(2027, 1, 31), 1, ""),
        (Frequency.MONTHLY_WEEKDAY, date(2027, 1, 9), 2, ""),
    ],
)
def test_a_rule_is_said_as_people_say_it(frequency, first, interval, words):
    rule, days = made(frequency, first, interval=interval)
    assert rhythm(rule, days) == words


def test_a_rhythm_its_dates_do_not_keep_is_not_said():
    rule, days = made(Frequency.WEEKLY, SATURDAY)
    assert rhythm(rule, days[:1]) == ""
    assert rhythm(rule, [days[0], days[2]]) == "Setiap Sabtu", "one was called off"
    assert rhythm(rule, [*days, days[-1] + timedelta(days=1)]) == ""
    for odd in (
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=x;BYDAY=SA",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=+9SA",
    ):
        assert rhythm(odd, days) == "", odd
    with override("en"):
        assert rhythm(rule, days) == "Every Saturday"


def lines_of(event, coming) -> list[str]:
    """What a poster says; the spaces that hold a date together read as spaces."""
    return [line.replace("\u00a0", " ") for line in facts(event, coming)]


def series(event, *, moved=False):
    sessions = [make_session(event, starts_at=at(SATURDAY + timedelta(weeks=n)), hours=1.5) for n in range(6)]
    if moved:
        one = sessions[2]
        one.starts_at, one.ends_at = at(SATURDAY + timedelta(days=15), 15), at(SATURDAY + timedelta(days=15), 16)
        one.place = "Balai Kota"
        one.save()
    for one in sessions:
        one.event = event
    return sessions


def test_a_series_says_its_rhythm_its_next_dates_and_when_it_ends():
    event = make_event(rule="FREQ=WEEKLY;BYDAY=SA", contact_phone="628123456789", age_max=10)
    assert lines_of(event, series(event)) == [
        "Setiap Sabtu, pukul 09.00–10.30 WITA",
        "Berikutnya: 2 Jan, 9 Jan, 16 Jan, 23 Jan 2027 …",
        "Taman baca",
        "sampai 10 tahun",
        "Gratis. Langsung datang, tidak perlu mendaftar.",
        "Pertanyaan: 0812-3456-789",
    ]


def test_a_moved_date_says_what_is_otherwise():
    event = make_event(rule="FREQ=WEEKLY;BYDAY=SA", seats=5)
    lines = lines_of(event, series(event, moved=True))
    assert lines[1] == ("Berikutnya: 2 Jan, 9 Jan, Minggu 17 Jan (pukul 15.00–16.00 WITA, Balai Kota), 23 Jan 2027 …")
    assert "Gratis. Daftar dahulu, lewat kode ini atau di perpustakaan." in lines
    assert not [line for line in lines if line.startswith("Pertanyaan")]


def test_single_dates_are_named_in_full_and_an_event_without_dates_keeps_its_place():
    event = make_event()
    session = make_session(event, starts_at=at(SATURDAY))
    session.event = event
    assert facts(event, [session])[0] == "Sabtu, 2 Januari 2027, pukul 09.00–11.00 WITA"
    assert facts(event, [])[0] == "Taman baca"
    other = make_session(event, starts_at=at(date(2026, 12, 30)))
    other.event = event
    assert lines_of(event, [other, session])[:2] == [
        "Berikutnya: Rabu 30 Des 2026, Sabtu 2 Jan 2027", "pukul 09.00–11.00 WITA",
    ]  # fmt: skip
