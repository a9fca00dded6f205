"""The demo's required levels, ratings, development plans and the yearly plan."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.accounts.models import Position
from baubau_pembinaan.core.demo import DemoContext
from training.choices import ItemStatus
from training.models import AnnualPlan, Assessment, Competence, DevelopmentPlan, PlanItem, PositionRequirement
from training.selectors.gaps import gaps_of
from training.services import annual, assessments, plans

# post -> unit (code without its mark) and level
REQUIRED = {
    "pustakawan-ahli-madya": [("01.01", 4), ("02.02", 4), ("03.02", 4), ("06.01", 4), ("05.01", 3)],
    "pustakawan-ahli-muda": [("02.02", 3), ("03.02", 4), ("03.03", 4), ("06.01", 3), ("05.01", 3)],
    "pustakawan-ahli-pertama": [("02.01", 3), ("03.01", 3), ("03.02", 3), ("03.03", 3), ("07.02", 2)],
    "asisten-penyelia": [("02.01", 3), ("03.01", 4), ("03.04", 3), ("07.01", 3)],
    "asisten-mahir": [("02.01", 2), ("03.01", 3), ("07.01", 2)],
    "pengelola-perpustakaan": [("01.01", 2), ("02.01", 2), ("07.01", 2)],
    "petugas-layanan": [("03.01", 2), ("03.04", 2)],
}
EVIDENCE = ["Tugas harian di meja layanan", "Panduan yang dibuat", "Sertifikat pelatihan", "Diamati saat bertugas"]


def load(context: DemoContext) -> None:
    """Fill what is absent; needs the demo's units."""
    people, users, year = context.shared["people"], context.shared["users"], context.as_of.year
    posts = {post.code: post for post in Position.objects.filter(code__in=REQUIRED)}
    units = {unit.code.removeprefix("CONTOH."): unit for unit in Competence.objects.filter(code__startswith="CONTOH.")}
    for post, wanted in REQUIRED.items():
        for code, level in wanted:
            PositionRequirement.objects.get_or_create(
                position=posts[post], competence=units[code], defaults={"required_level": level}
            )
    if not Assessment.objects.filter(profile__is_demo=True, year=year).exists():
        for username in sorted(people):
            for when in (year - 1, year):
                _rate(context, people[username], when)
    if not DevelopmentPlan.objects.filter(profile__is_demo=True).exists():
        _plans(context)
    if not AnnualPlan.objects.filter(year=year).exists():
        plan = annual.draft_year(year=year, on=context.as_of, by=users["kabid.koleksi"])
        for number, line in enumerate(plan.lines.order_by("pk")):
            annual.write_line(plan=plan, line=line, by=users["kabid.koleksi"], month=2 + number % 10)
        if plan.lines.exists():
            annual.submit_year(plan=plan, by=users["kabid.koleksi"])
            annual.approve_year(plan=plan, by=users["kadis"], at=_moment(context, 300))


def clear(context: DemoContext) -> None:
    year = context.as_of.year
    PlanItem.objects.filter(plan__profile__is_demo=True).delete()
    DevelopmentPlan.objects.filter(profile__is_demo=True).delete()
    for plan in AnnualPlan.objects.filter(year__in=(year - 1, year), decided_by__is_demo=True):
        plan.delete()
    Assessment.objects.filter(profile__is_demo=True).delete()


def remove(context: DemoContext) -> None:
    """What the posts were said to ask of invented units goes too."""
    PositionRequirement.objects.filter(competence__code__startswith="CONTOH.").delete()


def _rate(context: DemoContext, person: Any, year: int) -> None:
    """Oneself a little high, the supervisor a little lower; a year later both a level up here and there."""
    dice, head = context.rng, context.shared["users"]["kabid"]
    at = _moment(context, 40 if year == context.as_of.year else 400)
    for row in gaps_of(person, year, context.as_of):
        own = max(1, min(5, row.required + dice.choice((-2, -1, -1, 0, 0, 1)) - (year < context.as_of.year)))
        leader = max(1, own - dice.choice((0, 0, 1)))
        facts = {"profile": person, "competence": row.competence, "year": year, "at": at}
        assessments.rate_oneself(level=own, evidence=dice.choice(EVIDENCE), by=person.user, **facts)
        if dice.random() < 0.85:
            assessments.rate_as_leader(level=leader, evidence=dice.choice(EVIDENCE), by=head, **facts)


def _plans(context: DemoContext) -> None:
    people, users, year = context.shared["people"], context.shared["users"], context.as_of.year
    for number, username in enumerate(("pustakawan", "pertama", "muda", "terampil", "petugas", "pembina")):
        person = people[username]
        plan = plans.draft_plan(profile=person, year=year, on=context.as_of, by=person.user)
        due = min(context.as_of + timedelta(days=20 * number), datetime(year, 12, 20).date())  # noqa: DTZ001
        plans.add_item(plan=plan, goal="Berbagi pengalaman pelatihan kepada rekan", due_on=due, by=person.user)
        plans.write_wishes(plan=plan, wishes="Ingin magang di perpustakaan daerah lain.", by=person.user)
        if number == 5:
            continue
        plans.submit_plan(plan=plan, by=person.user, at=_moment(context, 200))
        if number == 4:
            continue
        plans.agree_plan(plan=plan, by=users["kabid"], at=_moment(context, 190), note="Baik, mulai dari yang pertama.")
        item = plan.items.order_by("pk").first()
        if number < 2 and item is not None:
            plans.settle_item(item=item, status=ItemStatus.DONE, outcome="Sudah diterapkan di meja.", by=person.user)


def _moment(context: DemoContext, days: int) -> datetime:
    return datetime.combine(context.days_ago(days), time(9), timezone.get_current_timezone())
