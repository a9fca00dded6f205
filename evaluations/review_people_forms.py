"""Forms about the people of a cycle: whom it is for, who joins, who leads. Shape and parse, no saving."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import AppointmentKind
from baubau_pembinaan.accounts.models import Appointment, Position, StaffProfile
from baubau_pembinaan.accounts.models.profile import with_titles
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.statements import Kept, blank
from baubau_pembinaan.libraries.models import Unit
from evaluations.models import Review, ReviewCycle
from evaluations.review_forms import ReasonForm


class ReassignForm(ReasonForm):
    supervisor = forms.ModelChoiceField(
        label=_("New supervisor"),
        queryset=StaffProfile.objects.none(),
        required=False,
        empty_label=_("As the appointment says"),
    )
    superior = forms.ModelChoiceField(
        label=_("Who decides an objection"),
        queryset=StaffProfile.objects.none(),
        required=False,
        empty_label=_("As the appointment says"),
        help_text=_("Only where the superior of the supervisor cannot decide. Somebody with an account."),
    )
    field_order = ["supervisor", "superior", "reason"]

    def __init__(self, *args: Any, today: date, person: StaffProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = StaffProfile.objects.filter(pk__in=people_on(today).values("pk")).exclude(pk=person.pk)
        supervisor: Any = self.fields["supervisor"]
        supervisor.queryset = working.order_by("name", "pk")
        superior: Any = self.fields["superior"]
        superior.queryset = working.filter(user__is_active=True).order_by("name", "pk")


class StartForm(forms.Form):
    """Whom the cycle is for; nothing chosen means everybody with a post and a supervisor."""

    units = forms.ModelMultipleChoiceField(
        label=_("Units"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    positions = forms.ModelMultipleChoiceField(
        label=_("Positions"), queryset=Position.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["units"]
        units.queryset = Unit.objects.active().order_by("name", "pk")
        positions: Any = self.fields["positions"]
        positions.queryset = Position.objects.order_by("name", "pk")

    @property
    def choice(self) -> dict[str, Any]:
        """As the service takes it."""
        data = self.cleaned_data
        return {"units": list(data["units"]), "positions": [position.pk for position in data["positions"]]}


class JoinForm(forms.Form):
    """Somebody who came after the cycle started: whom the service takes; `left_out` says of the others why not."""

    person = forms.ModelChoiceField(label=_("Staff member"), queryset=StaffProfile.objects.none())

    def __init__(self, *args: Any, today: date, cycle: ReviewCycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = _outside(today, cycle.pk)  # whoever stopped fitting since the page was drawn is told why
        offered = [("", person.empty_label)]
        self.left_out: list[tuple[str, str]] = []
        for pk, prefix, name, suffix, has_post, leader in _NAMES.rows(on=today, cycle=cycle.pk):
            full_name = with_titles(prefix, name, suffix)
            if leader:
                offered.append((pk, full_name))
            else:
                no_post = gettext("no post on %(day)s") % {"day": tanggal(today)}
                reason = gettext("no supervisor in the appointment") if has_post else no_post
                self.left_out.append((full_name, reason))
        person.choices = offered
        self.has_somebody = len(offered) > 1


def _outside(on: Any, cycle: Any) -> QuerySet[StaffProfile]:
    """Who works here that day and has no review in the cycle, or was taken out of it."""
    held = Review.objects.filter(cycle=cycle).exclude(stage="withdrawn").order_by().values("person")
    at_work = StaffProfile.objects.filter(pk__in=people_on(on).values("pk"))
    return at_work.exclude(pk__in=held).order_by("name", "pk")


def _named(on: Any, cycle: Any) -> QuerySet[StaffProfile, Any]:
    """With whether they have a post that day, and who leads them by it (as accounts.selectors.appointment_on)."""
    posts = Appointment.objects.on(on).filter(profile=OuterRef("pk"))
    acting = Case(When(kind=AppointmentKind.DEFINITIVE, then=0), default=1)
    leader = posts.order_by(acting, "-starts_on", "-pk").values("supervisor")[:1]
    rows = _outside(on, cycle).annotate(has_post=Exists(posts), leader=Subquery(leader))
    return rows.values_list("pk", "title_prefix", "name", "title_suffix", "has_post", "leader")


_NAMES = Kept(lambda: _named(blank("on"), blank("cycle")))
