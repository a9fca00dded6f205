"""What the office's rows promise."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from baubau_pembinaan.libraries import reference
from baubau_pembinaan.libraries.models import District, Library, Signatory, Unit, Village
from tests.factories.libraries import make_holiday, make_service_point, make_signatory, make_unit

pytestmark = pytest.mark.django_db


def test_second_library_is_refused(library):
    with pytest.raises(IntegrityError, match="library_is_one_per_installation"), transaction.atomic():
        Library.objects.create(pk=2, name="Kedua")


@pytest.mark.parametrize(
    ("population", "year", "valid"), [(1, 2020, True), (None, None, True), (1, None, False), (None, 2020, False)]
)
def test_population_comes_with_its_year(population, year, valid):
    row = Library(pk=1, name="Contoh", population=population, population_year=year)
    if valid:
        row.full_clean()
    else:
        with pytest.raises(ValidationError, match=r"year|tahun"):
            row.full_clean()


def test_unit_below_itself_is_explained_beside_the_field():
    top = make_unit()
    leaf = make_unit(parent=make_unit(parent=top))
    top.parent = leaf
    with pytest.raises(ValidationError) as refusal:
        top.full_clean()
    assert list(refusal.value.message_dict) == ["parent"]
    leaf.parent = make_unit()
    leaf.full_clean()


def test_descendants_are_found_in_one_statement(django_assert_num_queries):
    top, other = make_unit(), make_unit()
    child = make_unit(parent=top)
    leaf = make_unit(parent=child)
    with django_assert_num_queries(1):
        assert set(Unit.objects.with_descendants(top)) == {top, child, leaf}
    assert set(Unit.objects.with_descendants(other)) == {other}


def test_service_point_speaks_the_reader_language():
    point, only_indonesian = make_service_point(name="Anak", name_en="Children"), make_service_point(name="Umum")
    with translation.override("en"):
        assert (str(point), str(only_indonesian)) == ("Children", "Umum")
    with translation.override("id"):
        assert str(point) == "Anak"


def test_signatory_counts_from_the_first_to_the_last_day():
    row = make_signatory(valid_from=date(2026, 1, 2), valid_until=date(2026, 6, 30))
    found = [
        day
        for day in (date(2026, 1, 1), date(2026, 1, 2), date(2026, 6, 30), date(2026, 7, 1))
        if row in Signatory.objects.valid_on(day)
    ]
    assert found == [date(2026, 1, 2), date(2026, 6, 30)]
    assert make_signatory(valid_from=date(2026, 1, 2)) in Signatory.objects.valid_on(date(2036, 1, 1))


def test_signatory_without_units_signs_for_every_unit():
    mine, theirs = make_unit(), make_unit()
    for_all, for_mine = make_signatory(), make_signatory()
    for_mine.units.add(mine)
    assert set(Signatory.objects.for_unit(mine)) == {for_all, for_mine}
    assert set(Signatory.objects.for_unit(theirs)) == {for_all}


def test_signatory_ending_before_the_start_is_refused():
    with pytest.raises(IntegrityError, match="signatory_ends_after_the_start"), transaction.atomic():
        make_signatory(valid_from=date(2026, 1, 2), valid_until=date(2026, 1, 1))


def test_nip_is_spaced_as_offices_write_it():
    assert Signatory(nip="196804111993031009").nip_spaced == "19680411 199303 1 009"
    assert Signatory(nip="").nip_spaced == ""


def test_one_day_stands_once_per_kind():
    make_holiday()
    make_holiday(kind="cuti-bersama")
    with pytest.raises(IntegrityError, match="holiday_stands_once"), transaction.atomic():
        make_holiday(name="Lain")


def test_baubau_has_eight_kecamatan_and_43_kelurahan():
    from django.apps import apps

    reference.seed(apps)
    assert (District.objects.count(), Village.objects.count()) == (8, 43)
    assert sum(district.population for district in District.objects.all()) == 154_877
    assert str(sum(district.area_km2 for district in District.objects.all())) == "293.18"
    assert Village.objects.get(name="Lipu").district.name == "Betoambari"


def test_seeding_again_leaves_what_somebody_changed():
    from django.apps import apps

    reference.seed(apps)
    District.objects.filter(name="Wolio").update(population=50_000)
    reference.seed(apps)
    assert District.objects.get(name="Wolio").population == 50_000
    assert Village.objects.count() == 43
