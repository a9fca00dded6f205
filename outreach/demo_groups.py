"""Two standing groups of invented members who came to their meetings, and a gallery of what they made."""

from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from baubau_pembinaan.core.demo import DemoContext
from outreach.choices import AgeBand, RegistrationKind, RegistrationStatus, SessionState, WorkKind
from outreach.demo_registrations import MEMBERS_AT_MOST, NAMES
from outreach.models import (
    CheckIn,
    Consent,
    ConsentWay,
    Event,
    Membership,
    Participant,
    Purpose,
    Registration,
    Session,
    StandingGroup,
    Work,
)
from outreach.services import groups as deeds
from outreach.services.consents import newest_texts
from outreach.services.works import add_work, remove_work

GROUPS = [
    (
        "Klub Membaca Remaja",
        "Kami membaca satu buku sebulan, membicarakannya sambil minum teh, lalu menulis resensi pendek.",
        "We read one book a month, talk about it over tea and write a short review.",
        8,
    ),
    (
        "Lokakarya Menulis Cerita",
        "Kelompok kecil yang menulis cerita pendek dan puisi. Karya terbaik terbit di halaman ini.",
        "A small group that writes short stories and poems. The best of them are on this page.",
        6,
    ),
]
WORKS = [
    (
        "Perahu Kertas", WorkKind.TEXT, "Pena Senja",
        "Perahu kertasku berlayar di got depan rumah,\nmembawa satu rahasia: aku ingin melihat laut lepas."
        "\n\nHujan mengantarnya,\naku menunggu kabar.",
    ),
    ("Benteng di Waktu Sore", WorkKind.PICTURE, "Kak Rumput", ""),
    (
        "Nenek dan Kain Tenun", WorkKind.TEXT, "Si Bungsu",
        "Nenek menenun sambil bercerita. Setiap garis adalah nama pulau. Kalau aku salah menyebut, ia mengulang"
        " ceritanya dari awal, dan aku pura-pura salah lagi.",
    ),
    ("Ikan yang Takut Air", WorkKind.COMIC, "", "Halaman pertama dari enam: ikan kecil berdiri di tepi kolam."),
]  # fmt: skip
PAST = 8


def load(context: DemoContext, by: Any) -> None:
    for title, about, english, members in GROUPS:
        event = Event.objects.get(is_demo=True, title=title)
        group = deeds.save_group(
            group=StandingGroup(event=event, about=about, about_en=english, is_published=True, is_demo=True), by=by
        )
        _members(context, group, members)
        _works(context, group, by)


def _noon(context: DemoContext, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(context.days_ago(days), time(12)))


def _members(context: DemoContext, group: StandingGroup, number: int) -> None:
    """They joined one after the other and came to most meetings since; the last one left."""
    held = list(
        Session.objects.filter(event=group.event_id, state=SessionState.HELD).order_by("-starts_at", "-pk")[:PAST]
    )
    held.reverse()
    words = newest_texts(_noon(context, 0))
    for seat in range(min(number, MEMBERS_AT_MOST)):
        first = min(seat // 2, max(len(held) - 1, 0))
        membership = None
        for meeting in held[first:]:
            row = _registered(group, meeting, seat, words)
            if membership is None:
                membership = Membership.objects.create(
                    group=group, founder=row, joined_at=row.queued_at, accepted_at=row.queued_at
                )
            row.membership = membership
            row.save(update_fields=["membership"])
            if context.rng.random() < 0.8:
                _arrived(row)
            else:
                row.no_show = True
                row.save(update_fields=["no_show"])
        if membership is None:
            continue
        if seat == number - 1:
            membership.left_at = max(_noon(context, 10), membership.joined_at)
            membership.save(update_fields=["left_at"])
        else:
            deeds.carry_member(membership=membership, at=_noon(context, 0))


def _registered(group: StandingGroup, meeting: Session, seat: int, words: Any) -> Registration:
    name = NAMES[(seat * 3 + group.pk) % len(NAMES)]
    asked = meeting.starts_at - timedelta(days=2, minutes=seat)
    row = Registration.objects.create(
        session=meeting, kind=RegistrationKind.PERSON, status=RegistrationStatus.REGISTERED, seats=1,
        name=f"Wali {name} Contoh", phone=f"62815{group.event_id % 1000:03d}{seat:04d}", queued_at=asked,
    )  # fmt: skip
    Participant.objects.create(registration=row, nickname=name, age_band=AgeBand.TEEN)
    for purpose in (Purpose.ATTENDANCE, Purpose.PHOTO):
        Consent.objects.create(
            registration=row, text=words[purpose], is_given=True, name=row.name, way=ConsentWay.WEB, at=asked
        )
    return row


def _arrived(row: Registration) -> None:
    CheckIn.objects.create(
        session=row.session, registration=row, participant=row.participants.first(), age_band=AgeBand.TEEN,
        at=row.session.starts_at,
    )  # fmt: skip


def _works(context: DemoContext, group: StandingGroup, by: Any) -> None:
    """The last of them waits for its consent."""
    members = list(group.memberships.filter(left_at=None).order_by("pk"))
    for number, (title, kind, shown_as, text) in enumerate(WORKS):
        if not members:
            return
        member = members[number % len(members)]
        work = Work(group=group, membership=member, kind=kind, title=title, text=text, shown_as=shown_as)
        add_work(
            work=work, by=by, at=_noon(context, 5 + number * 9), name="karya.png",
            upload=_drawing() if kind == WorkKind.PICTURE else None,
            agreed_by="" if number == len(WORKS) - 1 else member.founder.name,
        )  # fmt: skip


def _drawing() -> BytesIO:
    """A fort by the sea, as a child would draw it."""
    image = Image.new("RGB", (640, 420), "#CFE8F3")
    pen = ImageDraw.Draw(image)
    pen.ellipse((470, 40, 560, 130), fill="#F2B84B")
    pen.rectangle((0, 300, 640, 420), fill="#2E7FB8")
    pen.polygon([(60, 300), (60, 180), (420, 180), (420, 300)], fill="#A8927A")
    for left in range(60, 420, 60):
        pen.rectangle((left, 155, left + 34, 182), fill="#A8927A")
    pen.rectangle((210, 230, 270, 300), fill="#5B4A3A")
    pen.polygon([(500, 330), (600, 330), (570, 360), (525, 360)], fill="#7A3E2B")
    pen.polygon([(550, 250), (550, 325), (595, 325)], fill="#FFFFFF")
    out = BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out


def clear_members() -> None:
    """Before the registrations they joined with."""
    for work in Work.objects.filter(group__is_demo=True).select_related("file"):
        remove_work(work=work)
    Membership.objects.filter(group__is_demo=True).delete()


def clear() -> None:
    StandingGroup.objects.filter(is_demo=True).delete()
