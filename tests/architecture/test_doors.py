"""Closed by default: everybody knocks at every door, with every method that could open it."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Library
from tests.architecture.addresses import ADMIN_READERS, Address, addresses, declared, prepare
from tests.doors import ANONYMOUS, EVERYBODY, NO_ROLE, Door, World, cases
from tests.factories.accounts import make_person

pytestmark = pytest.mark.usefixtures("known_by_sight")  # what a knock changes is taken back
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
# The sign-in's own records may be written while a page is read.
_KEPT_BY_THE_SIGN_IN = {"django_session", "usersessions_usersession"}
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    """Thousands of expected refusals need no log line each, and no copy of every template's context."""
    logging.disable(logging.WARNING)
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(db) -> World:
    users = {role: make_person(role).user for role in Role.values} | {NO_ROLE: make_person().user}
    return World(users, Library.current())


def sign_in_url() -> str:
    return resolve_url(settings.LOGIN_URL)


def is_refusal(response) -> bool:
    """401, 403, 404, 405, or sent to sign in."""
    if response.status_code in (301, 302, 303, 307):
        target = response.url.split("?")[0]
        return target in (sign_in_url(), reverse("admin:login"))
    return response.status_code in (401, 403, 404, 405)


@contextmanager
def reading_only() -> Iterator[None]:
    """Fails on any statement that changes a table."""

    def guard(execute, sql, params, many, context):
        found = _WRITE.match(sql)
        if found and found[1] not in _KEPT_BY_THE_SIGN_IN:
            raise AssertionError(f"a GET must not write: {sql[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield


@contextmanager
def unpainted() -> Iterator[None]:
    """The view runs and decides, its template stays undrawn: GET draws what HEAD would, and POST what PUT would."""
    with patch("django.template.backends.django.Template.render", lambda self, context=None, request=None: ""):
        yield


def knock(client: Client, door: Door, url: str, method: str, *, is_drawn: bool = True):
    """One request whose changes are taken back; a GET draws its page where `is_drawn`."""
    cookies = client.cookies.output(header="", sep=";")
    mark = transaction.savepoint()
    try:
        if method in ("GET", "HEAD"):
            with reading_only(), nullcontext() if method == "GET" and is_drawn else unpainted():
                return client.generic(method, url, QUERY_STRING="&".join(f"{k}={v}" for k, v in door.query.items()))
        if method == "POST":
            return client.post(url, door.data)
        with unpainted():
            return client.generic(method, url)
    finally:
        transaction.savepoint_rollback(mark)
        client.cookies.clear()
        client.cookies.load(cookies)


def verdict(door: Door, persona: str, method: str, response) -> str:
    """What is wrong with this answer, in words; empty where it is as declared."""
    status = response.status_code
    if status >= 500:
        return f"answers {status}"
    if door.any_answer:
        return ""
    refused = is_refusal(response)
    if door.may(persona, method):
        # A page that serves no POST may say so; whoever may read is not promised to write.
        if refused and not (method in ("POST", "PUT", "DELETE") and status == 405):
            return f"is declared open but answers {status}"
    elif method in ("PUT", "DELETE") and door.may(persona, "POST"):
        pass  # Django's forms treat PUT as POST
    elif not refused:
        return f"is declared closed but answers {status}"
    return ""


def test_every_address_is_declared():
    doors, _objects = declared()
    missing = sorted({address.name for address in addresses()} - set(doors))
    assert not missing, f"Say in tests/<app>/access.py who gets in: {missing}"


def test_every_declared_door_exists():
    doors, _objects = declared()
    gone = sorted(set(doors) - {address.name for address in addresses()})
    assert not [name for name in gone if not name.startswith("admin:")], f"No such address any more: {gone}"


def test_no_address_is_written_where_a_record_of_that_number_lives():
    """A part of digits alone would hide the record of that number: `kinerja/360/` stands before `kinerja/<pk>/`."""
    ways = {address.name: str(address.pattern.pattern).split("/") for address in addresses()}
    numbered = {tuple(way[:at]) for way in ways.values() for at, part in enumerate(way) if part.startswith("<int:")}
    shadows = [
        name
        for name, way in ways.items()
        for at, part in enumerate(way)
        if part.isdigit() and tuple(way[:at]) in numbered
    ]
    assert shadows == []


def room_of(name: str) -> str:
    """The app an address belongs to, the administration's pages of an app being a room of their own."""
    space, _colon, rest = name.rpartition(":")
    return f"{space} {rest.partition('_')[0]}" if space == "admin" and "_" in rest else space


ROOMS = sorted({room_of(address.name) for address in addresses()})


# Who knocks with every method at every door, and sees every page drawn; see `methods` and `is_drawn`.
WITH_EVERY_METHOD = {ANONYMOUS, Role.INSPECTOR}


def methods(address: Address, persona: str) -> tuple[str, ...]:
    """The methods worth a knock: HEAD is GET to Django, and a view class without a handler serves nobody (405).

    So the others knock only with what a view answers to itself.
    """
    if persona in WITH_EVERY_METHOD:
        return METHODS
    kind = getattr(address.pattern.callback, "view_class", None)
    if kind is None and address.name.startswith("admin:"):  # one wrapper keeps everybody but staff out of all of it
        return "GET", "POST"
    return tuple(way for way in METHODS if way != "HEAD" and (kind is None or hasattr(kind, way.lower())))


def is_drawn(door: Door, persona: str) -> bool:
    """Whether this person's GET also draws the page: the first who may read, and who knocks with every method.

    The others' knock is about the view alone, which decides who gets in before anything is drawn.
    """
    return persona in WITH_EVERY_METHOD or persona == next((who for who in EVERYBODY if door.may(who, "GET")), None)


def is_outside(address: Address, persona: str) -> bool:
    """Whether the administration's own door keeps this person out before any row is looked for."""
    has_numbers = bool(address.pattern.pattern.converters)
    return has_numbers and address.name.startswith("admin:") and persona not in ADMIN_READERS


def same_rows(found: Iterable[Address]) -> dict[Callable, list[tuple[Address, Door]]]:
    """The doors by what makes their rows: those that share a maker share its rows, for a knock leaves them as they
    were."""
    doors, _objects = declared()
    shared: dict[Callable, list[tuple[Address, Door]]] = {}
    for address in found:
        for door in cases(doors.get(address.name, [])):
            shared.setdefault(door.kwargs, []).append((address, door))
    return shared


def made_up(address: Address) -> dict[str, str]:
    """An address of the administration whose numbers stand for nothing."""
    return dict.fromkeys(address.pattern.pattern.converters, "1")


@pytest.mark.parametrize("persona", EVERYBODY)
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "unnamed")
def test_doors_open_for_whom_they_should(world, room, persona):
    """One test for each room and person, so that parallel processes share the work."""
    user = world.users.get(persona)
    client = Client()
    if user:
        client.force_login(user)
    prepare(room, world, user)
    wrong = []
    for make, before in same_rows(address for address in addresses() if room_of(address.name) == room).items():
        mark, rows = transaction.savepoint(), None
        for address, door in before:
            if is_outside(address, persona):
                kwargs = made_up(address)
            else:
                kwargs = rows = dict(make(world, user)) if rows is None else rows
            url = reverse(address.name, kwargs=kwargs)
            for method in methods(address, persona):
                answer = knock(client, door, url, method, is_drawn=is_drawn(door, persona))
                fault = verdict(door, persona, method, answer)
                if fault:
                    wrong.append(f"{address.name} ({method} {url}) {fault}")
        transaction.savepoint_rollback(mark)
    assert not wrong, f"{persona}:\n" + "\n".join(wrong)


def test_every_address_lies_in_a_room():
    """What the test above leaves to its other cells is somebody's: together they knock at every door."""
    assert {room_of(address.name) for address in addresses()} == set(ROOMS)
    assert len(ROOMS) > 10


def test_a_post_without_token_is_refused_everywhere(world):
    clients = {persona: Client(enforce_csrf_checks=True) for persona in (ANONYMOUS, *world.users)}
    for persona, user in world.users.items():
        clients[persona].force_login(user)
    wrong = []
    for make, before in same_rows(addresses()).items():
        mark, rows = transaction.savepoint(), {}
        for address, door in before:
            writers = [persona for persona in EVERYBODY if door.may(persona, "POST")]
            if door.csrf_exempt or not writers:
                continue
            who = writers[-1]
            if who not in rows:
                rows[who] = dict(make(world, world.users.get(who)))
            response = knock(clients[who], door, reverse(address.name, kwargs=rows[who]), "POST")
            if response.status_code not in (403, 405):
                wrong.append(f"{address.name} answers {response.status_code}")
        transaction.savepoint_rollback(mark)
    assert not wrong, "\n".join(wrong)


def test_only_doors_declared_public_are_open_without_sign_in():
    """The opening is a visible act (`login_not_required`) and never happens by accident."""
    doors, _objects = declared()
    open_views = {
        address.name for address in addresses() if not getattr(address.pattern.callback, "login_required", True)
    }
    public = {name for name, entry in doors.items() if any(ANONYMOUS in door.who for door in cases(entry))}
    assert not sorted(open_views - public), "opened by login_not_required, yet not declared PUBLIC"
