"""The printed result of a period: the office's letterhead, the page's figures, guarded groups, no words of patrons."""

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.tree import BulletList, Heading, Paragraph, Table
from evaluations.choices import PeriodStatus
from evaluations.report.period_paper import period_document
from tests.factories.evaluations import make_answers, make_comment, make_period, make_survey
from tests.pages import PAGE_CAP, statements

pytestmark = pytest.mark.django_db


def written(period, language="id"):
    """The letterhead's lines, the title, and every text of the paper in one."""
    paper = period_document(period, on=timezone.localdate(), language=language)
    found = [paper.title, paper.subtitle]
    for block in paper.blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, BulletList):
            found += block.items
        elif isinstance(block, Table):
            found += [cell for row in [block.headers, *block.rows] for cell in row]
    return paper.letterhead, "\n".join(found)


def test_the_printed_result_carries_the_letterhead_and_the_figures(library, client_as):
    period = make_period()
    make_answers(period, 20, 3, sex=1)
    make_answers(period, 10, 4, sex=2)
    make_answers(period, 2, 1, sex=2, occupation=7)
    make_comment(period, text="Kata rahasia")
    head, said = written(period)
    assert head.line_1 == library.office_line_1
    assert "79,69 · B (Baik)" in said
    assert "Responden: 32" in said
    assert "Perempuan\n12\n37,5" in said
    assert "Nelayan" not in said
    assert "Kata rahasia" not in said
    client = client_as(Role.LIBRARIAN)
    address = f"/staf/survei/periode/{period.pk}/cetak/"
    assert f'href="{address}"' in client.get(f"/staf/survei/periode/{period.pk}/").content.decode()
    response, asked = statements(client, address)
    assert response.content.startswith(b"%PDF")
    assert len(asked) <= PAGE_CAP, "\n".join(asked)


def test_it_speaks_english_to_english_readers_and_prints_a_closed_period_too(library):
    period = make_period(status=PeriodStatus.CLOSED)
    make_answers(period, 8, 4)
    _head, said = written(period, "en")
    assert "Respondents: 8" in said
    assert "Result per unsur" in said


def test_other_surveys_print_their_means_and_an_empty_one_says_so(library):
    period = make_period(make_survey(key="hasil"))
    assert "Belum ada jawaban" in written(period)[1]
    make_answers(period, 6, ratings={1: 4, 2: 3, 3: 2, 4: 1})
    said = written(period)[1]
    assert "Rata-rata 4,00 dari 4, dari 6 jawaban" in said
    assert "IKM" not in said


def test_the_plan_of_a_closed_period_is_linked_once(library, client_as):
    period = make_period(status=PeriodStatus.CLOSED)
    make_answers(period, 8, 4)
    page = client_as(Role.AGENCY_HEAD).get(f"/staf/survei/periode/{period.pk}/").content.decode()
    main = page.split("<main", 1)[1]
    assert main.count(f"/tindak-lanjut/?survey={period.survey_id}") == 1
