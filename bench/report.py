"""The figures as a table of lines and as JSON. Every figure is the median of its rounds."""

import json
import os
import platform
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench import goals
from bench.database import Deed
from bench.goals import Goal
from bench.pages import Page, Posts
from bench.place import Memory


class Table:
    """Lines of (what, figure, goal, verdict), printed in one go and kept for the JSON."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str, str]] = []
        self.verdicts: list[dict[str, object]] = []

    def heading(self, text: str) -> None:
        self.lines.append((f"\n{text}", "", "", ""))

    def line(self, what: str, figure: str, goal: Goal | None = None, value: float | None = None) -> None:
        verdict = goal.verdict(value) if goal and value is not None else ""
        self.lines.append((what, figure, f"{goal.row}: {goal}" if goal else "", verdict))
        if goal:
            self.verdicts.append({"what": what, "value": value, "goal": str(goal), "row": goal.row, "verdict": verdict})

    def __str__(self) -> str:
        widths = [max(len(line[at].strip("\n")) for line in self.lines) for at in range(3)]
        return "\n".join(
            f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:<{widths[2]}}  {d}".rstrip() for a, b, c, d in self.lines
        )


def pages_part(table: Table, pages: list[Page], memory: Memory) -> None:
    table.heading("Pages: p50 at c=1 as a quotient to the FLOOR page; requests/s at c=4 where a page has a goal")
    for page in pages:
        quotient = median(page.p50_quotient)
        table.line(
            page.name, f"{quotient:.2f} F  ({median(page.p50):.1f} ms)", goals.PAGES.get(page.key, goals.LIST), quotient
        )
        if page.has_goal:
            rate = median(page.rate_quotient)
            listed = goals.LIST_RATE if page.key in ("surveys", "admin") else None
            table.line("  requests/s", f"{median(page.rate):.0f}/s  {rate:.2f} F", listed, rate if listed else None)
        allowed = goals.ADMIN_STATEMENTS if page.key == "admin" else goals.STATEMENTS
        table.line("  SQL, warm (empty cache)", f"{page.sql} ({page.sql_cold})", allowed, page.sql)
        table.line("  HTML", f"{page.size / 1000:.1f} KB", goals.KILOBYTES, page.size / 1000)
    told = f"{memory.workers:.0f} MB  (with their parent {memory.everything:.0f} MB)"
    table.line("Memory of two web workers", told, goals.MEMORY, memory.workers)


def posts_part(table: Table, posts: Posts) -> None:
    table.heading("Survey answers sent at c=16, each with a token of its own")
    rate = median(posts.rate)
    table.line("Accepted answers/s", f"{rate:.0f}/s  {median(posts.rate_quotient):.2f} F", goals.POSTS, rate)
    table.line("  p50", f"{median(posts.p50):.0f} ms")
    kept = f"{posts.sent} sent, {posts.accepted} accepted, {posts.stored} stored, {posts.held} held aside"
    whole = posts.errors == 0 and posts.lost == 0 and posts.held == 0
    table.line("  errors, lost", f"{posts.errors}, {posts.lost}  ({kept})", Goal(9, 0, 0), 0 if whole else 1)


def database_part(table: Table, deeds: list[Deed], floors: list[float], answers: int) -> None:
    table.heading(f"Reports on {answers:,} answers as a quotient to C, their count(*): {median(floors):.0f} ms")
    wanted = {"report": goals.REPORT, "recount": goals.RECOUNT}
    for deed in deeds:
        quotient = median(deed.quotient)
        goal = wanted.get(deed.key)
        table.line(deed.name, f"{quotient:.3g} C  ({median(deed.ms):.1f} ms)", goal, quotient if goal else None)


def sizes_part(table: Table, sizes: dict[str, int], answers: int, comments: int, equal: bool) -> None:
    table.heading("Storage and exactness")
    each = (sizes["answer"] + sizes["answer_indexes"]) / answers
    parts = f"(rows {sizes['answer'] / answers:.0f}, indexes {sizes['answer_indexes'] / answers:.0f})"
    table.line("Bytes per answer, indexes included", f"{each:.0f}  {parts}", goals.BYTES, each)
    if comments:
        size = (sizes["comment"] + sizes["comment_indexes"]) / comments
        table.line("Bytes per comment, indexes included", f"{size:.0f}")
    table.line("Summary", f"{(sizes['summary'] + sizes['summary_indexes']) / 1e6:.1f} MB")
    said = "equal" if equal else "DIFFERENT"
    table.line("Summary = recount after everything above", said, Goal(12, 0, 0), 0 if equal else 1)


def absent_part(table: Table) -> None:
    table.heading("Not there to be measured yet")
    table.line("Export of all answers (row 14)", "the product has none")
    table.line("Row 1,000,000 of a list (row 16)", "no page lists answers")


def save(figures: dict[str, Any], folder: Path) -> Path:
    """A file named after the moment; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now().astimezone()
    machine = {"machine": platform.platform(), "cpus": os.cpu_count(), "python": platform.python_version()}
    path = folder / f"{moment:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps({"moment": moment.isoformat(), **machine, **figures}, indent=1))
    return path
