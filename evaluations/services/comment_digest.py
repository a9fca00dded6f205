"""The weekly list: who decides on comments hears how many wait, who sees to some hears which are due."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.notifications.services import notify
from evaluations import selectors
from evaluations.choices import CommentKind
from evaluations.models import Comment

LISTED = 10  # a mail names so many comments; the page shows the rest


def tell_about_comments(*, today: date) -> int:
    """Tell everybody who has something to do with comments, once a week; returns how many people. Safe to run twice."""
    year, week, _day = today.isocalendar()
    told = 0
    for person, account, number in selectors.comments.owners():
        with transaction.atomic():
            notify(
                recipient=account,
                key=f"evaluations.comments.owner.{year}-{week:02d}",
                kind="evaluations.comments_weekly",
                subject=lambda n=number: (  # type: ignore[misc]
                    ngettext("%(n)s comment is yours to see to", "%(n)s comments are yours to see to", n) % {"n": n}
                ),
                body=lambda person=person: _owned_lines(person, today),  # type: ignore[misc]
                url=reverse("portal:home"),
            )
        told += 1
    waiting = selectors.comments.waiting_counts(today)
    if waiting["waiting"]:
        for moderator in moderators():
            with transaction.atomic():
                notify(
                    recipient=moderator,
                    key=f"evaluations.comments.moderator.{year}-{week:02d}",
                    kind="evaluations.comments_weekly",
                    subject=lambda: _waiting_words(waiting["waiting"]),
                    body=lambda: _late_words(waiting["late"]),
                    url=reverse("evaluations:comment-moderation"),
                )
            told += 1
    return told


def moderators() -> list[User]:
    """Active accounts whose role decides on comments; administrators keep the house and are not bothered."""
    found = User.objects.filter(is_active=True, groups__permissions__codename="moderate_comment", profile__isnull=False)
    return list(found.exclude(groups__name="Administrator").distinct().order_by("pk"))


def _owned_lines(person: object, today: date) -> str:
    """One line a comment: what follows, which survey, by when; never the patron's words."""
    found: list[Comment] = list(selectors.comments.owned_by(person)[:LISTED])  # type: ignore[arg-type]
    return "\n".join(_owned_line(comment, today) for comment in found)


def _owned_line(comment: Comment, today: date) -> str:
    care = comment.handling
    parts = [str(CommentKind(care.kind).label) if care.kind else _("A comment"), comment.period.survey.reader_title]
    if care.due_on:
        parts.append(_("due on %(day)s") % {"day": tanggal(care.due_on)})
        if care.due_on < today:
            parts.append(_("OVERDUE"))
    return "- " + ", ".join(parts)


def _waiting_words(n: int) -> str:
    return ngettext("%(n)s patron's comment waits for a decision", "%(n)s patrons' comments wait for a decision", n) % {
        "n": n
    }


def _late_words(n: int) -> str:
    if not n:
        return _("None of them is overdue. Please decide who may read them.")
    return ngettext(
        "%(n)s of them is OVERDUE. Please decide who may read them.",
        "%(n)s of them are OVERDUE. Please decide who may read them.",
        n,
    ) % {"n": n}
