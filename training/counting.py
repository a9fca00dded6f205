"""What a training elsewhere counts, in words, and what its person is asked about before it is entered."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from training.choices import RateUnit
from training.jp import jp_of_days, rate_for
from training.models import JpRate

MANY_DAYS = 5  # in a row, for what is counted by day: a week of it is rare, months are a slip


def plain(jp: Decimal) -> str:
    """ "8", "2,5": no noughts after the comma."""
    return angka(jp, 0 if jp % 1 == 0 else 2)


@dataclass(frozen=True)
class Counted:
    """JP of a training elsewhere by the rate of its last day; `stated`: what its certificate says, where typed."""

    jp: Decimal
    rate: JpRate
    days: int
    stated: Decimal | None = None

    @property
    def differs(self) -> bool:
        return self.stated is not None and self.stated != self.jp

    @property
    def is_long(self) -> bool:
        return self.rate.unit == RateUnit.DAY and self.days > MANY_DAYS

    @property
    def doubts(self) -> list[str]:
        """What is asked before it is taken, in the reader's language."""
        found = []
        if self.stated is not None and self.differs and self.rate.unit != RateUnit.PROGRAMME:
            words = _("It counts %(jp)s JP (%(how)s), not the %(stated)s JP on the certificate.")
            found.append(words % {"jp": plain(self.jp), "how": self.how, "stated": plain(self.stated)})
        if self.is_long:
            words = _("All %(days)s days from the first to the last are counted. Was there training on each of them?")
            found.append(words % {"days": angka(self.days)})
        return found

    @property
    def told(self) -> str:
        return _("It counts %(jp)s JP (%(how)s) once it is verified.") % {"jp": plain(self.jp), "how": self.how}

    @property
    def how(self) -> str:
        """ "4 JP × 2 days", "as on the certificate, and 20 % more"."""
        unit, jp = RateUnit(self.rate.unit), plain(self.rate.jp)
        if unit == RateUnit.PROGRAMME:
            words = _("as on the certificate")
        elif unit == RateUnit.DAY:
            words = _("%(jp)s JP a day × %(days)s") % {"jp": jp, "days": angka(self.days)}
        elif unit == RateUnit.MEETING:
            words = _("%(jp)s JP a meeting") % {"jp": jp}
        else:
            words = _("%(jp)s JP an activity") % {"jp": jp}
        if not self.rate.extra_percent:
            return words
        return _("%(words)s, and %(percent)s %% more") % {"words": words, "percent": angka(self.rate.extra_percent)}


def count(*, form: str, scope: str, starts_on: date, ends_on: date, jp: Decimal | None) -> Counted | JpRate | None:
    """What a training of these days counts. None: no rate is in force; only the rate: the certificate must say."""
    rate = rate_for(JpRate.objects.filter(form=form, scope=scope), form, scope, ends_on)
    if rate is None:
        return None
    days = (ends_on - starts_on).days + 1
    counted = jp_of_days(rate, jp, days=days)
    return rate if counted is None else Counted(counted, rate, days, jp)
