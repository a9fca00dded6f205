"""Dates, money and numbers as an Indonesian office writes and reads them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from baubau_pembinaan.core import formats
from baubau_pembinaan.core.terbilang import LIMIT, terbilang, terbilang_rupiah

DAY = date(2026, 11, 22)


def test_dates_are_written_in_the_readers_language():
    with override("id"):
        assert formats.tanggal(DAY) == "22 November 2026"
        assert formats.hari_tanggal(DAY) == "Minggu, 22 November 2026"
        assert formats.tanggal_pendek(date(2026, 8, 2)) == "2 Agu 2026"
        assert formats.bulan_tahun(date(2026, 5, 1)) == "Mei 2026"
    with override("en"):
        assert formats.hari_tanggal(date(2026, 5, 1)) == "Friday, 1 May 2026"


def test_a_moment_is_written_in_the_local_day_and_zone():
    late_in_utc = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    with override("id"):
        assert formats.tanggal_pukul(late_in_utc) == "22 November 2026, pukul 00.30 WITA"
        assert formats.pukul(time(9, 5)) == "pukul 09.05 WITA"
    with override("en"):
        assert formats.pukul(late_in_utc) == "00:30 WITA"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (DAY, DAY, "22 November 2026"),
        (date(2026, 11, 2), date(2026, 11, 5), "2–5 November 2026"),
        (date(2026, 10, 30), date(2026, 11, 2), "30 Oktober – 2 November 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31 Desember 2026 – 1 Januari 2027"),
    ],
)
def test_a_span_of_days_says_each_part_once(first, last, expected):
    assert formats.rentang_tanggal(first, last) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("85.5"), 2, "85,50"),
        (2.675, 2, "2,68"),
        (Decimal("-0.004"), 2, "0,00"),
        (1250000, 0, "1.250.000"),
        (Decimal("1250.5"), 0, "1.251"),
    ],
)
def test_numbers_round_half_up_and_group_with_dots(value, places, expected):
    assert formats.angka(value, places) == expected


def test_numbers_in_english_use_its_signs():
    with override("en"):
        assert formats.angka(Decimal("1250.5"), 2) == "1,250.50"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Rp1.250.000", "-Rp2.501", "Rp1.250.000,00"]),
        ("en", ["Rp1,250,000", "-Rp2,501", "Rp1,250,000.00"]),
    ],
)
def test_rupiah_is_written_like_every_other_number(language, words):
    with override(language):
        assert formats.rupiah(1250000) == words[0]
        assert formats.rupiah(Decimal("-2500.5")) == words[1]
        assert formats.rupiah(1250000, cents=True) == words[2]


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_rupiah_can_be_read_back(amount):
    text = formats.rupiah(amount)
    assert int(text.replace("Rp", "").replace(".", "")) == amount


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (1000, "seribu"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (1_250_000, "satu juta dua ratus lima puluh ribu"),
        (1_000_001_000, "satu miliar seribu"),
        (-21, "minus dua puluh satu"),
    ],
)
def test_numbers_in_words(number, words):
    assert terbilang(number) == words


@given(st.integers(min_value=1, max_value=LIMIT - 1))
def test_words_never_hold_a_gap_or_one_thousand_as_satu_ribu(number):
    words = terbilang(number)
    assert "  " not in words
    assert not words.startswith("satu ribu")
    assert not words.startswith("satu ratus")


def test_words_for_money_begin_with_a_capital():
    assert terbilang_rupiah(2_000) == "Dua ribu rupiah"


def test_words_refuse_what_they_cannot_say():
    with pytest.raises(ValueError, match="too large"):
        terbilang(LIMIT)


def test_filters_leave_a_missing_value_empty():
    template = Template(
        "{% load pembinaan %}{{ day|tanggal }}|{{ none|tanggal }}|{{ ikm|angka:2 }}|{{ none|rupiah }}|{{ cost|rupiah }}"
    )
    assert (
        template.render(Context({"day": DAY, "none": None, "ikm": Decimal("85.5"), "cost": 1000}))
        == "22 November 2026||85,50||Rp1.000"
    )


def test_an_icon_is_decoration_unless_it_is_named():
    render = Template('{% load pembinaan %}{% icon "a" %}{% icon "b" label=words %}').render
    html = render(Context({"words": 'Kata "<x>"'}))
    assert '<svg class="icon" aria-hidden="true"><use href="/static/icons/sprite.svg#a"></use></svg>' in html
    assert 'role="img" aria-label="Kata &quot;&lt;x&gt;&quot;"' in html


@pytest.mark.parametrize(
    ("key", "indonesian", "english"),
    [
        ("2026-Q3", "Triwulan III 2026", "Quarter III 2026"),
        ("2026-Q4", "Triwulan IV 2026", "Quarter IV 2026"),
        ("2026-S2", "Semester II 2026", "Half-year II 2026"),
        ("2026-01", "Januari 2026", "January 2026"),
        ("2026-12", "Desember 2026", "December 2026"),
        ("2026", "2026", "2026"),
        ("2026-11-27", "27 November 2026", "27 November 2026"),
        ("2026-02-30", "2026-02-30", "2026-02-30"),
        *[(key, key, key) for key in ("2026-Q5", "2026-Q0", "2026-S3", "2026-13", "2026-00", "uji 1", "2026-Q3\n", "")],
    ],
)
def test_a_periods_key_is_said_in_words_and_another_stands_as_it_is(key, indonesian, english):
    assert formats.nama_periode(key) == indonesian
    with override("en"):
        assert formats.nama_periode(key) == english


@pytest.mark.parametrize(
    ("key", "indonesian", "english"),
    [
        ("2026-Q3", "TW III 2026", "Q3 2026"),
        ("2026-S1", "Sem. I 2026", "H1 2026"),
        ("2026-05", "Mei 2026", "May 2026"),
        ("2026", "2026", "2026"),
        ("2026-11-27", "27 November 2026", "27 November 2026"),
        ("2026-02-30", "2026-02-30", "2026-02-30"),
        ("uji coba", "uji coba", "uji coba"),
    ],
)
def test_a_period_is_said_shortly(key, indonesian, english):
    assert formats.periode_singkat(key) == indonesian
    with override("en"):
        assert formats.periode_singkat(key) == english


@pytest.mark.parametrize("key", ["2026", "2026-Q4", "2026-S2", "2026-11"])
def test_a_key_that_can_be_said_is_known(key):
    assert formats.is_period_key(key)


@pytest.mark.parametrize("key", ["2026-Q5", "2026-13", "triwulan empat", "", "26-Q1"])
def test_a_key_that_cannot_be_said_is_not(key):
    assert not formats.is_period_key(key)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["id", "en"]))
def test_whole_amounts_are_written_the_same_from_any_class_and_in_a_loop(amount, language):
    with override(language):
        said = formats.written()
        words = {formats.angka(amount), formats.angka(Decimal(amount)), said.angka(amount), said.angka(Decimal(amount))}
        assert len(words) == 1
        money = {formats.rupiah(each) for each in (amount, Decimal(amount), Decimal(amount).quantize(Decimal("1.00")))}
        assert money == {said.rupiah(amount)}
        assert said.tanggal_pendek(DAY) == formats.tanggal_pendek(DAY)
