"""Every list of the admin: few statements, and as many for one row as for three (who may open it: test_doors.py)."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.forms.utils import pretty_name
from django.urls import NoReverseMatch, reverse
from model_bakery import baker

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.admin import HistoryAdmin
from baubau_pembinaan.core.translations.rooms import own_apps
from baubau_pembinaan.libraries.models import Library, Unit
from tests.architecture.addresses import declared
from tests.pages import ADMIN_CAP, assert_same_queries

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def each(models):
    return pytest.mark.parametrize("model", models, ids=lambda model: model._meta.label)


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def make(model):
    """One more row: the room's own maker where model_bakery cannot guess the rules."""
    _doors, objects = declared()
    return objects[model]() if model in objects else baker.make(model)


@each([model for model in MODELS if model is not Library])
def test_a_list_takes_as_many_statements_for_one_row_as_for_three(client_as, model):
    client = client_as(Role.ADMINISTRATOR)
    make(model)  # a filter shows from its second choice on, so the count begins with two rows
    before = model._default_manager.count()
    page = assert_same_queries(client, address(model, "changelist"), lambda: make(model), cap=ADMIN_CAP)
    assert page.context["cl"].result_count >= 3
    assert model._default_manager.count() >= before + 2


def test_the_one_library_has_a_form_in_place_of_a_list(client_as):
    response = client_as(Role.ADMINISTRATOR).get(address(Library, "changelist"))
    assert (response.status_code, response.url) == (302, address(Library, "change", Library.current().pk))


@each([model for model in MODELS if isinstance(admin.site._registry[model], HistoryAdmin)])
def test_a_row_as_it_was_is_read_and_never_posted_back(client_as, model):
    client = client_as(Role.ADMINISTRATOR)
    row = Library.current() if model is Library else make(model)
    version = row.history.first()
    if version is None:  # bulk rows of a migration have no past yet
        row.save()
        version = row.history.first()
    before = model._default_manager.filter(pk=row.pk).values().get()
    url = address(model, "simple_history", row.pk, version.pk)
    page = client.get(url)
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert client.post(url, {"_save": "1"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).values().get() == before


def test_one_cupboard_may_keep_history_and_spreadsheets(client_as):
    """Units: both packages add addresses and buttons to one admin; neither hides the other's."""
    client = client_as(Role.ADMINISTRATOR)
    unit = make(Unit)
    unit.name = "Layanan Contoh"
    unit.save()
    page = client.get(address(Unit, "changelist")).content.decode()
    assert address(Unit, "import") in page
    assert address(Unit, "export") in page
    assert "Layanan Contoh" in client.get(address(Unit, "history", unit.pk)).content.decode()


def test_no_package_leaves_its_own_models_in_the_admin():
    labels = {model._meta.app_label for model in MODELS}
    assert not labels & {"account", "mfa", "usersessions", "socialaccount"}
    for label in ("mfa_authenticator", "usersessions_usersession", "account_emailaddress"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{label}_changelist")


def test_every_column_has_a_heading_in_words():
    """A column that is no field is named by `@admin.display(description=...)`, or Django shows its code name."""
    nameless, own = [], {config.label for config in own_apps()}
    for model, cupboard in admin.site._registry.items():
        for name in cupboard.list_display if model._meta.app_label in own else ():
            shown = label_for_field(name, model, cupboard)
            if isinstance(name, str) and str(shown) == pretty_name(name) and name != "__str__":
                try:
                    model._meta.get_field(name)
                except FieldDoesNotExist:
                    nameless.append(f"{model._meta.label}.{name}")
    assert nameless == []
