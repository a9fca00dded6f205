"""Permissions that depend on the row."""

from typing import Any

import rules

from baubau_pembinaan.accounts.rules import (
    is_administrator,
    is_agency_head,
    is_self,
    is_staff_member,
    is_supervisor_of,
    profile_of,
)
from training.choices import LIVE


@rules.predicate
def manages_training(user: Any) -> bool:
    return user.has_perm("training.manage_training")


@rules.predicate
def has_a_profile(user: Any) -> bool:
    """Somebody who works here: accounts without a person cannot take part in anything."""
    return profile_of(user) is not None


@rules.predicate
def leads_session(user: Any, session: Any) -> bool:
    """The person in charge of the session, or a trainer of one of its meetings."""
    profile = profile_of(user)
    if profile is None or session is None:
        return False
    return session.coordinator_id == profile.pk or session.meetings.filter(trainer=profile).exists()


@rules.predicate
def leads_its_session(user: Any, enrolment: Any) -> bool:
    return enrolment is not None and leads_session(user, enrolment.session)


@rules.predicate
def is_in_session(user: Any, session: Any) -> bool:
    """A trainer of the session, or somebody who takes part in it; a page that knows says so in `has_reader`."""
    if (known := getattr(session, "has_reader", None)) is not None:
        return known
    profile = profile_of(user)
    if profile is None or session is None:
        return False
    taught = session.meetings.filter(trainer=profile).order_by().values("pk")
    return taught.union(session.enrolments.filter(profile=profile, status__in=LIVE).order_by().values("pk")).exists()


@rules.predicate
def verifies_jp(user: Any) -> bool:
    return user.has_perm("training.verify_jp")


@rules.predicate
def reads_enrolments(user: Any) -> bool:
    return user.has_perm("training.view_enrolment")


rules.add_perm("training.take_part", is_staff_member & has_a_profile)
# Nobody decides about oneself, whatever else they may.
_leads_person = ~is_self & (is_administrator | (is_staff_member & is_supervisor_of))
rules.add_perm("training.decide_enrolment", _leads_person)
rules.add_perm("training.confirm_enrolment", ~is_self & (is_administrator | is_agency_head))
rules.add_perm("training.decide_entry", ~is_self & verifies_jp)
rules.add_perm("training.withdraw_enrolment", is_self | manages_training | leads_its_session)
rules.add_perm("training.lead_session", manages_training | leads_session)
# What is said about a training is nobody's to stop who taught it or says it.
rules.add_perm("training.choose_questions", manages_training & ~is_in_session)
rules.add_perm("training.see_participants", reads_enrolments | leads_session)
rules.add_perm("training.see_development", is_self | reads_enrolments | is_supervisor_of)
rules.add_perm("training.rate_person", _leads_person)
rules.add_perm("training.write_own", is_staff_member & is_self)
rules.add_perm("training.agree_plan", _leads_person)
rules.add_perm("training.approve_year", is_administrator | is_agency_head)
rules.add_perm("training.read_certificate", is_self | reads_enrolments | is_supervisor_of)
rules.add_perm("training.answer_impact", (is_staff_member & is_self) | _leads_person)
rules.add_perm("training.own_row", is_staff_member & is_self)
