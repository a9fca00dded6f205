"""Fields that read what people type, each refusal beside what it takes."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from baubau_pembinaan.core.formats import rupiah
from baubau_pembinaan.core.forms import (
    IndonesianDateField,
    IndonesianDateTimeField,
    IndonesianTimeField,
    PhoneField,
    RupiahField,
)
from baubau_pembinaan.core.phones import normalise_phone, shown_phone


@pytest.mark.parametrize("text", ["22 Nov 2026", "2026-11-22", "22/11/2026"])
def test_a_date_field_reads_pickers_and_people(text):
    assert IndonesianDateField().clean(text) == date(2026, 11, 22)


def test_a_date_field_refuses_american_dates_with_an_example():
    with pytest.raises(ValidationError) as refused:
        IndonesianDateField().clean("11/22/2026")
    assert any(character.isdigit() for character in refused.value.messages[0])
    assert IndonesianDateField(required=False).clean("") is None


def test_widgets_are_the_browsers_own_and_speak_iso():
    html = IndonesianDateField().widget.render("day", date(2026, 11, 22))
    assert 'type="date"' in html
    assert 'value="2026-11-22"' in html
    assert 'value="09:30"' in IndonesianTimeField().widget.render("t", time(9, 30))


def test_times_and_moments():
    assert IndonesianTimeField().clean("pukul 09.30 WITA") == time(9, 30)
    moment = IndonesianDateTimeField().clean("22-11-2026 14.30")
    assert moment == datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    for field, text in ((IndonesianTimeField(), "25.00"), (IndonesianDateTimeField(), "besok")):
        with pytest.raises(ValidationError):
            field.clean(text)


@pytest.mark.parametrize(
    "text", ["1250000", "1.250.000", "Rp1.250.000", "Rp. 1.250.000,-", "1.250.000,00", " 1 250 000 "]
)
def test_rupiah_in_many_hands(text):
    assert RupiahField().clean(text) == 1_250_000


@pytest.mark.parametrize(
    "text", ["1,250,000", "1.25", "12.50.000", "-5", "satu juta", "1e9", "٣", "9" * 40, "1.250.000,0x"]
)
def test_rupiah_that_could_be_misread_is_refused(text):
    with pytest.raises(ValidationError):
        RupiahField().clean(text)


@pytest.mark.parametrize("text", ["50.000,50", "75.500,49", "1.250.000,01", "0,9", "Rp 1.250.000,5"])
def test_cents_are_refused_not_rounded(text):
    with pytest.raises(ValidationError) as refusal:
        RupiahField().clean(text)
    assert [error.code for error in refusal.value.error_list] == ["cents"]


def test_an_amount_of_a_column_is_shown_with_dots_and_read_back():
    assert RupiahField().prepare_value(Decimal(120_000)) == "120.000"
    assert not RupiahField().has_changed(Decimal(120_000), "120.000")


@given(st.integers(min_value=0, max_value=10**15))
def test_every_written_amount_is_read_back(amount):
    assert RupiahField().clean(rupiah(amount)) == amount
    assert RupiahField().clean(RupiahField().prepare_value(amount)) == amount


@pytest.mark.parametrize(
    "text", ["0812-3456 7890", "+62 812 3456 7890", "6281234567890", "81234567890", "(0812) 3456.7890"]
)
def test_phones_become_digits(text):
    assert normalise_phone(text) == "6281234567890"
    assert PhoneField().clean(text) == "6281234567890"


@pytest.mark.parametrize("text", ["123", "0812", "08x2345678", "+1 202 555 0100", "62081234567890", "0" * 20])
def test_what_is_no_phone_is_refused(text):
    with pytest.raises(ValidationError):
        PhoneField().clean(text)


def test_a_phone_is_shown_as_people_write_it():
    assert shown_phone("6281234567890") == "0812-3456-7890"
    assert PhoneField(required=False).clean("") == ""


@pytest.mark.parametrize("text", ["50.000,50", "75.500,49", "Rp1.000,01"])
def test_cents_are_not_rounded_away_without_a_word(text):
    with pytest.raises(ValidationError, match="Rupiah ditulis bulat"):
        RupiahField().clean(text)
