"""History is written with the deed, names who and why, and is never skipped."""

import pytest
from django.db import transaction
from simple_history.models import HistoricalRecords

from baubau_pembinaan.core.history import HistoryWouldBeSkipped, acting
from baubau_pembinaan.libraries.models import Signatory, Unit
from tests.factories.accounts import make_user
from tests.factories.libraries import make_service_point, make_signatory, make_unit

pytestmark = pytest.mark.django_db


class _Request:
    def __init__(self, user):
        self.user = user


@pytest.fixture
def request_of():
    def enter(user):
        HistoricalRecords.context.request = _Request(user)

    yield enter
    if hasattr(HistoricalRecords.context, "request"):
        del HistoricalRecords.context.request


def line(unit):
    return unit.history.first()


def test_deed_names_actor_and_reason():
    user = make_user()
    with acting(user, reason="Peraturan baru"):
        unit = make_unit(name="Bidang Layanan")
    found = line(unit)
    assert (found.history_type, found.history_user_id, found.history_user_name, found.history_change_reason) == (
        "+",
        user.pk,
        user.name,
        "Peraturan baru",
    )
    assert found.name == "Bidang Layanan"


def test_request_names_the_actor_where_no_deed_does(request_of):
    user = make_user()
    request_of(user)
    assert line(make_unit()).history_user_id == user.pk


def test_deed_of_the_system_inside_a_request_names_nobody(request_of):
    request_of(make_user())
    with acting(None, reason="Jadwal"):
        unit = make_unit()
    assert (line(unit).history_user_id, line(unit).history_user_name) == (None, "")


def test_inner_deed_names_its_own_actor_and_keeps_the_outer_reason():
    outer, inner = make_user(), make_user()
    with acting(outer, reason="Impor"):
        with acting(inner):
            unit = make_unit()
        after = make_unit()
    assert (line(unit).history_user_id, line(unit).history_change_reason) == (inner.pk, "Impor")
    assert line(after).history_user_id == outer.pk


def test_rolled_back_deed_leaves_no_line():
    before = Unit.history.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        make_unit()
        assert Unit.history.count() == before + 1
        raise RuntimeError
    assert Unit.history.count() == before


@pytest.mark.django_db(transaction=True)
def test_row_is_not_saved_where_its_line_cannot_be(monkeypatch):
    """Also where the caller opened no transaction of its own."""
    unit = make_unit(name="Lama")

    def refuse(*args, **kwargs):
        raise RuntimeError("no room for history")

    monkeypatch.setattr(type(line(unit)), "save", refuse)
    unit.name = "Baru"
    with pytest.raises(RuntimeError):
        unit.save()
    assert Unit.objects.get(pk=unit.pk).name == "Lama"
    with pytest.raises(RuntimeError):
        unit.delete()
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_deleting_the_actor_neither_blocks_nor_erases():
    user = make_user(name="Contoh Lama")
    with acting(user):
        unit = make_unit()
    user.delete()
    assert str(line(unit).history_user) == "Contoh Lama"


@pytest.mark.parametrize(
    "write",
    [
        lambda unit: Unit.objects.update(name="x"),
        lambda unit: Unit.objects.filter(pk=unit.pk).update(name="x"),
        lambda unit: Unit.objects.bulk_create([Unit(code="x", name="x")]),
        lambda unit: Unit.objects.bulk_update([unit], ["name"]),
        lambda unit: Unit.objects.filter(pk=unit.pk)._raw_delete("default"),
        lambda unit: unit.children.update(name="x"),
    ],
)
def test_bulk_write_that_would_skip_history_is_refused(write):
    with pytest.raises(HistoryWouldBeSkipped):
        write(make_unit())


def test_deleting_many_writes_a_line_for_each():
    units = [make_unit(), make_unit()]
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).delete()
    lines = Unit.history.filter(id__in=[unit.pk for unit in units], history_type="-")
    assert lines.count() == 2


def test_plain_save_and_update_or_create_write_their_line():
    point = make_service_point(name="Lama")
    point.name = "Baru"
    point.save()
    Unit.objects.update_or_create(code=point.unit.code, defaults={"name": "Nama baru"})
    assert [found.name for found in point.history.all()] == ["Baru", "Lama"]
    assert line(point.unit).name == "Nama baru"


def test_many_to_many_change_is_a_line_of_its_own():
    signatory, unit = make_signatory(), make_unit()
    signatory.units.add(unit)
    newest = Signatory.history.filter(id=signatory.pk).first()
    assert [side.unit_id for side in newest.units.all()] == [unit.pk]
