"""Who gets in at these doors."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun
from collections_app.models import (
    AccessionCounter,
    BoardWeights,
    CatalogueSending,
    Claim,
    CollectionPolicy,
    CollectionTarget,
    Demand,
    DemandSignal,
    DigitalResource,
    Fund,
    FundBalance,
    FundMove,
    Gift,
    GiftLine,
    Invoice,
    Order,
    OrderLine,
    PurchaseMethod,
    Receipt,
    ReceiptLine,
    ResourceUse,
    SelectionLine,
    SelectionSheet,
    SentCopy,
    SentTitle,
    Suggestion,
    WeedingLine,
    WeedingList,
    WeedingRule,
)
from collections_app.services.import_runs import REPORT
from collections_app.services.partners import partner_url
from collections_app.services.patron_mail import stop_url
from collections_app.services.weeding import decide
from tests.doors import PUBLIC, ROLES, STAFF, Door
from tests.factories.board import make_need, make_policy, make_sheet, make_target, make_weights
from tests.factories.care import make_resource, make_use, make_weeding
from tests.factories.collections_app import make_title
from tests.factories.gifts import accept, make_gift, take_in
from tests.factories.orders import (
    approve,
    make_claim,
    make_counter,
    make_fund,
    make_invoice,
    make_method,
    make_order,
    make_receipt,
    make_vendor,
)
from tests.factories.sendings import make_accepted_sending, make_sending
from tests.factories.suggestions import make_partner, make_wish

MANAGERS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD, Role.LIBRARIAN}


KEEPERS = {Role.ADMINISTRATOR, Role.DIVISION_HEAD, Role.LIBRARIAN}


def _title(world, user):
    return {"pk": make_title(copies=1).pk}


def _demand(world, user):
    return {"pk": make_wish().demand_id}


def _joined(world, user):
    from collections_app.services.joining import join_demands

    one, other = make_wish().demand, make_wish().demand
    join_demands(demand=one, into=other, by=None)
    return {"pk": one.pk}


MONEY = ROLES - {Role.SERVICE_OFFICER.value}
DECIDE = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}


def _fund(world, user):
    return {"pk": make_fund().pk}


def _order(world, user):
    return {"pk": make_order().pk}


def _sent(world, user):
    return {"pk": approve(make_order()).pk}


def _sheet(world, user):
    return {"pk": make_sheet().pk}


def _resource(world, user):
    return {"pk": make_resource().pk}


def _weeding(world, user):
    return {"pk": make_weeding().pk}


def _decided_weeding(world, user):
    made = make_weeding()
    said = {line.pk: "keep" for line in made.lines.all()}
    now = timezone.now()
    return {"pk": decide(weeding=made, decisions=said, by=None, at=now, on=timezone.localdate(now)).pk}


def _line(world, user):
    order = make_order()
    return {"pk": order.pk, "line": order.lines.get().pk}


def _partner_token(world, user):
    return {"token": partner_url(make_partner()).split("/")[-2]}


def _stop_token(world, user):
    return {"token": stop_url(make_wish(email="ani@contoh.example")).split("/")[-2]}


def _gift(world, user):
    return {"pk": make_gift().pk}


def _given_line(world, user):
    gift = make_gift("Satu", "Dua")
    return {"pk": gift.pk, "line": gift.lines.first().pk}


def _import_run(world, user):
    run = ReportRun.objects.create(
        report=REPORT,
        period=str(ReportRun.objects.count()),
        parameters={"upload": "x", "name": "katalog.csv", "dry_run": True},
        parameters_hash="x",
        requested_at=timezone.now(),
    )
    return {"pk": run.pk}


DOORS = {
    "collections_app:gift-list": Door(MONEY, post=False),
    "collections_app:gift-xlsx": Door(MONEY, post=False),
    "collections_app:gift-add": Door(KEEPERS),
    "collections_app:gift-detail": Door(MONEY, _gift, posts=MANAGERS),
    "collections_app:gift-edit": Door(KEEPERS, _gift),
    "collections_app:gift-history": Door(KEEPERS, _gift, post=False),
    "collections_app:gift-line-add": Door(KEEPERS, _gift),
    "collections_app:gift-titles-add": Door(KEEPERS, _gift),
    "collections_app:gift-line-edit": Door(KEEPERS, _given_line),
    "collections_app:gift-line-remove": Door(KEEPERS, _given_line, get=False),
    "collections_app:gift-answer": Door(MANAGERS, _gift, get=False),
    "collections_app:gift-take-in": Door(KEEPERS, lambda world, user: {"pk": accept(make_gift()).pk}),
    "collections_app:gift-letter": Door(MONEY, lambda world, user: {"pk": accept(make_gift()).pk}, post=False),
    "collections_app:gift-minutes": Door(MONEY, lambda world, user: {"pk": take_in(make_gift()).pk}, post=False),
    "collections_app:gift-scan": Door(KEEPERS, _gift),
    "collections_app:public-home": Door(PUBLIC, post=False),
    "collections_app:public-title": Door(PUBLIC, _title, post=False),
    "collections_app:title-list": Door(ROLES, post=False),
    "collections_app:title-xlsx": Door(ROLES, post=False),
    "collections_app:title-detail": Door(ROLES, _title, post=False),
    "collections_app:title-shelve": Door(KEEPERS, _title, get=False, data={"call_number": "813 TER b"}),
    "collections_app:import": Door(KEEPERS),
    "collections_app:import-cancel": Door(KEEPERS, _import_run, get=False),
    "collections_app:export": Door(KEEPERS, lambda world, user: {"form": "slims"}, post=False),
    "collections_app:sending-list": Door(KEEPERS, post=False),
    "collections_app:sending-add": Door(KEEPERS),
    "collections_app:sending-file": Door(KEEPERS, lambda world, user: {"pk": make_sending().pk}, post=False),
    "collections_app:public-suggest": PUBLIC,
    "collections_app:partner-suggest": Door(PUBLIC, _partner_token),
    "collections_app:stop-mail": Door(PUBLIC, _stop_token, csrf_exempt=True),
    "collections_app:partner-list": Door(MANAGERS, post=False),
    "collections_app:partner-add": Door(MANAGERS),
    "collections_app:partner-detail": Door(MANAGERS, lambda world, user: {"pk": make_partner().pk}),
    "collections_app:partner-edit": Door(MANAGERS, lambda world, user: {"pk": make_partner().pk}),
    "collections_app:public-ask": Door(PUBLIC, post=False),
    "collections_app:public-status": Door(PUBLIC, lambda world, user: {"code": make_wish().code}, post=False),
    "collections_app:public-slip": Door(PUBLIC, lambda world, user: {"code": make_wish().code}, post=False),
    "collections_app:home": Door(ROLES, post=False),
    "collections_app:demand-xlsx": Door(ROLES, post=False),
    "collections_app:suggest": STAFF,
    "collections_app:demand-detail": Door(ROLES, _demand, posts=MANAGERS),
    "collections_app:demand-join": Door(MANAGERS, _demand, get=False, data={"into": "0"}),
    "collections_app:demand-separate": Door(MANAGERS, _joined, get=False),
    "collections_app:demand-shelve": Door(KEEPERS, _demand, get=False, data={"call_number": "813 TER b"}),
    "collections_app:wish-move": Door(MANAGERS, _demand, get=False, data={"wish": "0"}),
    "collections_app:to-tell": Door(MANAGERS, data={"told": "0:accepted"}),
    "collections_app:demand-plan": Door(MANAGERS, _demand),
    "collections_app:demand-history": Door(MANAGERS, _demand, post=False),
    "collections_app:board": Door(MONEY, post=False),
    "collections_app:board-xlsx": Door(MONEY, post=False),
    "collections_app:weights": Door(DECIDE),
    "collections_app:need-list": Door(MONEY, post=False),
    "collections_app:need-add": Door(MANAGERS),
    "collections_app:need-remove": Door(MANAGERS, lambda world, user: {"pk": make_need().pk}, get=False),
    "collections_app:sheet-list": Door(MONEY, post=False),
    "collections_app:sheet-xlsx": Door(MONEY, post=False),
    "collections_app:sheet-add": Door(MANAGERS),
    "collections_app:sheet-detail": Door(MONEY, _sheet, posts=MANAGERS),
    "collections_app:sheet-paper": Door(MONEY, _sheet, post=False),
    "collections_app:sheet-order": Door(KEEPERS, _sheet),
    "collections_app:sheet-scan": Door(MANAGERS, _sheet),
    "collections_app:resource-list": Door(ROLES, post=False),
    "collections_app:resource-xlsx": Door(ROLES, post=False),
    "collections_app:resource-add": Door(KEEPERS),
    "collections_app:resource-detail": Door(ROLES, _resource, post=False),
    "collections_app:resource-edit": Door(KEEPERS, _resource),
    "collections_app:uses-add": Door(KEEPERS, _resource),
    "collections_app:targets": Door(MONEY, post=False),
    "collections_app:targets-xlsx": Door(MONEY, post=False),
    "collections_app:copies-xlsx": Door(MONEY, post=False),
    "collections_app:policy-add": Door(DECIDE),
    "collections_app:policy-edit": Door(DECIDE, lambda world, user: {"pk": make_policy().pk}),
    "collections_app:weeding-list": Door(MONEY, post=False),
    "collections_app:weeding-add": Door(KEEPERS),
    "collections_app:weeding-detail": Door(MONEY, _weeding, posts=KEEPERS),
    "collections_app:weeding-minutes": Door(MONEY, _decided_weeding, post=False),
    "collections_app:write-off-xlsx": Door(MONEY, _weeding, post=False),
    "collections_app:fund-list": Door(MONEY, post=False),
    "collections_app:fund-xlsx": Door(MONEY, post=False),
    "collections_app:fund-add": Door(DECIDE),
    "collections_app:year-close": Door(DECIDE),
    "collections_app:fund-detail": Door(MONEY, _fund, post=False),
    "collections_app:fund-moves-xlsx": Door(MONEY, _fund, post=False),
    "collections_app:fund-edit": Door(DECIDE, _fund),
    "collections_app:fund-amend": Door(DECIDE, _fund),
    "collections_app:fund-transfer": Door(DECIDE, _fund),
    "collections_app:vendor-list": Door(MONEY, post=False),
    "collections_app:vendor-xlsx": Door(MONEY, post=False),
    "collections_app:vendor-add": Door(KEEPERS),
    "collections_app:vendor-edit": Door(KEEPERS, lambda world, user: {"pk": make_vendor().pk}),
    "collections_app:order-list": Door(MONEY, post=False),
    "collections_app:order-xlsx": Door(MONEY, post=False),
    "collections_app:order-add": Door(KEEPERS),
    "collections_app:order-detail": Door(MONEY, _order, post=False),
    "collections_app:order-edit": Door(KEEPERS, _order),
    "collections_app:line-add": Door(KEEPERS, _order),
    "collections_app:line-edit": Door(KEEPERS, _line),
    "collections_app:line-remove": Door(KEEPERS, _line, get=False),
    "collections_app:order-submit": Door(KEEPERS, _order, get=False),
    "collections_app:order-approve": Door(DECIDE, _order, get=False),
    "collections_app:order-return": Door(DECIDE, _order),
    "collections_app:order-cancel": Door(KEEPERS, _order),
    "collections_app:order-claim": Door(KEEPERS, _sent),
    "collections_app:invoice-add": Door(KEEPERS, _sent),
    "collections_app:order-release": Door(KEEPERS, _sent),
    "collections_app:invoice-back": Door(KEEPERS, lambda world, user: {"pk": make_invoice().pk}),
    "collections_app:receipt-back": Door(KEEPERS, lambda world, user: {"pk": make_receipt().pk}),
    "collections_app:receive": Door(KEEPERS, _sent),
    "collections_app:order-letter": Door(MONEY, _sent, post=False),
    "collections_app:handover-minutes": Door(MONEY, lambda world, user: {"pk": make_receipt().pk}, post=False),
    "collections_app:accession-list": Door(MONEY, post=False),
    "collections_app:accession-xlsx": Door(MONEY, post=False),
}

ADMIN_OBJECTS = {
    CatalogueSending: make_sending,
    SentCopy: lambda: make_sending().rows.get(),
    SentTitle: lambda: make_accepted_sending().accepted_rows.first(),
    Gift: make_gift,
    GiftLine: lambda: make_gift().lines.get(),
    Demand: lambda: make_wish().demand,
    Suggestion: make_wish,
    Fund: make_fund,
    FundBalance: lambda: make_fund().balance,
    FundMove: lambda: make_fund().moves.get(),
    Order: make_order,
    OrderLine: lambda: make_order().lines.get(),
    Receipt: make_receipt,
    ReceiptLine: lambda: make_receipt().lines.get(),
    Invoice: make_invoice,
    Claim: make_claim,
    AccessionCounter: make_counter,
    PurchaseMethod: make_method,
    SelectionSheet: make_sheet,
    SelectionLine: lambda: make_sheet().lines.first(),
    BoardWeights: make_weights,
    CollectionPolicy: make_policy,
    CollectionTarget: make_target,
    DemandSignal: make_need,
    DigitalResource: make_resource,
    ResourceUse: make_use,
    WeedingRule: lambda: WeedingRule.objects.create(name=f"Aturan {WeedingRule.objects.count()}", older_than=9),
    WeedingList: make_weeding,
    WeedingLine: lambda: make_weeding().lines.get(),
}
