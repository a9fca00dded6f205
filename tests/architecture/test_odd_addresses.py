"""No question in an address brings a page down: whatever stands behind the `?`, the answer is a page, not a fault.

Generated over every list of the administration (the list, its export, its search behind other forms' boxes) and every
page that reads questions elsewhere: the names of its own search and filter boxes, answered with nonsense.

Lists and pages take turns at the nonsense, so that each kind of it meets many of them; SOAK=1 asks all everything.
"""

import logging
import os
import re
from itertools import product
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin import ListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.test import Client
from django.urls import NoReverseMatch, reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Library
from tests.architecture.addresses import addresses, declared
from tests.doors import NO_ROLE, World, cases
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_by_sight")]
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
APPS = sorted({address.name.partition(":")[0] for address in addresses()} - {"admin"})
VALUES = ["\0", "x", "9" * 20, "2026-99-99", "-1"]
LISTS = [
    "foo=1", "p=x", f"p={'9' * 20}", "o=x.-99.1", "all=x", "e=1", "_popup=x", "_to_field=foo", "_facets=x", "q=%00",
    "q=%5C", "_changelist_filters=foo%3D1", "pk=x", "pk__in=1,x", f"id__exact={'9' * 30}", "user__password=a", "__=1",
    "pk__foo=1", "q=%ff%fe", "%", "&=&", "%00=1", f"q={'x' * 3000}",
]  # fmt: skip
ALWAYS = ["q=%00", "o=x.-99.1", "foo=1"]
PAGES = ["page=x", "page=-1", f"page={'9' * 20}", "page=%00", "q=%00", "q=%ff", "foo=1", "%", "&=&", "%00=1"]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    logging.disable(logging.ERROR)
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
    yield
    logging.disable(logging.NOTSET)


def faults(client: Client, path: str, questions) -> list[str]:
    """The questions that bring the page down: it answers 5xx, and something else when nothing is asked.

    The page about the site's health says 503 of a site at rest, whatever is asked.
    """
    client.raise_request_exception = False
    usual = client.get(path).status_code
    answers = ((words, client.get(f"{path}?{words}").status_code) for words in questions)
    return [f"{path}?{words[:80]}" for words, status in answers if status >= 500 and status != usual]


def filter_names(model) -> list[str]:
    """The words by which a list of the administration may be narrowed, as its own links spell them."""
    cupboard = admin.site._registry[model]
    names = []
    for one in cupboard.list_filter:
        if isinstance(one, type) and issubclass(one, ListFilter):
            names += [one.parameter_name] if hasattr(one, "parameter_name") else []
            continue
        path = str(one[0] if isinstance(one, tuple) else one)
        try:
            is_relation = get_fields_from_path(model, path)[-1].is_relation
        except FieldDoesNotExist:
            continue
        names += [f"{path}__id__exact", f"{path}__isnull"] if is_relation else [path, f"{path}__exact", f"{path}__gte"]
    if day := cupboard.date_hierarchy:
        names += [f"{day}__{part}" for part in ("year", "month", "day")]
    return names


def in_turn(questions: list[str], turn: int, of: int) -> list[str]:
    """Every `of`-th question, another one for each list that has its turn."""
    return questions if os.environ.get("SOAK") else questions[turn % of :: of]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_question_brings_a_list_of_the_administration_down(client_as, model):
    client, stem = client_as(Role.ADMINISTRATOR), f"admin:{model._meta.app_label}_{model._meta.model_name}"
    turn = MODELS.index(model)
    asked = in_turn([urlencode({name: value}) for name, value in product(filter_names(model), VALUES)], turn, 6)
    found = faults(client, reverse(f"{stem}_changelist"), [*asked, *ALWAYS, *in_turn(LISTS, turn, 6)])
    try:
        export = reverse(f"{stem}_export")
    except NoReverseMatch:
        export = ""
    if export:
        found += faults(client, export, [*asked[:10], "foo=1", "q=%00", "o=x", "_changelist_filters=foo%3D1"])
    assert found == []


def test_no_question_brings_the_administrations_searches_down(client_as):
    """Behind every searchable box; each part of the question is nonsense in turn."""
    client, found = client_as(Role.ADMINISTRATOR), []
    right = {"app_label": "accounts", "model_name": "appointment", "field_name": "unit", "term": "a", "page": "1"}
    path = reverse("admin:autocomplete")
    assert client.get(path, right).status_code == 200
    for name, value in product(right, VALUES):
        found += faults(client, path, [urlencode(right | {name: value})])
    assert found + faults(client, path, ["", *LISTS]) == []


def boxes(page: str) -> set[str]:
    """Names of the fields in the forms that ask by address."""
    forms = re.findall(r'<form[^>]*method="get".*?</form>', page, re.DOTALL | re.IGNORECASE)
    return {name for form in forms for name in re.findall(r'\bname="([^"]+)"', form)}


@pytest.mark.parametrize("app", APPS)
def test_no_question_brings_a_page_down(app):
    doors, _objects = declared()
    users = {role: make_person(role).user for role in Role.values} | {NO_ROLE: make_person().user}
    world, found, rows = World(users, Library.current()), [], {}
    for turn, address in enumerate(addresses()):
        if address.name.partition(":")[0] != app:
            continue
        for door in cases(doors.get(address.name, []))[:1]:
            reader = next((role for role in (Role.ADMINISTRATOR, *Role.values) if door.may(role, "GET")), None)
            if reader is None:
                continue
            client = Client()
            client.force_login(users[reader])
            if (door.kwargs, reader) not in rows:  # a question changes nothing: many pages may stand before the same
                rows[door.kwargs, reader] = dict(door.kwargs(world, users[reader]))
            path = reverse(address.name, kwargs=rows[door.kwargs, reader])
            page = client.get(path, door.query)
            names = boxes(page.content.decode()) if "text/html" in page.get("Content-Type", "") else set()
            asked = [urlencode({name: value}) for name, value in product(sorted({*names, *door.query}), VALUES)]
            also = ["page=x", *in_turn(PAGES, turn, 3)]
            found += faults(client, path, [*asked, *also] if page.status_code == 200 else ["foo=1", "q=%00"])
    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_no_number_in_an_address_brings_a_page_down(app, client_as):
    """Longer than any key, and a key that nothing has: the answer is that there is no such page."""
    client, found, asked = client_as(Role.ADMINISTRATOR, Role.AGENCY_HEAD), [], 0
    client.raise_request_exception = False
    for address in addresses():
        kinds = {name: type(kind).__name__ for name, kind in address.pattern.pattern.converters.items()}
        if address.name.partition(":")[0] != app or set(kinds.values()) != {"IntConverter"}:
            continue
        for number in (2**63, 2**62, 10**40):
            asked += 1
            path = reverse(address.name, kwargs=dict.fromkeys(kinds, number))
            for answer in (client.get(path), client.post(path)):
                found += [f"{answer.status_code} {path}"] if answer.status_code >= 500 else []
    assert found == []
    assert asked or app not in {"training", "collections_app", "outreach", "evaluations"}
