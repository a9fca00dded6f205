"""The form with which a person, a family or a class registers: shape and parse, nothing is saved here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.forms import PhoneField
from outreach.choices import AGES, GUARDED_BANDS, AgeBand, Registrant, RegistrationKind, Source
from outreach.models import ConsentWay, Event, EventQuestion
from outreach.models.registration import COMPANIONS_AT_MOST
from outreach.services.party import CLASS_FROM, ConsentMissing, GrownUpNeeded, Party, Person

FAMILY_AT_MOST = 6
AGE_CHOICES = [
    (Registrant.ADULT.value, gettext_lazy("I am 18 or older")),
    (Registrant.SEVENTEEN.value, gettext_lazy("I am 17")),
    (Registrant.YOUNGER.value, gettext_lazy("I am younger than 17")),
]
PHOTO_CHOICES = [("yes", gettext_lazy("Yes, photos are fine")), ("no", gettext_lazy("No photos, please"))]

CLASS_PHOTO_CHOICES = [
    ("yes", gettext_lazy("Yes, we hold the consent of every guardian")),
    ("no", gettext_lazy("No photos of the class, please")),
]


class RegistrationForm(forms.Form):
    """One of three shapes by `kind`. `party()` is what the services take; `desk` adds what only staff fill in."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=80)
    phone = PhoneField(
        label=gettext_lazy("Phone"),
        required=False,
        help_text=gettext_lazy("We write on WhatsApp if something changes."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, help_text=gettext_lazy("One of phone and e-mail is enough.")
    )
    website = forms.CharField(required=False)  # the trap: people leave it empty

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        event: Event,
        kind: str,
        questions: Sequence[EventQuestion] = (),
        desk: bool = False,
        initial: dict[str, Any] | None = None,
    ):
        super().__init__(data, initial=initial)
        self.event, self.kind, self.questions, self.desk = event, kind, list(questions), desk
        bands = [(band.value, band.label) for band in event.bands]
        if kind == RegistrationKind.GROUP:
            self.fields["school"] = forms.CharField(
                label=_("School and class, or group"),
                max_length=120,
                help_text=_("Who comes with two classes registers each by its own name, “SD Contoh, 4A” and “4B”."),
            )
            self.fields["size"] = forms.IntegerField(
                label=_("How many come"),
                min_value=1 if desk else CLASS_FROM,
                max_value=200,
                help_text=_("Without teachers and companions."),
            )
            self.fields["group_band"] = forms.ChoiceField(label=_("Their age"), choices=bands)
        else:
            for number in range(1, self.rows + 1):
                self._add_person(number, bands)
        if self.asks_companions:
            self._add_companions()
        if self.asks_age:
            self._add_age()
        self.fields["needs"] = forms.CharField(
            label=_("Anything we should know?"),
            max_length=200,
            required=False,
            help_text=_("Only what we need for the day: a wheelchair, an allergy, sign language."),
        )
        for question in self.questions:
            self.fields[f"q{question.pk}"] = _question_field(question)
        if self.may_need_guardian:
            self.fields["attendance"] = forms.BooleanField(label=_("I have read this and agree"), required=False)
        if self.asks_photo:
            self.fields["photo"] = forms.ChoiceField(
                label=_("May there be photos?"),
                choices=PHOTO_CHOICES if kind != RegistrationKind.GROUP else CLASS_PHOTO_CHOICES,
                widget=forms.RadioSelect,
                required=kind != RegistrationKind.GROUP and not self.may_be_young,
                initial="no" if kind == RegistrationKind.GROUP else None,
                help_text=_("Younger than 17: leave this open, your guardian is asked.") if self.may_be_young else "",
            )
        if desk:
            self._add_desk()

    def _add_person(self, number: int, bands: list[tuple[str, Any]]) -> None:
        first = number == 1
        nickname = _("Nickname of who comes") if self.rows == 1 else _("Nickname %(n)s") % {"n": number}
        self.fields[f"nickname{number}"] = forms.CharField(label=nickname, max_length=40, required=first)
        # Of several ages none comes first: whoever leaves the list as it is would be put down as the youngest.
        choices = bands if first and len(bands) == 1 else [("", "–"), *bands]
        label = _("Age") if self.rows == 1 else _("Age %(n)s") % {"n": number}
        self.fields[f"band{number}"] = forms.ChoiceField(label=label, choices=choices, required=first)
        if self.rows == 1:
            self.fields["school1"] = forms.CharField(label=_("School"), max_length=120, required=False)

    def _add_companions(self) -> None:
        of_a_class = self.kind == RegistrationKind.GROUP
        self.fields["companions"] = forms.IntegerField(
            label=_("Teachers and companions who come along") if of_a_class else _("Grown-ups who come along"),
            required=False,
            min_value=0,
            max_value=COMPANIONS_AT_MOST if of_a_class else FAMILY_AT_MOST,
            help_text=_("They need no seat; we count them at the door."),
        )

    def _add_age(self) -> None:
        self.fields["age"] = forms.ChoiceField(
            label=_("How old are you, who fill this in?"),
            choices=AGE_CHOICES,
            widget=forms.RadioSelect,
            initial=Registrant.ADULT,
        )
        if self.kind != RegistrationKind.PERSON:
            return
        self.fields["guardian_name"] = forms.CharField(
            label=_("Name of your parent or guardian"), max_length=80, required=False
        )
        self.fields["guardian_phone"] = PhoneField(label=_("Your guardian's phone"), required=False)
        self.fields["guardian_email"] = forms.EmailField(label=_("Your guardian's e-mail"), required=False)

    def _add_desk(self) -> None:
        """What only staff fill in, and words for somebody who stands before them."""
        self.fields["name"].label = _("Name of who registers")
        self.fields["phone"].help_text = _("They hear by WhatsApp if something changes.")
        self.fields["email"].help_text = _("With neither phone nor e-mail, hand over the slip.")
        if "attendance" in self.fields:
            self.fields["attendance"].label = _("The parent or guardian has read this and agrees")
        self.fields["source"] = forms.ChoiceField(
            label=_("Registered"), choices=[(Source.DESK, Source.DESK.label), (Source.PHONE, Source.PHONE.label)]
        )
        if self.may_need_guardian or self.asks_photo:
            self.fields["way"] = forms.ChoiceField(
                label=_("The guardian agreed"),
                choices=[(ConsentWay.PAPER, ConsentWay.PAPER.label), (ConsentWay.PHONE, ConsentWay.PHONE.label)],
                required=self.kind != RegistrationKind.GROUP,
            )

    @property
    def rows(self) -> int:
        return {RegistrationKind.PERSON: 1, RegistrationKind.FAMILY: FAMILY_AT_MOST}.get(RegistrationKind(self.kind), 0)

    @property
    def may_need_guardian(self) -> bool:
        return self.kind != RegistrationKind.GROUP and self.event.age_min <= AGES[AgeBand.TEEN][1]

    @property
    def asks_age(self) -> bool:
        """Whether the one who fills this in may be a young person: alone, or with a family or a class of others."""
        if self.kind != RegistrationKind.PERSON:
            return not self.desk and self.event.age_min <= AGES[AgeBand.TEEN][1]
        return not self.desk and self.event.age_min <= 17 <= self.event.age_max + 10

    @property
    def may_be_young(self) -> bool:
        """Whether the one who fills this in may be younger than 17 and register alone: then the guardian is asked."""
        return self.asks_age and self.kind == RegistrationKind.PERSON

    @property
    def asks_companions(self) -> bool:
        """Whether grown-ups may come along without a seat: with a class, or where the event itself is not for them."""
        return self.kind == RegistrationKind.GROUP or AgeBand.ADULT not in self.event.bands

    @property
    def asks_photo(self) -> bool:
        return self.event.asks_photo_consent

    def people(self) -> list[tuple[Any, Any]]:
        """(nickname, age) pairs of bound fields, for drawing a family side by side."""
        return [(self[f"nickname{number}"], self[f"band{number}"]) for number in range(1, self.rows + 1)]

    def question_fields(self) -> list[Any]:
        return [self[f"q{question.pk}"] for question in self.questions]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            not self.desk
            and not data.get("phone")
            and not data.get("email")
            and not self.errors.keys() & {"phone", "email"}
        ):
            self.add_error("phone", _("Write a phone number or an e-mail address, so that we can reach you."))
        for number in range(2, self.rows + 1):
            nickname, band = data.get(f"nickname{number}"), data.get(f"band{number}")
            if nickname and not band:
                self.add_error(f"band{number}", _("Choose the age of %(name)s.") % {"name": nickname})
            if band and not nickname:
                self.add_error(f"nickname{number}", _("Write the nickname."))
        unanswered = self.may_be_young and "photo" in self.fields and not data.get("photo")
        if unanswered and data.get("age") != Registrant.YOUNGER and "photo" not in self.errors:
            self.add_error("photo", self.fields["photo"].error_messages["required"])
        young = self.asks_age and data.get("age") in (Registrant.SEVENTEEN, Registrant.YOUNGER)
        if young and self.kind != RegistrationKind.PERSON:
            self.add_error(None, GrownUpNeeded("age"))
        elif young:
            if not data.get("guardian_name"):
                self.add_error("guardian_name", _("Write who your parent or guardian is."))
            if not data.get("guardian_phone") and not data.get("guardian_email"):
                self.add_error("guardian_phone", _("Write how we reach your guardian."))
        elif not self.initial and self._child_comes(data) and not data.get("attendance"):
            self.add_error(None, ConsentMissing())  # said with the rest, not in a second round
        return data

    def _child_comes(self, data: Mapping[str, Any]) -> bool:
        bands = [data.get(f"band{number}") for number in range(1, self.rows + 1)]
        return "attendance" in self.fields and any(band in GUARDED_BANDS for band in bands)

    def party(self) -> Party:
        """What was asked for. Call it on a valid form."""
        data = self.cleaned_data
        age = data.get("age") or Registrant.ADULT
        people = [
            Person(data[f"nickname{n}"], data[f"band{n}"], data.get(f"school{n}", ""))
            for n in range(1, self.rows + 1)
            if data.get(f"nickname{n}")
        ]
        alone = age != Registrant.ADULT
        return Party(
            kind=self.kind,
            name=data["name"],
            phone=data.get("phone", ""),
            email=data.get("email", ""),
            people=people,
            size=data.get("size") or 0,
            group_band=data.get("group_band", ""),
            companions=data.get("companions") or 0,
            school=data.get("school", ""),
            needs=data["needs"],
            age=age,
            guardian_name=data.get("guardian_name", "") if alone else "",
            guardian_phone=data.get("guardian_phone", "") if alone else "",
            guardian_email=data.get("guardian_email", "") if alone else "",
            # A child cannot consent: what the box says counts only from a grown-up at the keyboard.
            attendance=bool(data.get("attendance")) and age != Registrant.YOUNGER,
            photo=None if not data.get("photo") or age == Registrant.YOUNGER else data["photo"] == "yes",
            answers={question.pk: data.get(f"q{question.pk}", "") for question in self.questions},
        )


def _question_field(question: EventQuestion) -> forms.Field:
    if question.choices:
        options = [(choice, choice) for choice in question.choices]
        blank = [] if question.is_required else [("", "–")]
        return forms.ChoiceField(label=question.text, choices=[*blank, *options], required=question.is_required)
    return forms.CharField(label=question.text, max_length=200, required=question.is_required)


def initial_of(registration: Any) -> dict[str, Any]:
    """A registration as the form shows it, for changing it."""
    initial: dict[str, Any] = {
        "name": registration.name,
        "phone": registration.phone,
        "email": registration.email,
        "school": registration.school,
        "size": registration.seats,
        "group_band": registration.group_band,
        "needs": registration.needs,
        "companions": registration.companions or None,
    }
    for number, person in enumerate(registration.participants.all(), start=1):
        initial |= {f"nickname{number}": person.nickname, f"band{number}": person.age_band}
        initial[f"school{number}"] = person.school
    for answer in registration.answers.all():
        initial[f"q{answer.question_id}"] = answer.text
    return initial
