"""Who may read and make which report. The library's reports are for its heads and inspectors; the portfolio of a person
is also for that person and whoever leads them."""

from typing import Any

import rules

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_self, is_staff_member, is_supervisor_of, profile_of

READ, BUILD = "reports.view_reports", "reports.build_reports"


def may_read(user: Any, subject: Any = None) -> bool:
    """Whether this account reads reports about `subject`: None for the library, a person or a unit."""
    if user.has_perm(READ):
        return True
    return isinstance(subject, StaffProfile) and bool(is_self(user, subject) or is_supervisor_of(user, subject))


def may_build(user: Any, subject: Any = None) -> bool:
    """Inspectors only read; a person has their own portfolio made, a supervisor those of their staff."""
    if user.has_perm(BUILD):
        return True
    return bool(is_staff_member(user)) and isinstance(subject, StaffProfile) and may_read(user, subject)


@rules.predicate
def reads_something(user: Any) -> bool:
    return user.has_perm(READ) or (bool(is_staff_member(user)) and profile_of(user) is not None)


rules.add_perm("reports.enter", reads_something)
