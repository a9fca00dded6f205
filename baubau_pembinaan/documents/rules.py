"""Permissions of stored files and of the numbers of papers."""

from typing import Any

import rules

from baubau_pembinaan.accounts.rules import is_administrator, is_leader


@rules.predicate
def may_read_file(user: Any, stored: Any) -> bool:
    from . import access

    return stored is not None and access.may_read(user, stored)


rules.add_perm("documents.read_file", may_read_file)
for _model in ("storedfile", "documentnumber", "reportrun", "numberseries"):
    rules.add_perm(f"documents.view_{_model}", is_administrator | is_leader)
