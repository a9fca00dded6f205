"""Histories of money that only grow."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly

MODELS = (
    "AccessionCounter",
    "Claim",
    "Fund",
    "FundMove",
    "Invoice",
    "Order",
    "OrderLine",
    "PurchaseMethod",
    "Receipt",
    "ReceiptLine",
    "Vendor",
)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0020_funds_and_orders"), ("audit", "__first__")]

    operations = [AppendOnly(f"collections_app.Historical{name}") for name in MODELS]
