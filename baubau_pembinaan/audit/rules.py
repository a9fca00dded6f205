"""Who may read the history: those who answer for the whole office, and the inspector."""

import rules

from baubau_pembinaan.accounts.rules import is_administrator, is_agency_head, is_inspector

may_read_history = is_administrator | is_agency_head | is_inspector

rules.add_perm("audit.read_history", may_read_history)
