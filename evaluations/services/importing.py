"""Files of survey answers: all of a file or nothing, each problem with its row and column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import parse_tanggal
from baubau_pembinaan.core.tables import Problem, Row, Table
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.choices import Channel, Demographic, QuestionKind, Slot
from evaluations.forms import MAX_SHORT_TEXT
from evaluations.models import Answer, AnswerImport, DemographicOption, Period, Question
from evaluations.services.answering import AnswerDraft, store_extras
from evaluations.services.import_columns import Columns, FileRefused, problem

MAX_PROBLEMS = 200  # enough to mend a file by; a file with more is the wrong file


@dataclass
class RowReader:
    """Turns rows of a table into drafts, gathering problems instead of stopping at the first."""

    columns: Columns
    slot_of: Mapping[str, int]
    today: date
    first_day: date
    last_day: date
    default_service: int | None
    services: Mapping[str, int]
    options: Mapping[int, Mapping[str, int]]
    ages: Sequence[tuple[int, int, int]]
    problems: list[Problem] = field(default_factory=list)

    def draft(self, row: Row) -> AnswerDraft:
        ratings = {self.slot_of[key]: self._rating(row, header) for key, header in self.columns.unsur.items()}
        extras: dict[int, int | str] = {}
        for question, header in self.columns.own.items():
            said = self._own(row, header, question)
            if question.slot is not None:
                ratings[question.slot] = said if isinstance(said, int) else None
            elif said is not None:
                extras[question.pk] = said
        if all(rating is None for rating in ratings.values()) and not extras:
            first = next(iter([*self.columns.unsur.values(), *self.columns.own.values()]))
            self._problem(row, first, "", _("The row has no answer at all."))
        return AnswerDraft(
            ratings=ratings,
            day=self._day(row),
            slot=self._slot(row),
            channel=Channel.IMPORT,
            service_point_id=self._service(row),
            sex=self._option(row, "sex", Demographic.SEX),
            age=self._age(row),
            education=self._option(row, "education", Demographic.EDUCATION),
            occupation=self._option(row, "occupation", Demographic.OCCUPATION),
            extras=extras,
        )

    def _problem(self, row: Row, column: str, value: str, message: str) -> None:
        self.problems.append(problem(row.number, column, value, message))

    def _text(self, row: Row, extra: str) -> tuple[str, str]:
        header = self.columns.extra.get(extra)
        return ("", "") if header is None else (header, str(row.cells.get(header, "")).strip())

    def _rating(self, row: Row, header: str) -> int | None:
        text = str(row.cells.get(header, "")).strip()
        if not text:
            return None
        if re.fullmatch(r"[1-4]([.,]0+)?", text):
            return int(text[0])
        self._problem(row, header, text, _("An answer is 1, 2, 3 or 4."))
        return None

    def _own(self, row: Row, header: str, question: Question) -> int | str | None:
        """The answer to a question that no unsur names: its number, or the words of one of its answers."""
        text = " ".join(str(row.cells.get(header, "")).split())
        if not text:
            return None
        if question.kind == QuestionKind.TEXT:
            if len(text) > MAX_SHORT_TEXT:
                message = _("Please keep it under %(n)s characters.") % {"n": MAX_SHORT_TEXT}
                self._problem(row, header, text, message)
            return text
        for value, words in question.answers_in_both:
            if re.fullmatch(rf"{value}([.,]0+)?", text) or text.lower() in words:
                return value
        self._problem(row, header, text, _("Not one of the answers to this question."))
        return None

    def _day(self, row: Row) -> date:
        header, text = self._text(row, "day")
        if not text:
            return min(max(self.today, self.first_day), self.last_day)
        try:
            day = parse_tanggal(text.split(" ")[0] if text[:4].isdigit() else text)
        except ValueError:
            self._problem(row, header, text, _("This is not a date."))
            return self.today
        if not self.first_day <= day <= self.last_day:
            self._problem(row, header, text, _("The day lies outside the survey period."))
        elif day > self.today:
            self._problem(row, header, text, _("The day has not come yet."))
        return day

    def _slot(self, row: Row) -> int:
        header, text = self._text(row, "slot")
        words = {
            "": Slot.MORNING,
            "1": Slot.MORNING,
            "pagi": Slot.MORNING,
            "2": Slot.AFTERNOON,
            "siang": Slot.AFTERNOON,
        }
        if text.lower() not in words:
            self._problem(row, header, text, _("Write pagi (before 12.00) or siang (from 12.00)."))
        return words.get(text.lower(), Slot.MORNING)

    def _service(self, row: Row) -> int | None:
        header, text = self._text(row, "service")
        if not text:
            return self.default_service
        found = self.services.get(text.lower())
        if found is None:
            self._problem(row, header, text, _("No service point has this code or name."))
        return found

    def _option(self, row: Row, extra: str, kind: Demographic) -> int | None:
        header, text = self._text(row, extra)
        if not text:
            return None
        found = self.options[kind].get(text.lower())
        if found is None:
            self._problem(row, header, text, _("Not one of the choices of the respondent block."))
        return found

    def _age(self, row: Row) -> int | None:
        header, text = self._text(row, "age")
        if not text:
            return None
        if re.fullmatch(r"[0-9]{1,3}([.,]0+)?", text):
            years = int(re.split("[.,]", text)[0])
            for code, youngest, oldest in self.ages:
                if youngest <= years <= oldest:
                    return code
        elif text.lower() in self.options[Demographic.AGE]:
            return self.options[Demographic.AGE][text.lower()]
        self._problem(row, header, text, _("An age is a number of years, or one of the age groups."))
        return None


def option_words() -> dict[int, dict[str, int]]:
    """kind -> every spelling in lower case -> stored number."""
    words: dict[int, dict[str, int]] = {kind: {} for kind in Demographic.values}
    for option in DemographicOption.objects.order_by("kind", "-code"):
        spellings = [option.label, option.label_en, *option.aliases.split(",")]
        words[option.kind].update({s.strip().lower(): option.code for s in spellings if s.strip()})
    return words


def reader_for(period: Period, columns: Columns, today: date) -> RowReader:
    points = ServicePoint.objects.order_by("pk").values_list("pk", "code", "name")
    ages = DemographicOption.objects.filter(kind=Demographic.AGE).values_list("code", "age_from", "age_to")
    return RowReader(
        columns=columns,
        slot_of={
            unsur: slot
            for unsur, slot in period.version.questions.order_by("-order").values_list("unsur", "slot")
            if unsur and slot
        },
        today=today,
        first_day=period.starts_on,
        last_day=period.ends_on,
        default_service=period.survey.service_point_id,
        services={word.lower(): pk for pk, code, name in points for word in (name, code)},
        options=option_words(),
        ages=[(code, low, high) for code, low, high in ages if low is not None and high is not None],
    )


@dataclass(frozen=True)
class Imported:
    """What came of a file: answers now counted, and whether the very same file had been taken in before."""

    accepted: int
    already_imported: bool


@transaction.atomic
def import_answers(
    *, period: Period, table: Table, sha256: str, file_name: str, columns: Columns, by: Any, at: datetime, today: date
) -> Imported:
    """Count every row of `table` in `period`, or raise FileRefused and count none."""
    if AnswerImport.objects.filter(period=period, sha256=sha256).exists():
        return Imported(0, already_imported=True)
    if not period.is_open:
        raise FileRefused([problem(0, "", period.key, _("The survey period is not open."))])
    if not period.survey.takes_code:
        raise FileRefused(
            [problem(0, "", period.key, _("Only those who attended answer here, each by their own link."))]
        )
    if not table.rows:
        raise FileRefused([problem(1, "", "", _("The file holds headings but no row of answers."))])
    reader = reader_for(period, columns, today)
    drafts = []
    for row in table.rows:
        drafts.append(reader.draft(row))
        if len(reader.problems) >= MAX_PROBLEMS:
            break
    if reader.problems:
        raise FileRefused(reader.problems[:MAX_PROBLEMS])
    try:
        with transaction.atomic():
            AnswerImport.objects.create(
                period=period,
                sha256=sha256,
                file_name=file_name[:150],
                rows=len(drafts),
                imported_at=at,
                imported_by=by,
            )
    except IntegrityError:  # the same file in the same moment: the other one counts
        return Imported(0, already_imported=True)
    rows = sorted((Answer(**draft.row(period)) for draft in drafts), key=lambda a: a.pk)  # random order, not the file's
    Answer.objects.bulk_create(rows, batch_size=1000)
    store_extras(period.pk, [draft.extras for draft in drafts])
    return Imported(len(rows), already_imported=False)
