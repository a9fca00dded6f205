"""Numbers of papers: unbroken, once each, also when twenty people take one at the same moment."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from baubau_pembinaan.documents import services
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries
from baubau_pembinaan.documents.models.number import NumberIsKept, validate_pattern
from tests.factories.documents import make_series

DAY = date(2026, 11, 22)


def _take(series: str, day: date = DAY) -> DocumentNumber:
    return services.take_number(series=series, subject="Laporan", day=day, by=None, at=timezone.now())


@pytest.mark.django_db
def test_numbers_run_on_and_begin_again_each_year():
    series = make_series(mark="SKM")
    written = [_take(series.code, day).text for day in (DAY, DAY, date(2027, 1, 4), date(2026, 12, 1))]
    assert written == ["1/SKM/XI/2026", "2/SKM/XI/2026", "1/SKM/I/2027", "3/SKM/XII/2026"]


@pytest.mark.django_db
def test_series_do_not_disturb_one_another_and_given_numbers_keep_their_pattern():
    series, other = make_series(), make_series(pattern="{kode}-{urut3}/{bulan}/{tahun}")
    assert (_take(series.code).sequence, _take(other.code).text) == (1, "UJI-001/11/2026")
    other.pattern = "{urut}/{tahun}"
    other.save()
    assert _take(other.code).text == "2/2026"
    assert sorted(other.numbers.values_list("text", flat=True)) == ["2/2026", "UJI-001/11/2026"]


@pytest.mark.django_db
def test_a_paper_that_fails_gives_its_number_back():
    series = make_series()
    with pytest.raises(RuntimeError), transaction.atomic():
        _take(series.code)
        raise RuntimeError
    assert _take(series.code).sequence == 1


@pytest.mark.django_db
def test_an_unknown_series_is_refused():
    with pytest.raises(NumberSeries.DoesNotExist):
        _take("tidak-ada")


@pytest.mark.django_db
def test_a_number_is_not_deleted():
    number = _take(make_series().code)
    with pytest.raises(NumberIsKept):
        number.delete()
    assert DocumentNumber.objects.filter(pk=number.pk).exists()


@pytest.mark.parametrize(
    "pattern",
    [
        "{urut}",
        "{tahun}",
        "{urut}/{tahun}/{x}",
        "{urut.real}/{tahun}",
        "{urut!r}/{tahun}",
        "{{urut}}/{tahun}",
        "{urut}/{tahun}/{",
    ],
)
def test_patterns_that_could_repeat_or_run_are_refused(pattern):
    with pytest.raises(ValidationError):
        validate_pattern(pattern)


@pytest.mark.parametrize("pattern", ["{urut}/{kode}/{bulan_romawi}/{tahun}", "B-{urut3}/{bulan}/{tahun}"])
def test_sound_patterns_are_taken(pattern):
    validate_pattern(pattern)


def _race(work, threads: int = 20) -> list[BaseException]:
    gate, errors = threading.Barrier(threads), []

    def run() -> None:
        try:
            gate.wait(60)
            work(gate)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=run) for _ in range(threads)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_get_twenty_numbers_without_a_gap():
    series = make_series()
    assert _race(lambda _gate: _take(series.code)) == []
    assert sorted(series.numbers.values_list("sequence", flat=True)) == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_fails():
    """Negative control: the race is real, and the constraint is the last line."""
    series = make_series()

    def careless(gate: threading.Barrier) -> None:
        last = series.numbers.aggregate(last=models.Max("sequence"))["last"] or 0
        gate.wait(60)
        now = timezone.now()
        DocumentNumber.objects.create(
            series=series, year=2026, sequence=last + 1, text=str(last + 1), subject="x", day=DAY, taken_at=now
        )

    errors = _race(careless)
    assert len(errors) == 19
    assert all(isinstance(error, IntegrityError) for error in errors)
    assert series.numbers.count() == 1
