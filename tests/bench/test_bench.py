"""The benchmark itself runs from start to end, on a few answers; how fast anything is, is not asked here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.goals import Goal
from bench.rooms import rooms

ROOT = Path(__file__).parents[2]


def test_the_benchmark_measures_everything_and_loses_nothing(tmp_path):
    few = ["--rows", "5", "--answers", "2000", "--rounds", "1", "--seconds", "0.01", "--lines", "1", "--posts", "20"]
    done = subprocess.run(
        [sys.executable, "-m", "bench", *few, "--results", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (saved,) = tmp_path.glob("*.json")
    found = json.loads(saved.read_text())
    assert found["answers"] == 2020
    assert found["equal"]
    assert (found["posts"]["stored"], found["posts"]["lost"], found["posts"]["errors"]) == (20, 0, 0)
    own = {"floor", "frame", "form", "result", "home", "surveys", "admin"}
    assert {page["key"] for page in found["pages"]} == own | {page[0] for room in rooms() for page in room.PAGES}
    assert all(page["sql"] <= page["sql_cold"] for page in found["pages"])
    assert {row["row"] for row in found["verdicts"]} == {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (Goal(1, 2.0, 1.2), 1.2, "met, stretch too"),
        (Goal(1, 2.0, 1.2), 2.0, "met"),
        (Goal(1, 2.0, 1.2), 2.01, "NOT MET"),
        (Goal(9, 450, 750, at_least=True), 449, "NOT MET"),
        (Goal(9, 450, 750, at_least=True), 450, "met"),
        (Goal(9, 450, 750, at_least=True), 800, "met, stretch too"),
    ],
)
def test_a_goal_is_met_up_to_its_limit_and_not_beyond(goal, value, verdict):
    assert goal.verdict(value) == verdict
