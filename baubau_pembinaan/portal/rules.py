"""Who may decide about the installation as a whole."""

import rules

from baubau_pembinaan.accounts.rules import is_administrator

rules.add_perm("portal.remove_demo", is_administrator)
