"""Statements kept for the life of the process give what the queryset would."""

import pytest
from django.core.paginator import Paginator
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.prepared import LAST_KEY
from baubau_pembinaan.core.statements import FoundFirst, Kept, KeptModels, KeptText, among, blank
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


def test_kept_objects_are_models_with_what_was_selected_and_annotated(django_assert_num_queries):
    people = sorted((make_person() for _ in range(3)), key=lambda person: person.pk)
    kept = KeptModels(
        lambda: (
            StaffProfile.objects.filter(pk__in=among("ids"))
            .select_related("user")
            .annotate(greeting=Concat(blank("word", CharField()), Value(" "), F("name")))
            .order_by("-pk")
        )
    )
    for asked, word in ((people, "Halo"), (people[:1], "Hai")):
        rows = kept.part(ids=[person.pk for person in asked], word=word)
        with django_assert_num_queries(1):
            found = rows[:]
            assert [row.greeting for row in found] == [f"{word} {person.name}" for person in reversed(asked)]
            assert [row.user.pk for row in found] == [person.user_id for person in reversed(asked)]
        assert found == list(reversed(asked))
        assert rows.count() == len(asked)
        assert rows.first() == asked[-1]
    assert kept.part(ids=[], word="Halo").first() is None


def test_kept_rows_are_paged():
    people = [make_person().pk for _ in range(5)]
    kept = KeptModels(lambda: StaffProfile.objects.filter(pk__in=among("ids")).order_by("pk"))
    pages = Paginator(kept.part(ids=people), 2)
    assert pages.count == 5
    assert [[row.pk for row in pages.page(number)] for number in (1, 2, 3)] == [people[:2], people[2:4], people[4:]]


def test_a_text_with_per_cent_signs_is_counted_too():
    make_person(name="Seratus % Contoh")
    kept = Kept(lambda: StaffProfile.objects.filter(name__contains="%", user=blank("user")).values_list("pk"))
    assert kept.count(user=StaffProfile.objects.get().user_id) == 1


@pytest.mark.parametrize("prepares", [True, False])
def test_a_statement_written_out_takes_each_blank_by_its_name(settings, prepares):
    settings.PREPARE_STATEMENTS = prepares
    kept = KeptText("SELECT %(n)s::int + %(n)s::int, %(word)s::text || '%%', 7 %% %(n)s::int")
    assert kept.rows(n=2, word="a%b") == [(4, "a%b%", 1)]
    assert kept.rows(word="'", n=5) == [(10, "'%", 2)]


def test_a_number_that_no_key_can_be_finds_nothing():
    kept = KeptModels(lambda: StaffProfile.objects.filter(pk=blank("pk")))
    assert kept.first(pk=LAST_KEY) is None and kept.first(pk=LAST_KEY + 1) is None


def test_rows_whose_keys_are_found_first_are_those_of_the_queryset(django_assert_num_queries):
    people = [make_person(name=f"Pegawai {letter}").pk for letter in "CADBE"]
    kept = FoundFirst(
        lambda: StaffProfile.objects.exclude(pk=blank("not")).order_by("name", "pk"),
        lambda: StaffProfile.objects.select_related("user"),
    )
    part = kept.part(**{"not": people[3]})
    assert (part.count(), sorted(part.keys())) == (4, sorted(people[:3] + people[4:]))
    with django_assert_num_queries(2):
        assert [(row.name[-1], bool(row.user.pk)) for row in part[1:3]] == [("C", True), ("D", True)]
    with django_assert_num_queries(2):
        assert [row.name[-1] for row in part] == list("ACDE")
    assert part.first().name == "Pegawai A"
    with django_assert_num_queries(1):
        assert part[4:8] == []
