"""Who gets in at the doors of the follow-up plan, the report and the publication."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import PeriodStatus
from evaluations.services.reporting import request_report
from tests.doors import PUBLIC, ROLES, Door
from tests.factories.evaluations import make_period
from tests.factories.evaluations_reporting import closed_period, make_follow_up

HEADS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}
MANAGERS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD, Role.LIBRARIAN}
PLAN = {"unsur": "waktu", "action": "Menambah meja", "kind": "fix", "status": "planned"}


def _closed(world, user):
    return {"pk": make_period(status=PeriodStatus.CLOSED).pk}


def _run(world, user):
    runs = request_report(period=closed_period(n=6), report="skm", language="id", by=None, at=timezone.now(), anew=True)
    return {"pk": runs[0].pk}


DOORS = {
    "evaluations:satisfaction": Door(PUBLIC, post=False),
    "evaluations:open-data-csv": Door(PUBLIC, post=False),
    "evaluations:open-data-json": Door(PUBLIC, post=False),
    "evaluations:period-report": Door(ROLES, _closed, posts=MANAGERS),
    "evaluations:report-cancel": Door(MANAGERS, _run, get=False),
    "evaluations:period-publish": Door(HEADS, _closed, get=False),
    "evaluations:result-poster": Door(ROLES, lambda world, user: {"pk": closed_period(n=6).pk}, post=False),
    "evaluations:followup-list": Door(ROLES, post=False),
    "evaluations:followup-xlsx": Door(ROLES, post=False),
    "evaluations:followup-create": Door(MANAGERS, _closed, data=PLAN),
    **{
        f"evaluations:followup-begin-{deed}": Door(
            may, lambda world, user: {"pk": make_follow_up().pk}, get=False, data={"title": "Layanan ramah"}
        )
        for deed, may in (("training", HEADS), ("event", MANAGERS), ("book", MANAGERS))
    },
    "evaluations:followup-edit": Door(MANAGERS, lambda world, user: {"pk": make_follow_up().pk}, data=PLAN),
}
