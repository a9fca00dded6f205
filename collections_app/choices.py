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


class ItemStatus(models.TextChoices):
    """Where a copy stands; the words of SLiMS put into five."""

    AVAILABLE = "available", _("Available")
    NO_LOAN = "no_loan", _("Not for loan")
    REPAIR = "repair", _("Under repair")
    MISSING = "missing", _("Missing")
    WITHDRAWN = "withdrawn", _("Weeded out")


class DemandStatus(models.TextChoices):
    """How far a wish is, in the words its asker reads."""

    NEW = "new", _("Received")
    REVIEW = "review", _("Being looked at")
    ACCEPTED = "accepted", _("To be acquired")
    ORDERED = "ordered", _("Ordered")
    AVAILABLE = "available", _("On the shelf")
    DECLINED = "declined", _("Declined")
