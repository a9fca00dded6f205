"""Dates as people in Indonesia type them."""

from datetime import date, datetime, time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from baubau_pembinaan.core import formats
from baubau_pembinaan.core.dates import parse_pukul, parse_tanggal, parse_tanggal_pukul

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "22 November 2026",
        "22 nov 2026",
        "22 Nop. 2026",
        "22 Nov 26",
        "Minggu, 22 November 2026",
        "minggu 22-11-2026",
        "22-11-2026",
        "22/11/2026",
        "22.11.2026",
        "22/11/26",
        "22-Nov-2026",
        "  22   November,  2026 ",
        "2026-11-22",
    ],
)
def test_the_same_day_in_many_hands(text):
    assert parse_tanggal(text) == DAY


@pytest.mark.parametrize("text", ["17 Agustus 2026", "17 Agu 2026", "17 Ags 2026", "17 Agt 2026", "17 August 2026"])
def test_august_has_many_short_names(text):
    assert parse_tanggal(text) == date(2026, 8, 17)


@pytest.mark.parametrize(
    "text",
    ["11/22/2026", "November 22, 2026", "31-02-2026", "22-11/2026", "", "besok", "22 Nov", "9" * 1000, "22 Novem 2026"],
)
def test_no_american_and_no_impossible_date(text):
    with pytest.raises(ValueError):
        parse_tanggal(text)


def test_five_six_is_the_fifth_of_june():
    assert parse_tanggal("05/06/2026") == date(2026, 6, 5)


@given(st.dates(), st.sampled_from(["id", "en"]))
def test_every_written_date_is_read_back(day, language):
    with override(language):
        for write in (formats.tanggal, formats.tanggal_pendek, formats.hari_tanggal):
            text = write(day)
            if day.year >= 1000:
                assert parse_tanggal(text) == day


@pytest.mark.parametrize("text", ["09.30", "9:30", "pukul 09.30 WITA", "jam 9.30", "09.30.00"])
def test_times(text):
    assert parse_pukul(text) == time(9, 30)


@pytest.mark.parametrize("text", ["25.00", "9", "09.60", "09-30"])
def test_times_that_are_none(text):
    with pytest.raises(ValueError):
        parse_pukul(text)


@pytest.mark.parametrize(
    "text",
    [
        "22-11-2026 14.30",
        "22-11-2026 14:30",
        "22 Nov 2026, pukul 14.30 WITA",
        "Minggu, 22 November 2026 14.30",
        "2026-11-22T14:30",
    ],
)
def test_moments(text):
    assert parse_tanggal_pukul(text) == datetime(2026, 11, 22, 14, 30)  # noqa: DTZ001 - local and naive by promise


def test_a_bare_date_is_midnight():
    assert parse_tanggal_pukul("22-11-2026") == datetime(2026, 11, 22)  # noqa: DTZ001
