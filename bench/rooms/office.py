"""The office's own pages under measure: messages, reminders, the staff directory, who changed what."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications import kinds
from baubau_pembinaan.notifications.models import Message


def fill(n: int) -> None:
    """`n` messages to one librarian, every tenth unread."""
    reader, now = User.objects.get(username="bench-pustakawan"), timezone.now()
    Message.objects.bulk_create(
        [
            Message(
                recipient=reader,
                key=f"bench-{number}",
                kind=kinds.REMINDER.code,
                subject=f"Pengingat {number:05}",
                body="Isi pengingat.",
                url="/staf/",
                created_at=now,
                read_at=now if number % 10 else None,
            )
            for number in range(n)
        ],
        batch_size=2000,
    )


PAGES: list[tuple[str, str, str, str | None]] = [
    ("office-inbox", "Messages", "/staf/pemberitahuan/", Role.LIBRARIAN),
    ("office-reminders", "Reminders", "/staf/pengingat/", Role.ADMINISTRATOR),
    ("office-people", "Staff directory", "/staf/pegawai/", Role.LIBRARIAN),
    ("office-history", "Who changed what", "/staf/riwayat/", Role.ADMINISTRATOR),
]
