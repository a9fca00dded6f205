"""The class a title stands under is the same in the database as in the code that reads files."""

import pytest

from collections_app.identity import dewey_class
from collections_app.models import Title
from tests.factories.collections_app import make_title

CALLS = [
    "", "519.5 MIL s", "2X4.122 9", "A13", "813", "R 030 ENS", "  004.6", "2 x 1.3", "12X3", "20245", "F 899.221 3",
    "899.221", "SR 899", "Ref 423", "Refer 423", "959.84 ZAH s", "2x0", "297", "x2X", "2X", "1234", "12", "fiksi",
]  # fmt: skip


def test_the_database_reads_a_class_as_the_importer_does(db):
    made = {make_title(classification=call).pk: call for call in CALLS}
    made |= {make_title(call_number=call).pk: call for call in CALLS}
    kept = dict(Title.objects.values_list("pk", "main_class"))
    assert {(made[pk], main) for pk, main in kept.items()} == {(call, dewey_class(call)) for call in CALLS}


@pytest.mark.parametrize(("classification", "found"), [("813", "800"), ("", "900")])
def test_the_call_number_speaks_where_no_class_is_given(db, classification, found):
    assert make_title(classification=classification, call_number="959 BUT").main_class == found
