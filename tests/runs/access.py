"""Who gets in at the doors of long work: whoever may do the work itself."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.runs.staff_list import STAFF_LIST
from tests.doors import Door
from tests.factories.documents import make_run
from tests.factories.training import make_session
from training.services.issuing import REPORT


def _staff_list(world, user):
    run = ReportRun.objects.create(
        report=STAFF_LIST.report,
        period=str(ReportRun.objects.count()),
        parameters={"upload": "x", "name": "pegawai.csv", "dry_run": True},
        parameters_hash="x",
        requested_at=timezone.now(),
    )
    return {"pk": run.pk}


def _certificates(world, user):
    return {"pk": make_run(report=REPORT, parameters={"session": make_session().pk}).pk}


DOORS = {
    "runs:stop": [
        Door({Role.ADMINISTRATOR}, _staff_list, get=False),
        Door({Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}, _certificates, get=False),
    ],
    "runs:take": Door({Role.ADMINISTRATOR}, _staff_list, get=False),
}
ADMIN_OBJECTS = {}
