"""The simulation on paper says what its page says."""

from datetime import date

import pytest

from evaluations.credit_paper import credit_paper
from evaluations.review_choices import Stage
from evaluations.selectors.credit import credit_of
from tests.reviews.test_credit import BAIK, librarian, rated

pytestmark = pytest.mark.django_db


def test_the_paper_marks_what_is_provisional_and_explains_the_rounding():
    person = librarian()
    rated(person, 2024, BAIK)
    final = str(credit_paper(credit_of(person, date(2025, 6, 1))))
    assert "sementara" not in final
    rated(person, 2025, BAIK, stage=Stage.RELEASED)
    paper = str(credit_paper(credit_of(person, date(2026, 6, 1))))
    assert "Baik (sementara)" in paper
    assert "25,00 (sementara)" in paper
    assert "jumlahnya dibulatkan satu kali" in paper
