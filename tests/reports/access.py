"""Who gets in at these doors."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.reports.models import Definition, Edition, Indicator, IndicatorFigure, Issue
from baubau_pembinaan.reports.services.making import request_report
from tests.doors import ROLES, STAFF, Door
from tests.factories.reports import make_edition, make_figure, make_indicator, make_issue, make_unit_definition

HEADS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}
READERS = {*HEADS, Role.INSPECTOR}


def _edition(world, user):
    return {"pk": make_edition().pk}


def _own_edition(world, user):
    return {"pk": make_edition(report="portofolio", person=getattr(user, "profile", None)).pk}


def _run(world, user):
    run = request_report(name="bulanan", period="2026-08", by=world.users[Role.AGENCY_HEAD], at=timezone.now())
    return {"pk": run.pk}


def _this_year(world, user):
    return {"pk": make_indicator().pk, "year": timezone.localdate().year}


DOORS = {
    "reports:home": Door(ROLES, post=False),
    "reports:make": [
        Door(READERS, lambda world, user: {"name": "triwulan"}, posts=HEADS, data={"language": "id"}),
        Door(ROLES, lambda world, user: {"name": "portofolio"}, posts=STAFF, data={"language": "id"}),
    ],
    "reports:edition-detail": [Door(READERS, _edition, post=False), Door(ROLES, _own_edition, post=False)],
    "reports:run-cancel": Door(HEADS, _run, get=False),
    "reports:inspection": Door(READERS, data={"year": str(timezone.localdate().year)}),
    "reports:schedule": Door(READERS, post=False),
    "reports:issue-retry": Door(HEADS, lambda world, user: {"pk": make_issue().pk}, get=False),
    "reports:indicator-list": Door(READERS, post=False),
    "reports:indicator-xlsx": Door(READERS, post=False),
    "reports:figure-edit": Door(HEADS, _this_year, data={"value": "3"}),
}
ADMIN_OBJECTS = {
    Indicator: make_indicator,
    IndicatorFigure: make_figure,
    Edition: make_edition,
    Definition: make_unit_definition,
    Issue: make_issue,
}
