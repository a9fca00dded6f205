"""The certificates of a session at one press: a few at once, many by a worker, one after the other.

Each certificate is a deed of its own, so a worker that is killed or stopped leaves whole certificates behind, and the
next one goes on where it was.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.csvsafe import csv_bytes
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.runs import services as runs
from baubau_pembinaan.runs import work
from training.models import Certificate, Session

from . import certificates

REPORT = "sertifikat-sesi"
AT_ONCE = 20  # certificates that a request issues by itself
RUNS_SHOWN = 3


def issue(*, session: Session, by: User, at: datetime) -> list[Certificate] | None:
    """Issue what the session owes; None where there are many and a worker does it.

    Raises NoCertificateHere.
    """
    certificates.check_gives(session.programme)
    if certificates.waiting_for(session).count() <= AT_ONCE:
        return certificates.issue_for_session(session=session, by=by, at=at)
    runs.ask(work=work.named(REPORT), parameters={"session": session.pk}, by=by, at=at)
    return None


def make(run: ReportRun, progress: work.Progress) -> work.Made:
    """Issue them in the order of names; whoever has one meanwhile, or is no longer owed one, is left alone."""
    session = Session.objects.get(pk=run.parameters["session"])
    waiting = list(certificates.waiting_for(session))
    for number, row in enumerate(waiting):
        progress(100 * number // len(waiting))
        try:
            certificates.issue_certificate(enrolment=row, by=run.requested_by, at=timezone.now())
        except (certificates.AlreadyIssued, certificates.NotEarned):
            continue
    rows = Certificate.objects.filter(enrolment__session=session, revoked_on=None).select_related("number")
    rows = rows.order_by("number__year", "number__sequence")
    valid = [(row.number.text, row.snapshot["name"], row.issued_on) for row in rows]

    own_waits = certificates.own_jp_wait(session=session, user=run.requested_by)

    def told() -> str:
        n = len(valid)
        words = ngettext("The session has %(n)s valid certificate.", "The session has %(n)s valid certificates.", n)
        said = words % {"n": n}
        return f"{said} {_('Your own JP wait until somebody else verifies them.')}" if own_waits else said

    content = csv_bytes([_("Number"), _("Name"), _("Issued on")], valid)
    return work.Made(content, Kind.CSV, f"sertifikat-sesi-{session.pk}.csv", told)


def runs_of(session: Session) -> list[ReportRun]:
    """The certificate runs of a session, the newest first; one statement."""
    rows = ReportRun.objects.filter(report=REPORT, parameters__session=session.pk)
    return list(rows.select_related("file", "requested_by").order_by("-requested_at", "-pk")[:RUNS_SHOWN])
