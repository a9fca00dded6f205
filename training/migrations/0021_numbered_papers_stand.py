"""Letters numbered before 0020 kept nothing of what they say and went on changing with their session.

Each is kept now as the record stands on the day of this step: what it said when it was made is nowhere. The shape is
that of `training.selectors.papers.facts_of` at this step, written out, because rows here are those of this step.
"""

from datetime import UTC, datetime

from django.db import migrations
from django.db.models import Q

SEATED = ("seated", "attended", "completed", "no_show")
REASON = "Naskah bernomor disimpan sebagaimana tercatat pada hari pembaruan"


def keep(apps, schema_editor):
    paper_of, line_of = apps.get_model("training", "SessionPaper"), apps.get_model("training", "HistoricalSessionPaper")
    library = apps.get_model("libraries", "Library").objects.filter(pk=1).first()
    rows = paper_of.objects.exclude(number="").filter(snapshot={}).select_related("session__programme").order_by("pk")
    for paper in rows if library else ():
        paper.snapshot = _facts(apps, paper.session, library)
        paper.signer = paper.signer or _signer(apps, paper.day)
        paper.save(update_fields=["snapshot", "signer"])
        said = {field.attname: getattr(paper, field.attname) for field in paper_of._meta.concrete_fields}
        line_of.objects.create(
            **said, history_date=datetime.now(UTC), history_type="~", history_change_reason=REASON,
        )  # fmt: skip


def _facts(apps, session, library):
    meetings = apps.get_model("training", "Meeting").objects.filter(session=session).select_related("trainer")
    seated = apps.get_model("training", "Enrolment").objects.filter(session=session, status__in=SEATED)
    there = apps.get_model("training", "Attendance").objects.filter(meeting__session=session).exclude(state="absent")
    costs = apps.get_model("training", "SessionCost").objects.filter(session=session).order_by("spent_on", "pk")
    programme = session.programme
    return {
        "title": programme.title,
        "starts_on": session.starts_on.isoformat() if session.starts_on else "",
        "ends_on": session.ends_on.isoformat() if session.ends_on else "",
        "meetings": [
            {
                "starts_at": row.starts_at.isoformat(),
                "ends_at": row.ends_at.isoformat(),
                "where": row.place or row.link,
                "topic": row.topic,
                "trainer": _name(row.trainer) if row.trainer_id else row.trainer_name,
            }
            for row in meetings.order_by("starts_at", "pk")
        ],
        "people": [
            {
                "name": _name(row.profile),
                "nip": _spaced(row.profile.nip),
                **_post(apps, row.profile, session.starts_on or datetime.now(UTC).date()),
                "completed": row.status == "completed",
            }
            for row in seated.select_related("profile").order_by("profile__name", "pk")
        ],
        "there": there.values("enrolment").distinct().count(),
        "costs": [{"item": row.item, "source": row.source, "amount": row.amount_idr} for row in costs],
        "budget": programme.budget_idr or 0,
        "budget_source": programme.budget_source,
        "office": _office(library),
        "city": library.city,
    }


def _post(apps, profile, day):
    """Rank and post of that day: the definitive appointment, else the newest acting one."""
    rows = apps.get_model("accounts", "Appointment").objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), profile=profile, starts_on__lte=day
    )
    found = max(
        rows.select_related("position"),
        key=lambda row: (row.kind == "definitif", row.starts_on, row.pk),
        default=None,
    )
    if found is None:
        return {"rank": "", "post": ""}
    acting = {"plt": "Plt. ", "plh": "Plh. "}.get(found.kind, "")
    return {"rank": found.golongan, "post": f"{acting}{found.position.name}"}


def _signer(apps, day):
    """Who signs for every unit on that day; empty where nobody is named."""
    rows = apps.get_model("libraries", "Signatory").objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day, units=None
    )
    found = rows.order_by("-valid_from", "name", "pk").first()
    if found is None:
        return {}
    return {"title": found.title, "name": found.name, "rank": found.rank, "nip": _spaced(found.nip), "above": ""}


def _office(library):
    place = ", ".join(part for part in (library.address, library.city) if part)
    contact = [
        f"Telp. {library.phone}" if library.phone else "",
        f"Pos-el {library.email}" if library.email else "",
        f"Laman {library.website.removeprefix('https://').rstrip('/')}" if library.website else "",
    ]
    second = library.office_line_2
    return {
        "line_1": library.office_line_1,
        "line_2": second or library.name,
        "name": library.name if second and library.name.casefold() != second.casefold() else "",
        "address": " ".join(part for part in (place, library.postal_code) if part),
        "contact": "  ·  ".join(part for part in contact if part),
    }


def _name(person):
    name = f"{person.title_prefix} {person.name}".strip()
    return f"{name}, {person.title_suffix}" if person.title_suffix else name


def _spaced(nip):
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_links_need_no_person"),
        ("libraries", "0009_stop_history_only_grows"),
        ("training", "0020_papers_stand_as_made"),
    ]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
