"""load_demo: twice is once, fresh relative to a day, refused where data are real."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from zeal import zeal_ignore

from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.libraries.models import Library, Unit
from baubau_pembinaan.portal.demo import FirstAdministrator, remove_demo
from collections_app.models import Item, Title
from evaluations.models import Answer, FrozenResult, Period, Survey
from evaluations.selectors.population import comparable_visits
from evaluations.selectors.recount import differences
from outreach.models import Event
from tests.demo_database import AS_OF
from training.models import JpEntry

OWN = FirstAdministrator("Ibu Nyata", "nyata", "lima gajah menari", "nyata@example.org")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


def test_demo_fills_a_year_and_a_half_and_twice_is_once():
    counts = [model.objects.count() for model in (StaffProfile, Unit, Survey, Period, Answer, FrozenResult)]
    assert counts[0] == 16
    assert counts[1] == 5
    assert counts[2:4] == [17, 32]  # six that stand at the desks, eleven that ask after trainings and events
    assert counts[5] == 26
    assert Library.current().name == "Perpustakaan Kota Baubau"
    assert "Contoh" in StaffProfile.objects.order_by("pk")[0].name
    call_command("load_demo", "--as-of", str(AS_OF))
    assert [m.objects.count() for m in (StaffProfile, Unit, Survey, Period, Answer, FrozenResult)] == counts
    assert differences() == []


def test_the_demos_populations_are_what_its_counts_propose():
    periods = Period.objects.filter(
        survey__is_demo=True, survey__training_session=None, survey__event=None, survey__instrument__kind="skm"
    )
    found = [(row.population, comparable_visits(row.survey, row.starts_on, row.ends_on)) for row in periods]
    assert len(found) == 19
    assert all(population and population == proposed for population, proposed in found)


@pytest.mark.parametrize("scale", [0, -3])
def test_a_size_that_multiplies_nothing_is_refused(scale):
    before = User.objects.count()
    with pytest.raises(CommandError, match="1 atau lebih"):
        call_command("load_demo", "--scale", str(scale))
    assert User.objects.count() == before


def test_what_stands_grows_only_when_renewed():
    before = Answer.objects.count(), StaffProfile.objects.count()
    others = [Title.objects, Item.objects, Event.objects, JpEntry.objects.filter(enrolment=None)]
    once = [rows.count() for rows in others]
    with pytest.raises(CommandError, match="load_demo --refresh --scale 2"):
        call_command("load_demo", "--as-of", str(AS_OF), "--scale", "2")
    assert (Answer.objects.count(), StaffProfile.objects.count()) == before
    call_command("load_demo", "--as-of", str(AS_OF), "--scale", "2", "--refresh")
    assert Answer.objects.count() > before[0] * 1.8
    assert StaffProfile.objects.count() == before[1] * 2
    assert [now > then * 1.7 for now, then in zip([rows.count() for rows in others], once, strict=True)] == [True] * 4
    assert differences() == []
    with zeal_ignore([{"model": "accounts.User", "field": "get()"}]):  # django-simple-history's own reading
        assert remove_demo(by=None, at=timezone.now(), administrator=OWN) == []
    assert [rows.exists() for rows in others] == [False] * 4
