"""The demo of the collection: numbers rise with the days, a misspelt word finds what was meant."""

import pytest
from django.core.management import call_command

from collections_app.models import Gift, Item, Order, Receipt
from collections_app.selectors.catalogue import titles
from collections_app.selectors.money import TAKEN_IN
from collections_app.services.words import learn_words
from tests.demo_database import AS_OF
from tests.factories.collections_app import make_title

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


def _numbers():
    """(year, number) of each copy taken in, by the day it came and its number."""
    copies = Item.objects.filter(TAKEN_IN).order_by("received_on", "inventory_code")
    return [tuple(reversed(code.split("/"))) for code in copies.values_list("inventory_code", flat=True)]


def test_accession_numbers_rise_with_the_day_of_receipt():
    numbers = _numbers()
    assert len(numbers) > 20 and len({year for year, _number in numbers}) == 2
    assert numbers == sorted(numbers)
    minutes = [(row.day, row.number.sequence) for row in Receipt.objects.select_related("number")]
    minutes += [
        (row.taken_on, row.number.sequence) for row in Gift.objects.exclude(number=None).select_related("number")
    ]
    by_year = {day.year for day, _sequence in minutes}
    for year in by_year:
        sequences = [sequence for day, sequence in sorted(minutes) if day.year == year]
        assert sequences == sorted(sequences)


def test_loaded_twice_it_stays_the_same():
    before = [Order.objects.count(), Receipt.objects.count(), Gift.objects.count(), _numbers()]
    call_command("load_demo", "--as-of", str(AS_OF))
    assert [Order.objects.count(), Receipt.objects.count(), Gift.objects.count(), _numbers()] == before


def test_a_misspelt_word_finds_the_book_that_was_meant_first():
    """An import learns words of its own titles: "kompos" is nearer to "komputr" than nothing."""
    title = make_title("Kompos Rumah Tangga")
    learn_words([title.pk])
    for held in (False, True):
        assert [row.title for row in titles("komputr", held=held)][:1] == ["Jaringan Komputer"]
