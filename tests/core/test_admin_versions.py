"""Two people on one form: the second is told, nothing is overwritten."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from baubau_pembinaan.libraries.models import ServicePoint, Unit
from tests.factories.accounts import make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.admin_urls")]


@pytest.fixture
def boss():
    return make_user(is_superuser=True)


@pytest.fixture
def client(client, boss):
    client.force_login(boss)
    return client


def form_of(client, unit, **changes):
    """The change form's fields as the browser would post them, with some changed by hand."""
    page = client.get(f"/admin/libraries/unit/{unit.pk}/change/")
    data = {"_row_version": page.context["row_version"]}
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return {**data, **changes}


def post(client, unit, data):
    return client.post(f"/admin/libraries/unit/{unit.pk}/change/", data)


def test_one_editor_saves(client):
    unit = make_unit(name="Layanan")
    response = post(client, unit, form_of(client, unit, name="Layanan Anak"))
    unit.refresh_from_db()
    assert (response.status_code, unit.name) == (302, "Layanan Anak")


def test_the_second_editor_is_told_and_nothing_is_overwritten(client):
    unit = make_unit(name="Layanan", code="layanan")
    second = form_of(client, unit, name="Layanan Lansia")
    post(client, unit, form_of(client, unit, name="Layanan Anak"))
    response = post(client, unit, second)
    unit.refresh_from_db()
    assert (response.status_code, unit.name) == (409, "Layanan Anak")
    text = response.content.decode()
    assert "Layanan Anak" in text and "Layanan Lansia" in text


def test_saving_again_after_the_warning_keeps_ones_own(client):
    unit = make_unit(name="Layanan")
    second = form_of(client, unit, name="Layanan Lansia")
    post(client, unit, form_of(client, unit, name="Layanan Anak"))
    warned = post(client, unit, second)
    response = post(client, unit, {**second, "_row_version": warned.context["row_version"]})
    unit.refresh_from_db()
    assert (response.status_code, unit.name) == (302, "Layanan Lansia")


def test_a_post_without_a_token_is_stale(client):
    unit = make_unit(name="Layanan")
    data = form_of(client, unit, name="Layanan Anak")
    del data["_row_version"]
    assert post(client, unit, data).status_code == 409
    unit.refresh_from_db()
    assert unit.name == "Layanan"


def test_a_typing_mistake_keeps_the_old_token_so_the_guard_stays(client):
    unit = make_unit(name="Layanan")
    token = form_of(client, unit)["_row_version"]
    wrong = post(client, unit, form_of(client, unit, name=""))
    assert (wrong.status_code, wrong.context["row_version"]) == (200, token)


def test_a_change_in_a_row_of_an_inline_is_noticed(client):
    unit = make_unit()
    point = ServicePoint.objects.create(code="meja", name="Meja", unit=unit)
    first = form_of(client, unit, **{"service_points-0-name": "Meja Depan"})
    second = form_of(client, unit, **{"service_points-0-name": "Meja Belakang"})
    assert post(client, unit, first).status_code == 302
    assert post(client, unit, second).status_code == 409
    point.refresh_from_db()
    assert point.name == "Meja Depan"


def test_a_change_of_many_to_many_choices_is_noticed(client, boss):
    person = make_user()
    address = f"/admin/accounts/user/{person.pk}/change/"
    token = client.get(address).context["row_version"]
    person.groups.add(Group.objects.get_or_create(name="Kelompok")[0])
    response = client.post(address, {"name": person.name, "groups": [], "_row_version": token})
    assert (response.status_code, person.groups.count()) == (409, 1)


def test_sign_in_between_does_not_count_as_a_change(client):
    """Columns the form does not show cannot be overwritten, so they are not part of the token."""
    person = make_user()
    address = f"/admin/accounts/user/{person.pk}/change/"
    token = client.get(address).context["row_version"]
    Client().force_login(person)
    assert client.post(address, {"name": "Nama Baru", "_row_version": token}).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "negative-control"])
def test_racing_pairs_never_overwrite_silently(boss, guarded, monkeypatch):
    """Three pairs press "Save" at once: exactly one of each wins. Without the guard both do, silently."""
    if not guarded:
        monkeypatch.setattr("baubau_pembinaan.core.admin.versions.VersionedAdmin._is_stale", lambda *a: False)
    outcomes = []
    for _round in range(3):
        unit = make_unit(name="Layanan")
        clients = [Client(), Client()]
        for each in clients:
            each.force_login(boss)
        posts = [form_of(each, unit, name=f"Isian {n}") for n, each in enumerate(clients)]
        start = threading.Barrier(2)
        codes = [0, 0]

        def save(n, clients=clients, posts=posts, start=start, codes=codes, unit=unit):
            start.wait()
            codes[n] = post(clients[n], unit, posts[n]).status_code
            connection.close()

        threads = [threading.Thread(target=save, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcomes.append(sorted(codes))
        winner = codes.index(302)
        if guarded:
            assert Unit.objects.get(pk=unit.pk).name == f"Isian {winner}"
    assert outcomes == [[302, 409] if guarded else [302, 302]] * 3
