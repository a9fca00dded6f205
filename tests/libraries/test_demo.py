"""The demo's office comes whole and only once."""

from datetime import date
from types import SimpleNamespace

import pytest

from baubau_pembinaan.libraries import demo, switches
from baubau_pembinaan.libraries.models import Holiday, Library, ServicePoint, Signatory, Switch, Unit

pytestmark = pytest.mark.django_db
MODELS = (Library, Unit, ServicePoint, Signatory, Holiday, Switch)


def run():
    context = SimpleNamespace(as_of=date(2026, 11, 22), library=None, units={}, shared={})
    demo.load(context)
    return context


def test_office_stands_with_units_points_and_every_part_on():
    context = run()
    assert context.library.name == "Perpustakaan Kota Baubau"
    assert set(context.units) == {"dinas", "sekretariat", "layanan", "koleksi", "pembinaan"}
    assert {unit.parent for code, unit in context.units.items() if code != "dinas"} == {context.units["dinas"]}
    assert {"sirkulasi", "anak", "referensi", "keliling", "digital"} <= set(context.shared["service_points"])
    assert [point.code for point in ServicePoint.objects.filter(is_children=True)] == ["anak"]
    assert all(switches.all_states().values())
    heads = Signatory.objects.filter(title="Kepala Dinas").valid_on(date(2026, 11, 22))
    assert [head.name for head in heads] == ["Drs. La Ode Harun Contoh, M.Si."]
    assert all("Contoh" in signatory.name for signatory in Signatory.objects.all())


def test_second_run_changes_nothing_and_writes_no_history():
    run()
    before = [(model.objects.count(), model.history.count()) for model in MODELS]
    run()
    assert [(model.objects.count(), model.history.count()) for model in MODELS] == before
