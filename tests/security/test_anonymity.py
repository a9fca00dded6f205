"""After 200 patrons with addresses and browsers of their own: a script tries to find out who said what (C2 13)."""

import re
from datetime import datetime, time, timedelta

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from time_machine import travel

from evaluations.models import Answer, SubmissionKey
from evaluations.services.keeping import forget_old_keys, forget_origins, shuffle_closed_days
from tests.evaluations.conftest import filled, token_in
from tests.factories.evaluations import make_period

pytestmark = pytest.mark.django_db(transaction=True)
PATRONS = 200
ADDRESSES = 20
BARE = {"django_migrations", "django_content_type", "auth_permission"}


def dump() -> dict[str, list[str]]:
    """Every row of every table as PostgreSQL's own text, with the hidden columns a dump of the files would show."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - BARE):
            cursor.execute(f"SELECT xmin::text || ' ' || ctid::text || ' ' || t::text FROM \"{table}\" t")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def redis_dump() -> str:
    server = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])
    try:
        lines = []
        for key in server.scan_iter("*", count=1000):
            value = server.get(key) if server.type(key) == b"string" else b""
            lines.append(repr(key) + " " + repr(value))
    finally:
        server.close()
    return "\n".join(lines)


@pytest.fixture
def crowd(caplog):
    """(what each patron brought, in order of arrival), their answers in, told apart by nobody but themselves."""
    caplog.set_level("DEBUG")
    period = make_period()
    code = period.survey.code
    brought = []
    yesterday = timezone.localdate() - timedelta(days=1)
    start = timezone.make_aware(datetime.combine(yesterday, time(9)))  # all within one local day
    for number in range(PATRONS):
        address = f"10.77.{number % ADDRESSES}.{number % ADDRESSES + 100}"
        agent = f"Peramban-Kenari/{number % ADDRESSES}.7472"
        client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
        moment = start + timedelta(seconds=number * 7)
        with travel(moment, tick=False):
            token = token_in(client.get(f"/s/{code}/").content.decode())
        sent = moment + timedelta(seconds=60)
        said = 1 + number % 4
        with travel(sent, tick=False):
            answer = client.post(f"/s/{code}/", filled(token, said))
        assert answer.status_code == 303
        brought.append(
            {
                "address": address,
                "agent": agent,
                "token": token,
                "nonce": token.split(":")[0].split(".", 1)[1],
                "csrf": client.cookies["csrftoken"].value,
                "second": f"{timezone.localtime(sent):%H:%M:%S}",
                "utc": f"{sent:%H:%M:%S}",
                "said": said,
            }
        )
    return brought


def joins(rows: list[str], brought: list[dict]) -> list[str]:
    """What a patron brought that stands in these rows as it is."""
    text = "\n".join(rows)
    clues = ("address", "agent", "token", "nonce", "csrf", "second", "utc")
    return sorted({f"{clue}={one[clue]}" for one in brought for clue in clues if one[clue] in text})


def order_told(rows: list[str], brought: list[dict]) -> int:
    """How many patrons the place of the rows in the table gives away: those whose n-th arrival is the n-th row."""
    placed = sorted(rows, key=lambda row: tuple(map(int, re.search(r"\((\d+),(\d+)\)", row).groups())))
    said = [int(ratings[-1]) for row in placed if (ratings := re.findall(r"(?:,([1-4])){9}", row))]
    assert len(said) == PATRONS
    return sum(a == b["said"] for a, b in zip(said, brought, strict=True))


def test_nothing_a_patron_brought_stands_beside_an_answer(crowd, caplog):
    before = order_told(dump()["evaluations_answer"], crowd)
    assert before == PATRONS, "the negative control: on the day itself the order in the table tells it"
    marks = dump()["evaluations_originmark"]
    assert len(marks) == PATRONS, "the other one: for the day it is known which rows came through one connection"
    forget_origins(today=timezone.localdate())
    shuffle_closed_days(today=timezone.localdate())
    forget_old_keys(today=timezone.localdate() + timedelta(days=8))
    tables = dump()
    assert Answer.objects.count() == PATRONS
    assert joins([row for rows in tables.values() for row in rows], crowd) == []
    assert joins([redis_dump()], crowd) == []
    assert joins([record.getMessage() for record in caplog.records], crowd) == []
    assert not SubmissionKey.objects.exists()
    assert not tables["django_session"]
    assert not tables["evaluations_originmark"]
    assert not tables["evaluations_heldbatch"]
    writers = {row.split(" ", 1)[0] for row in tables["evaluations_answer"]}
    assert len(writers) == 1, "one transaction wrote them all"
    # Four answers are possible, so chance alone places a quarter right: 50 of 200, six sigma below 90.
    assert order_told(tables["evaluations_answer"], crowd) < 90


def test_the_script_finds_what_is_there(crowd):
    """Its other negative control: had the address been kept, it would be found."""
    assert joins([f"(1,{crowd[3]['address']},4)"], crowd) == [f"address={crowd[3]['address']}"]
