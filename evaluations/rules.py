"""Permissions that depend on the row."""

from typing import Any

import rules

from baubau_pembinaan.accounts.rules import (
    is_agency_head,
    is_leader,
    is_self,
    is_staff_member,
    is_supervisor_of,
    profile_of,
)


@rules.predicate
def manages_follow_ups(user: Any) -> bool:
    return user.has_perm("evaluations.manage_followup")


@rules.predicate
def is_in_charge(user: Any, follow_up: Any) -> bool:
    profile = profile_of(user)
    return follow_up is not None and profile is not None and follow_up.responsible_id == profile.pk


rules.add_perm("evaluations.settle_followup", manages_follow_ups | is_in_charge)
rules.add_perm("evaluations.release_reviews", is_agency_head)
rules.add_perm("evaluations.give_feedback", is_staff_member)


@rules.predicate
def looks_into(user: Any, complaint: Any) -> bool:
    profile = profile_of(user)
    return complaint is not None and profile is not None and complaint.handling.owner_id == profile.pk


@rules.predicate
def manages_complaints(user: Any) -> bool:
    return user.has_perm("evaluations.manage_complaint")


@rules.predicate
def is_named_in(user: Any, complaint: Any) -> bool:
    profile = profile_of(user)
    return complaint is not None and profile is not None and complaint.handling.person_id == profile.pk


rules.add_perm("evaluations.route_complaint", manages_complaints & ~is_named_in)
rules.add_perm("evaluations.answer_complaint", (manages_complaints | looks_into) & ~is_named_in)
rules.add_perm("evaluations.reply_to_complaint", is_named_in)


@rules.predicate
def manages_repairs(user: Any) -> bool:
    return user.has_perm("evaluations.manage_repair")


@rules.predicate
def repairs_it(user: Any, ticket: Any) -> bool:
    profile = profile_of(user)
    return ticket is not None and profile is not None and ticket.owner_id == profile.pk


rules.add_perm("evaluations.end_repair", manages_repairs | repairs_it)
rules.add_perm("evaluations.see_credit", is_self | is_agency_head | is_supervisor_of)
rules.add_perm("evaluations.enter_credit", is_self | is_supervisor_of)


@rules.predicate
def is_observed(user: Any, observation: Any) -> bool:
    profile = profile_of(user)
    return observation is not None and profile is not None and observation.person_id == profile.pk


@rules.predicate
def has_profile(user: Any) -> bool:
    return profile_of(user) is not None


rules.add_perm("evaluations.observe_service", is_staff_member & has_profile)
rules.add_perm("evaluations.decide_observation", is_staff_member & is_observed)
rules.add_perm("evaluations.see_observation_figures", is_leader)
