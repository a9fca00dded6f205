"""The admin shows files, numbers and runs; only number series are edited there."""

import pytest
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents import access
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries, ReportRun, StoredFile
from tests.factories.accounts import make_user
from tests.factories.documents import make_file, make_number, make_run

pytestmark = pytest.mark.django_db
MADE = [(StoredFile, make_file), (DocumentNumber, make_number), (ReportRun, make_run)]


@pytest.fixture
def administrator(client):
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.mark.parametrize(("model", "make"), MADE)
def test_a_machines_rows_are_read_and_never_written(client, administrator, model, make):
    row = make()
    before = model.objects.values().get(pk=row.pk)
    name = f"admin:documents_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    for address in (reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_delete", args=[row.pk])):
        client.post(address, {"name": "x", "post": "yes"})
    assert model.objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize(("model", "make"), MADE)
def test_a_list_costs_the_same_for_one_row_and_three(client, administrator, django_assert_max_num_queries, model, make):
    address = reverse(f"admin:documents_{model._meta.model_name}_changelist")
    make(by=administrator)
    client.get(address)
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    make(by=administrator)
    make(by=administrator)
    with django_assert_max_num_queries(20) as three:
        client.get(address)
    assert len(one) == len(three)


def test_a_series_with_a_pattern_that_repeats_is_refused_and_a_sound_one_saved(client, administrator):
    form = {"code": "skm", "name": "SKM", "mark": "SKM", "pattern": "{kode}/{tahun}"}
    assert client.post(reverse("admin:documents_numberseries_add"), form).status_code == 200
    assert not NumberSeries.objects.filter(code="skm").exists()
    client.post(reverse("admin:documents_numberseries_add"), form | {"pattern": "{urut}/{kode}/{tahun}"})
    assert NumberSeries.objects.get(code="skm").history.count() == 1


def test_a_file_belongs_to_a_part_of_the_system_that_has_a_name(client, administrator):
    """Also where it is kept under a word of its own."""
    for word in ("procedure", "outreach-photo", "documents"):
        make_file(app=word)
    shown = client.get(reverse("admin:documents_storedfile_changelist")).content.decode()
    for word in ("procedure", "outreach-photo"):
        assert f">{word}<" not in shown
    rooms = {access.room_of("procedure").label, access.room_of("outreach-photo").label}
    assert rooms == {"evaluations", "outreach"}
