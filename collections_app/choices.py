"""Words of the collection room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Where a catalogue record came from."""

    SLIMS = "slims", _("SLiMS export")
    MARC = "marc", _("MARC record")
    MANUAL = "manual", _("Entered here")


class Audience(models.TextChoices):
    """For whom a title is (SNP: types of collection)."""

    CHILDREN = "children", _("Children")
    YOUTH = "youth", _("Youth")
    ADULT = "adult", _("Adults")
    REFERENCE = "reference", _("Reference")


class Source(models.TextChoices):
    """How a copy came into the library (domain: pembelian, hadiah, hibah, tukar-menukar, deposit, terbitan sendiri)."""

    PURCHASE = "purchase", _("Purchase")
    GIFT = "gift", _("Gift")
    GRANT = "grant", _("Grant")
    EXCHANGE = "exchange", _("Exchange of books")
    DEPOSIT = "deposit", _("Deposit")
    OWN = "own", _("Own publication")


# What comes without an order and without money of a fund.
GIFT_SOURCES = (Source.GIFT, Source.GRANT, Source.EXCHANGE, Source.DEPOSIT)


class ItemStatus(models.TextChoices):
    """Where a copy stands; the words of SLiMS put into five."""

    AVAILABLE = "available", _("Available")
    NO_LOAN = "no_loan", _("Not for loan")
    REPAIR = "repair", _("Under repair")
    MISSING = "missing", _("Missing")
    WITHDRAWN = "withdrawn", _("Weeded out")


GONE = (ItemStatus.WITHDRAWN, ItemStatus.MISSING)  # copies that nobody can find


class DemandStatus(models.TextChoices):
    """How far a wish is, in the words its asker reads."""

    NEW = "new", _("Received")
    REVIEW = "review", _("Being looked at")
    ACCEPTED = "accepted", _("To be acquired")
    ORDERED = "ordered", _("Ordered")
    AVAILABLE = "available", _("On the shelf")
    DECLINED = "declined", _("Declined")


ARRIVED = "arrived"  # the step of a demand whose copies are here and not on the shelf yet: they lack a call number
PREPARING = _("Arrived, being prepared")

FINAL_STEPS = (DemandStatus.AVAILABLE, DemandStatus.DECLINED)


class MoveKind(models.TextChoices):
    """Why the figures of a fund moved."""

    ALLOCATED = "allocated", _("Allocated")
    AMENDED = "amended", _("Budget amended (DPPA)")
    TRANSFERRED = "transferred", _("Moved between funds")
    COMMITTED = "committed", _("Order approved")
    RELEASED = "released", _("Commitment released")
    SPENT = "spent", _("Invoice")
    VOIDED = "voided", _("Invoice taken back")
    CARRIED = "carried", _("Carried into the next year")


class OrderStatus(models.TextChoices):
    """How far an order is."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Sent to the vendor")
    PARTIAL = "partial", _("Partly received")
    RECEIVED = "received", _("Fully received")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_ORDERS = (OrderStatus.APPROVED, OrderStatus.PARTIAL)


class MainClass(models.TextChoices):
    """The ten classes of Dewey, and the Islamic classes libraries in Indonesia keep beside 200."""

    GENERAL = "000", _("000 General works")
    PHILOSOPHY = "100", _("100 Philosophy and psychology")
    RELIGION = "200", _("200 Religion")
    ISLAM = "2X0", _("2X0 Islam")
    SOCIETY = "300", _("300 Social sciences")
    LANGUAGE = "400", _("400 Language")
    SCIENCE = "500", _("500 Science")
    TECHNOLOGY = "600", _("600 Technology")
    ARTS = "700", _("700 Arts and sports")
    LITERATURE = "800", _("800 Literature")
    HISTORY = "900", _("900 History and geography")


class TitleFigure(models.TextChoices):
    """Figures of the targets page whose titles are listed; the value stands in the address."""

    HELD = "ada", _("Titles the library has")
    RECENT = "mutakhir", _("Recent titles")
    ADDED = "baru", _("Titles added this year")
    UNSTATED = "tanpa-kelompok", _("Age group not stated")


class LineDecision(models.TextChoices):
    """What the selection committee says of a title."""

    OPEN = "open", _("Not decided")
    ACCEPT = "accept", _("Acquire")
    LATER = "later", _("Later")
    DECLINE = "decline", _("Decline")


class ResourceKind(models.TextChoices):
    """Sorts of digital resources."""

    EBOOKS = "ebooks", _("E-books")
    DATABASE = "database", _("Database")
    JOURNALS = "journals", _("Journals")
    MEDIA = "media", _("Audio and video")
    OTHER = "other", _("Other")


class WeedingDecision(models.TextChoices):
    """What the committee says of a copy on a weeding list."""

    OPEN = "open", _("Not decided")
    KEEP = "keep", _("Keep")
    REPAIR = "repair", _("Repair")
    WITHDRAW = "withdraw", _("Weed out")


class GiftStatus(models.TextChoices):
    """How far a gift, exchange or deposit is."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted, not yet here")
    TAKEN = "taken", _("Taken into the collection")
    REFUSED = "refused", _("Not taken")


class GiftDecision(models.TextChoices):
    """What the selection committee says of a title offered."""

    OPEN = "open", _("Not decided")
    ACCEPT = "accept", _("Take")
    REFUSE = "refuse", _("Do not take")


class CatalogueSystem(models.TextChoices):
    """The library's own system, which keeps the catalogue of record."""

    SLIMS = "slims", "SLiMS"
    INLIS = "inlis", "INLISLite"
