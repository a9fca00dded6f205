"""The grid in which staff type paper sheets: its shape and how it is read; nothing is saved here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.dates import parse_tanggal
from evaluations.choices import OTHER_OCCUPATION, Channel, QuestionKind, Slot
from evaluations.forms import DEMOGRAPHIC_FIELDS, MAX_COMMENT, MAX_OTHER_WORDS, MAX_SHORT_TEXT, OTHER, SERVICE
from evaluations.models import DemographicOption, Period, Question
from evaluations.services.answering import OTHER_WORDS, AnswerDraft

SHEETS = 20


@dataclass(frozen=True)
class Column:
    """One column of the grid: what it is called and which numbers may stand in it (none: a few words)."""

    name: str
    label: str
    title: str
    allowed: frozenset[int]
    slot: int | None = None  # rating column of the answer
    own: int | None = None  # an own question, by its id; neither of the two: the respondent block
    takes_words: bool = False
    most: int = MAX_SHORT_TEXT  # signs, where it takes words

    @property
    def longest(self) -> int:
        return self.most if self.takes_words else max((len(str(code)) for code in self.allowed), default=1)

    @property
    def is_question(self) -> bool:
        return self.slot is not None or self.own is not None


def columns_of(
    questions: Sequence[Question],
    options: Mapping[int, Sequence[DemographicOption]],
    about_respondent: bool,
    services: Collection[int] = (),
) -> list[Column]:
    """The questions in their order (U1 on those of the answer words, T1 on the library's own), then the respondent
    and the service received; the words beside "other" come last, as few sheets have any."""
    found: list[Column] = []
    counted = {"U": 0, "T": 0}
    for question in questions:
        letter = "T" if question.slot is None else "U"
        counted[letter] += 1
        found.append(
            Column(
                name=question.field_name,
                label=f"{letter}{counted[letter]}",
                title=question.reader_text,
                allowed=frozenset(value for value, _words in question.answers),
                slot=question.slot,
                own=question.pk if question.slot is None else None,
                takes_words=question.kind == QuestionKind.TEXT,
            )
        )
    if about_respondent:
        for name, kind in DEMOGRAPHIC_FIELDS.items():
            codes = frozenset(option.code for option in options.get(kind, []))
            found.append(Column(name, str(kind.label), str(kind.label), codes))
    if services:
        found.append(Column(SERVICE, _("Service"), _("Service you received"), frozenset(services)))
    if any(OTHER_OCCUPATION in column.allowed for column in found if column.name == "occupation"):
        title = _("Occupation %(code)s: which one?") % {"code": OTHER_OCCUPATION}
        found.append(Column(OTHER, title, title, frozenset(), takes_words=True, most=MAX_OTHER_WORDS))
    return found


@dataclass
class ParsedGrid:
    """What was typed, the sheets it makes, and what is wrong with it."""

    drafts: list[AnswerDraft] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)  # names of the cells to mend
    day: date | None = None


def parse_grid(
    data: Mapping[str, str], columns: Sequence[Column], *, period: Period, today: date, service_point_id: int | None
) -> ParsedGrid:
    """Read a posted grid. Empty cells are missing answers; empty rows are no sheets; every problem names its place."""
    grid = ParsedGrid()
    grid.day = _day(data.get("day", ""), grid, period, today)
    slot = Slot.AFTERNOON if data.get("half") == str(Slot.AFTERNOON.value) else Slot.MORNING
    for number in range(1, SHEETS + 1):
        cells = {c.name: data.get(f"s{number}-{c.name}", "").strip() for c in columns}
        words = data.get(f"s{number}-comment", "").replace("\r\n", "\n").replace("\x00", "").strip()
        if not words and not any(cells.values()):
            continue
        read = {c.name: _cell(cells[c.name], c, number, grid) for c in columns}
        if not any(cells[c.name] for c in columns if c.is_question):
            grid.errors.append(_("Sheet %(sheet)s has no answer to any question.") % {"sheet": number})
            grid.wrong.add(f"s{number}-{columns[0].name}")
        if len(words) > MAX_COMMENT:
            grid.errors.append(_("Sheet %(sheet)s: the suggestion is too long.") % {"sheet": number})
            grid.wrong.add(f"s{number}-comment")
        about: dict[str, Any] = {c.name: read[c.name] for c in columns if c.name in DEMOGRAPHIC_FIELDS}
        extras = {c.own: read[c.name] for c in columns if c.own is not None}
        if read.get(OTHER):
            about["occupation"] = about["occupation"] or OTHER_OCCUPATION
            extras[OTHER_WORDS] = read[OTHER]
            if about["occupation"] != OTHER_OCCUPATION:
                place = {"sheet": number, "code": OTHER_OCCUPATION}
                grid.errors.append(_("Sheet %(sheet)s: words about the occupation stand beside %(code)s only.") % place)
                grid.wrong.add(f"s{number}-{OTHER}")
        grid.drafts.append(
            AnswerDraft(
                ratings={c.slot: _number(read[c.name]) for c in columns if c.slot is not None},
                day=grid.day or today,
                slot=slot,
                channel=Channel.PAPER,
                service_point_id=service_point_id or _number(read.get(SERVICE)),
                comment=words,
                extras={question: said for question, said in extras.items() if said is not None},
                **about,
            )
        )
    if not grid.drafts and not grid.errors:
        grid.errors.append(_("The grid is empty."))
    return grid


def _day(text: str, grid: ParsedGrid, period: Period, today: date) -> date | None:
    try:
        day = parse_tanggal(text)
    except ValueError:
        grid.errors.append(_("Please write the day of the sheets."))
    else:
        if period.starts_on <= day <= min(period.ends_on, today):
            return day
        grid.errors.append(_("The day must lie in the survey period and not in the future."))
    grid.wrong.add("day")
    return None


def _number(said: int | str | None) -> int | None:
    return said if isinstance(said, int) else None


def _cell(text: str, column: Column, number: int, grid: ParsedGrid) -> int | str | None:
    if not text:
        return None
    if column.takes_words:
        words = " ".join(text.replace("\x00", "").split())
        if len(words) > column.most:
            place = {"sheet": number, "column": column.label, "n": column.most}
            grid.errors.append(_("Sheet %(sheet)s, %(column)s: please keep it under %(n)s characters.") % place)
            grid.wrong.add(f"s{number}-{column.name}")
        return words or None
    if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in column.allowed:
        return int(text)
    place = {"sheet": number, "column": column.label, "value": text[:20], "numbers": _numbers(column)}
    grid.errors.append(_("Sheet %(sheet)s, %(column)s: “%(value)s” is not one of %(numbers)s.") % place)
    grid.wrong.add(f"s{number}-{column.name}")
    return None


def _numbers(column: Column) -> str:
    return ", ".join(map(str, sorted(column.allowed)))
