"""Codes on a slip."""

import pytest

from baubau_pembinaan.core import followup_code
from baubau_pembinaan.core.followup_code import ALPHABET, new_code, read_code, shown_code, too_many_attempts


def test_new_code_is_read_back_as_people_type_it():
    code = new_code()

    assert len(code) == followup_code.STORED
    assert read_code(code) == code
    assert read_code(f"  {shown_code(code).lower()} ") == code


def test_letters_that_look_like_digits_are_read_as_digits():
    code = next(code for code in iter(new_code, "") if "0" in code[:10] and "1" in code[:10])

    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize("text", ["", "ABC", "0" * 10, "0" * 12, "0000000000*", "U" * 11, "00000\x0000000", "٠" * 11])
def test_what_is_no_code_is_read_as_nothing(text):
    assert read_code(text) == ""


def test_every_single_slip_of_the_pen_is_noticed():
    code = new_code()
    wrong = [code[:at] + sign + code[at + 1 :] for at in range(10) for sign in ALPHABET if sign != code[at]]

    assert [slip for slip in wrong if read_code(slip)] == []


def test_exchanged_neighbours_are_noticed():
    code = next(code for code in iter(new_code, "") if len(set(code[:10])) == 10)
    swapped = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(9)]

    assert [slip for slip in swapped if read_code(slip)] == []


def test_codes_are_letters_and_digits_only():
    assert all(new_code().isalnum() for _ in range(300))


def test_attempts_are_counted_for_each_connection():
    assert [too_many_attempts("a", most=2) for _ in range(3)] == [False, False, True]
    assert too_many_attempts("b", most=2) is False
