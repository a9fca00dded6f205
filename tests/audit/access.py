"""Who gets in at the doors of the history."""

from baubau_pembinaan.accounts.choices import Role
from tests.doors import Door

DOORS = {
    "audit:entry-list": Door({Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.INSPECTOR}, post=False),
}
