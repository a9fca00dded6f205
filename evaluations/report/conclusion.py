"""Chapter V: the grade, what comes first, what changed since the period before."""

from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, nama_periode
from baubau_pembinaan.documents.tree import Block, BulletList, Heading
from evaluations.comparison import Change
from evaluations.words import crowd_words, mutu_words

from .data import ReportData
from .words import service, three


def conclusion(data: ReportData) -> list[Block]:
    weak = "; ".join(row.label for row in data.weak)
    return [
        Heading(_("CHAPTER V  CONCLUSION")),
        BulletList(
            [
                _("The service quality of %(service)s is graded %(mutu)s with an IKM of %(ikm)s.")
                % {"service": service(data), "mutu": mutu_words(data.grade), "ikm": angka(data.ikm, 2)},
                _("The unsur to be improved first: %(weak)s.") % {"weak": weak}
                if weak
                else crowd_words(data.crowd)
                if data.crowd
                else _("All unsur stand alike; none is weaker than the others."),
                *_changed(data),
                *_conclusive(data),
                _("The follow-up plan in chapter IV is carried out and its realisation reported in the next period."),
            ],
            ordered=True,
        ),
    ]


def _changed(data: ReportData) -> list[str]:
    """How the IKM moved against the period before; nothing where there is none."""
    if data.previous is None or not data.previous.result.data["ikm"]:
        return []
    before = Decimal(data.previous.result.data["ikm"])
    words = {
        "by": angka(abs(data.ikm - before), 2),
        "key": nama_periode(data.previous.period.key),
        "before": angka(before, 2),
    }
    if data.ikm > before:
        return [_("The IKM rose by %(by)s against the period %(key)s (%(before)s).") % words]
    if data.ikm < before:
        return [_("The IKM fell by %(by)s against the period %(key)s (%(before)s).") % words]
    return [_("The IKM is the same as in the period %(key)s (%(before)s).") % words]


def _conclusive(data: ReportData) -> list[str]:
    """Which unsur moved by more than chance explains (rulings 13), with both values."""
    if not data.changes:
        return []
    names = {row.key: row.label for row in data.unsur}
    moved = [_moved(names[key], change) for key, change in data.changes.items() if change.is_conclusive]
    if not moved:
        return [_("No unsur changed by more than chance explains.")]
    return [_("Changed by more than chance explains: %(unsur)s.") % {"unsur": "; ".join(moved)}]


def _moved(name: str, change: Change) -> str:
    words = {
        "unsur": name,
        "by": angka(abs(change.difference), 2),
        "before": three(change.before.nrr),
        "after": three(change.after.nrr),
    }
    if change.difference > 0:
        return _("%(unsur)s up %(by)s (%(before)s → %(after)s)") % words
    return _("%(unsur)s down %(by)s (%(before)s → %(after)s)") % words
