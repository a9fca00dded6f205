"""The heading of a file of survey answers: which column holds which unsur, question or word about the respondent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from baubau_pembinaan.core.tables import Problem
from evaluations.choices import Unsur
from evaluations.models import Question

POSITION = re.compile(r"^u\s*([0-9]{1,2})$")
EXTRA_COLUMNS = {
    "sex": ("sex", "jenis kelamin", "jenis_kelamin"),
    "age": ("age", "umur", "usia"),
    "education": ("education", "pendidikan"),
    "occupation": ("occupation", "pekerjaan"),
    "service": ("service", "layanan"),
    "day": ("day", "tanggal", "hari"),
    "slot": ("slot", "waktu_survei"),
}
COLUMN_OF = {name: key for key, names in EXTRA_COLUMNS.items() for name in names}


def problem(row: int, column: str, value: str, message: str) -> Problem:
    return Problem(message=message, row=row, column=column, value=value[:100])


class FileRefused(ValidationError):
    """Nothing of the file was saved; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("Nothing was saved: the file has problems."))
        self.problems = list(problems)


@dataclass(frozen=True)
class Columns:
    """Which column of the file holds what: unsur key, word about the respondent, question -> header."""

    unsur: Mapping[str, str]
    extra: Mapping[str, str]
    own: Mapping[Question, str] = field(default_factory=dict)  # questions that no unsur names


def read_columns(headers: Sequence[str], order: Sequence[str] | None, questions: Sequence[Question] | None) -> Columns:
    """Recognise the headers. U1..Un need `order`; `questions` are what the survey asks, None for a survey to come.

    A question without an unsur is found by its key or its words in either language; its column may be missing where
    it need not be answered. Raises FileRefused.
    """
    asked = questions or []
    allowed = None if questions is None else list(dict.fromkeys(q.unsur for q in asked if q.unsur))
    named = _names([q for q in asked if not q.unsur])
    unsur: dict[str, str] = {}
    extra: dict[str, str] = {}
    own: dict[Question, str] = {}
    problems: list[Problem] = []
    for header in headers:
        name = " ".join(header.strip().lower().split())
        position = POSITION.match(name)
        if not name:
            problems.append(problem(1, "", "", _("A column without a name.")))
        elif name in Unsur.values or position:
            _place_unsur(header, name, position, order, allowed, unsur, problems)
        elif name in COLUMN_OF:
            if COLUMN_OF[name] in extra:
                problems.append(problem(1, header, header, _("This column appears twice.")))
            extra[COLUMN_OF[name]] = header
        elif name in named:
            if named[name] in own:
                problems.append(problem(1, header, header, _("This column appears twice.")))
            own[named[name]] = header
        else:
            problems.append(problem(1, header, header, _("Unknown column.")))
    for key in allowed or []:
        if key not in unsur and not problems:
            problems.append(problem(1, key, "", _("The column for this unsur of the survey is missing.")))
    for question in asked:
        if not question.unsur and question.is_required and question not in own and not problems:
            column = question.key or question.text
            problems.append(problem(1, column, "", _("The column for this question of the survey is missing.")))
    if not unsur and not own and not problems:
        problems.append(problem(1, "", "", _("No unsur column found.")))
    if problems:
        raise FileRefused(problems)
    return Columns(unsur, extra, own)


def _names(questions: Sequence[Question]) -> dict[str, Question]:
    """Every spelling under which a column may be that question; a spelling that two of them share names neither."""
    found: dict[str, Question] = {}
    shared: set[str] = set()
    for question in questions:
        for words in {" ".join(text.lower().split()) for text in (question.key, question.text, question.text_en)}:
            if words in found:
                shared.add(words)
            found[words] = question
    return {words: question for words, question in found.items() if words and words not in shared}


def _place_unsur(
    header: str,
    name: str,
    position: re.Match[str] | None,
    order: Sequence[str] | None,
    allowed: Sequence[str] | None,
    unsur: dict[str, str],
    problems: list[Problem],
) -> None:
    key = name
    if position:
        if order is None:
            message = _(
                "Columns U1 to Un need --order: U8 and U9 are facilities and complaints in some forms "
                "and the other way round in others."
            )
            problems.append(problem(1, header, header, message))
            return
        index = int(position[1])
        if not 1 <= index <= len(order):
            problems.append(problem(1, header, header, _("--order names no unsur for this column.")))
            return
        key = order[index - 1]
    if key in unsur:
        problems.append(problem(1, header, header, _("This column appears twice.")))
    elif allowed is not None and key not in allowed:
        problems.append(problem(1, header, header, _("The survey does not ask this unsur.")))
    else:
        unsur[key] = header
