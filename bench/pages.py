"""Pages over HTTP, each in turn with the FLOOR page, so that a quotient compares the same minute."""

import statistics
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import goals
from bench.data import People
from bench.load import Address, Line, get, post, press
from bench.rooms import entries
from evaluations.form_token import make_token
from evaluations.models import Answer, HeldAnswer, Period

FLOOR = "/bench/floor/"
WARM_UP = 80  # requests a second of the longest stretch


@dataclass
class Page:
    """One page and what was found. Quotients are to FLOOR within the same round; one entry a round."""

    key: str
    name: str
    path: str
    client: Client = field(repr=False)
    sql: int = 0
    sql_cold: int = 0
    size: int = 0
    p50: list[float] = field(default_factory=list)
    p50_quotient: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    rate_quotient: list[float] = field(default_factory=list)

    @property
    def has_goal(self) -> bool:
        return self.key in goals.PAGES

    @property
    def request(self) -> bytes:
        return get(self.path, self.cookies)

    @property
    def cookies(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())

    def count(self) -> None:
        """Statements with an empty and with a warm cache, and the size of the page."""
        cache.clear()
        with CaptureQueriesContext(connection) as cold:
            self._answer()
        with CaptureQueriesContext(connection) as warm:
            response = self._answer()
        self.sql_cold, self.sql, self.size = len(cold), len(warm), len(response.content)

    def _answer(self):
        response = self.client.get(self.path)
        if response.status_code != 200:
            raise SystemExit(f"{self.path} answered {response.status_code}")
        return response

    def as_json(self) -> dict[str, object]:
        kept = ("key", "name", "path", "sql", "sql_cold", "size", "p50", "p50_quotient", "rate", "rate_quotient")
        return {name: getattr(self, name) for name in kept}


def pages_of(people: People, shown: Period, asked: Period) -> list[Page]:
    """The measured pages: a survey's form, an empty staff page, a result, the staff's home, two lists, and what each
    room adds."""
    librarian, administrator = people.signed_in(people.librarian), people.signed_in(people.administrator)
    return [
        Page("form", "Survey form (GET)", f"/s/{asked.survey.code}/", people.signed_in(None)),
        Page("frame", "Empty staff page", "/bench/frame/", librarian),
        Page("result", "Result of a period", reverse("evaluations:period-detail", args=[shown.pk]), librarian),
        Page("home", "Staff home", reverse("portal:home"), librarian),
        Page("surveys", "List of surveys", reverse("evaluations:survey-list"), librarian),
        Page("admin", "Admin: list of periods", reverse("admin:evaluations_period_changelist"), administrator),
        *(
            Page(key, name, path, people.signed_in(people.reader(role) if role else None))
            for key, name, path, role in entries()
        ),
    ]


def measure_round(address: Address, pages: list[Page], seconds: float, lines: int) -> list[float]:
    """One round: for every page, FLOOR and the page in turns. Returns FLOOR's p50 of each turn (how noisy it was).

    The rooms' pages, some eighty, take one short turn. Those with a goal of their own take two long ones, and their
    requests a second are counted over `lines` connections.
    """
    floor = get(FLOOR)
    floors = []
    for page in pages:
        request, stretch = page.request, seconds / (2 if page.has_goal else 5)
        if not page.p50:  # both workers' caches, and the statements each of their connections prepares and plans
            press(address, [request] * max(1, round(WARM_UP * seconds)), lines=8)
        quotients, own = [], []
        for _turn in range(2 if page.has_goal else 1):
            base = press(address, [floor], lines=1, seconds=stretch).must_be(200).p50
            found = press(address, [request], lines=1, seconds=stretch).must_be(200).p50
            floors.append(base)
            own.append(found)
            quotients.append(found / base)
        page.p50.append(statistics.mean(own))
        page.p50_quotient.append(statistics.mean(quotients))
        if page.has_goal:
            base_rate = press(address, [floor], lines=lines, seconds=seconds).must_be(200).per_second
            rate = press(address, [request], lines=lines, seconds=seconds).must_be(200).per_second
            page.rate.append(rate)
            page.rate_quotient.append(rate / base_rate)
    return floors


@dataclass
class Posts:
    """Survey forms sent from 16 connections, each with a token of its own."""

    sent: int = 0
    accepted: int = 0
    errors: int = 0
    stored: int = 0
    held: int = 0
    rate: list[float] = field(default_factory=list)
    rate_quotient: list[float] = field(default_factory=list)  # to FLOOR's requests/s at c=4 of the same moment
    p50: list[float] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Answers that were accepted and are not there."""
        return self.accepted - self.stored


def form_bodies(period: Period, number: int, csrf: str) -> list[bytes]:
    """Filled forms as phones send them, handed out a minute ago; 15 % carry a comment."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=True):
        tokens = [make_token(period.pk) for _ in range(number)]
    bodies = []
    for at, token in enumerate(tokens):
        fields = {"csrfmiddlewaretoken": csrf, "token": token, "website": ""}
        fields |= {f"r{slot}": str(1 + (at + slot) % 4) for slot in range(1, 10)}
        fields |= {"sex": "2", "age": "3", "education": "4", "occupation": "1"}
        fields["comment"] = "Tolong tambah kipas angin di ruang baca." if at % 7 == 0 else ""
        bodies.append(urlencode(fields).encode())
    return bodies


def measure_posts(address: Address, period: Period, number: int, seconds: float, into: Posts) -> None:
    """`number` new answers at c=16, counted in the database before and after."""
    path = f"/s/{period.survey.code}/"
    line = Line(address)
    _status, head, _body = line.ask(get(path))
    line.close()
    csrf = head.split(b"csrftoken=", 1)[1].split(b";", 1)[0].decode()
    requests = [post(path, body, f"csrftoken={csrf}") for body in form_bodies(period, number, csrf)]
    before, held_before = Answer.objects.count(), HeldAnswer.objects.count()
    base = press(address, [get(FLOOR)], lines=4, seconds=seconds).must_be(200).per_second
    found = press(address, requests, lines=16)
    into.sent += number
    into.accepted += found.statuses[303]
    into.errors += found.errors + sum(n for status, n in found.statuses.items() if status != 303)
    into.stored += Answer.objects.count() - before
    into.held += HeldAnswer.objects.count() - held_before
    into.rate.append(found.per_second)
    into.rate_quotient.append(found.per_second / base)
    into.p50.append(found.p50)
