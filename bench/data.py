"""What a run is measured on: twelve surveys with three years of answers, and plain rows for FLOOR."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.libraries.models import Library, ServicePoint, Unit
from bench.models import FloorPlace, FloorRow
from evaluations.choices import PeriodStatus
from evaluations.models import Instrument, Period, Survey
from evaluations.services.surveys import quarter_of

SURVEYS, MONTHS, LISTED = 12, 36, 50
CHUNK = 100_000

# In time order, as answers arrive. One hash per answer is the dice: every digit group decides something else.
ANSWERS = """
WITH drawn AS (
  SELECT i, first + ((i * days) / total)::int AS day, ('x' || substr(md5(i::text), 1, 15))::bit(60)::bigint AS dice
  FROM (SELECT %(first)s::date AS first, %(days)s::bigint AS days, %(total)s::bigint AS total) span,
       generate_series(%(start)s::bigint, %(stop)s::bigint) i
)
INSERT INTO evaluations_answer (id, period_id, service_point_id, day, month, slot, channel, sex, age, education,
                                occupation, r1, r2, r3, r4, r5, r6, r7, r8, r9)
SELECT gen_random_uuid(), p.id, s.service_point_id, d.day,
       (extract(year from d.day) * 12 + extract(month from d.day) - 1)::smallint,
       1 + dice %% 2, 1 + (dice / 2) %% 4 %% 3, 1 + (dice / 8) %% 2, 1 + (dice / 16) %% 6, 1 + (dice / 96) %% 7,
       1 + (dice / 672) %% 9,
       4 - (dice >> 14) %% 8 / 3, 4 - (dice >> 17) %% 8 / 3, 4 - (dice >> 20) %% 8 / 2, 4 - (dice >> 23) %% 8 / 4,
       4 - (dice >> 26) %% 8 / 3, 4 - (dice >> 29) %% 8 / 2, 4 - (dice >> 32) %% 8 / 3, 4 - (dice >> 35) %% 8 / 2,
       CASE WHEN (dice >> 38) %% 32 = 0 THEN NULL ELSE 4 - (dice >> 43) %% 8 / 3 END
FROM drawn d
JOIN evaluations_survey s ON s.code = 'bench-' || lpad(((dice >> 46) %% 12 + 1)::text, 2, '0')
JOIN evaluations_period p ON p.survey_id = s.id AND d.day BETWEEN p.starts_on AND p.ends_on
ORDER BY i
"""
COMMENTS = """
INSERT INTO evaluations_comment (id, period_id, day, text)
SELECT gen_random_uuid(), period_id, day, 'Petugas ramah, tetapi ruang baca terasa panas pada siang hari.'
FROM evaluations_answer WHERE get_byte(uuid_send(id), 15) < 38
"""  # 38 of 256: 15 %


@dataclass(frozen=True)
class People:
    """Cookies of a librarian and an administrator, and their accounts."""

    librarian: User
    administrator: User

    @staticmethod
    def make() -> "People":
        made = []
        for role, name in ((Role.LIBRARIAN, "pustakawan"), (Role.ADMINISTRATOR, "administrator")):
            user = User(username=f"bench-{name}", name=f"{name.title()} Contoh")
            user.set_unusable_password()
            user.save()
            user.groups.add(Group.objects.get(name=role))
            StaffProfile.objects.create(user=user, name=user.name)
            made.append(user)
        return People(*made)

    def reader(self, role: str) -> User:
        """Somebody of this role; made where the bench has nobody of it yet."""
        known = {Role.LIBRARIAN: self.librarian, Role.ADMINISTRATOR: self.administrator}
        if role in known:
            return known[Role(role)]
        user, is_new = User.objects.get_or_create(username=f"bench-{role}".lower().replace(" ", "-"), name=str(role))
        if is_new:
            user.set_unusable_password()
            user.save()
            user.groups.add(Group.objects.get(name=role))
            StaffProfile.objects.create(user=user, name=user.name)
        return user

    @staticmethod
    def signed_in(user: User | None) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        if user is not None:
            client.force_login(user)
        return client


def month_before(day: date, months: int) -> date:
    """The first day of the month that many months before `day`'s."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


@transaction.atomic
def make_surveys(today: date) -> list[Survey]:
    """Twelve surveys with a period a quarter, the last one open, and as many more without answers as fill a list."""
    unit = Unit.objects.create(code="bench", name="Bidang Contoh")
    instrument = Instrument.objects.get(key="skm")
    version = instrument.versions.get(number=1)
    surveys = []
    for number in range(1, LISTED + 1):
        point = None
        if number <= SURVEYS:
            name = f"Layanan Contoh {number:02}"
            point = ServicePoint.objects.create(code=f"bench-{number:02}", name=name, unit=unit)
        survey = Survey.objects.create(
            code=f"bench-{number:02}", title=f"Survei Contoh {number:02}", instrument=instrument, service_point=point
        )
        surveys.append(survey)
        first = month_before(today, MONTHS - 1) if point else today
        while first <= today:
            key, starts_on, ends_on = quarter_of(first)
            status = PeriodStatus.OPEN if point and ends_on >= today else PeriodStatus.CLOSED
            Period.objects.create(
                survey=survey, key=key, version=version, starts_on=starts_on, ends_on=ends_on, status=status
            )
            first = ends_on + timedelta(days=1)
    return surveys


def make_answers(total: int, today: date, say: Callable[[str], None]) -> float:
    """`total` answers over 36 months to `today`, 15 % with a comment; answers a second."""
    first = month_before(today, MONTHS - 1)
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET pembinaan.rewriting = 'on'")  # three years at once, most of their periods closed
        for start in range(0, total, CHUNK):
            stop = min(start + CHUNK, total) - 1
            span = {"first": first, "days": (today - first).days + 1, "total": total, "start": start, "stop": stop}
            cursor.execute(ANSWERS, span)
            say(f"{stop + 1:,} answers")
        seconds = time.perf_counter() - began
        cursor.execute(COMMENTS)
        cursor.execute("RESET pembinaan.rewriting")
    return total / seconds


def make_floor(rows: int = 10_000) -> None:
    """Tables and rows of the FLOOR page; they have no migrations, for no installation ever has them."""
    with connection.schema_editor() as editor:
        editor.create_model(FloorPlace)
        editor.create_model(FloorRow)
    places = [FloorPlace(name=f"Ruang {n}") for n in range(12)]
    FloorPlace.objects.bulk_create(places)
    FloorRow.objects.bulk_create(
        [
            FloorRow(
                code=f"K-{n:05}",
                title=f"Judul contoh nomor {n}",
                place=places[n % 12],
                day=date(2020, 1, 1) + timedelta(days=n % 2000),
                amount=n * 7 % 1000,
                status=n % 4,
            )
            for n in range(rows)
        ],
        batch_size=1000,
    )


def settle() -> None:
    """What autovacuum would do in the following minutes."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def build(total: int, say: Callable[[str], None]) -> tuple[People, list[Survey], float]:
    today = timezone.localdate()
    Library.current()  # makes the library's own row, as the first page ever would
    make_floor()
    people, surveys = People.make(), make_surveys(today)
    speed = make_answers(total, today, say)
    settle()
    return people, surveys, speed
