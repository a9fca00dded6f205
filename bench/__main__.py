"""`make bench` (BENCH_N=1000000 answers): builds everything in a throw-away folder, measures, prints, clears up."""

import argparse
import os
import sys
import time
from pathlib import Path

from bench.place import place, web_memory, web_server

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--answers", type=int, default=int(os.environ.get("BENCH_N") or 1_000_000))
    parser.add_argument("--rows", type=int, default=1000, help="rows of each kind in the other rooms")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.8, help="length of the longest stretch of load")
    parser.add_argument("--lines", type=int, default=4, help="connections at once where requests/s are counted")
    parser.add_argument("--posts", type=int, default=1500, help="answers sent in each round")
    parser.add_argument("--port", type=int, default=0, help="of the web server, on loopback; default: a free one")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the JSON files")
    said = parser.parse_args()
    with place() as folder:
        return run(folder, said)


def say(text: str) -> None:
    print(f"• {text}", flush=True)


def spin() -> float:
    """Milliseconds of a fixed piece of arithmetic: where it varies, others use the processors."""
    began = time.perf_counter()
    sum(range(1_000_000))
    return (time.perf_counter() - began) * 1000


def run(folder: Path, said: argparse.Namespace) -> int:
    from bench import data, database, report
    from bench.load import get, press
    from bench.pages import FLOOR, Page, Posts, measure_posts, measure_round, pages_of
    from bench.rooms import fill_all
    from evaluations.models import Answer, Comment, Period
    from evaluations.selectors.recount import differences
    from evaluations.selectors.results import fold

    began = time.monotonic()
    people, surveys, speed = data.build(said.answers, say)
    say(f"generated at {speed:,.0f} answers/s; folding the summary")
    fill_all(said.rows)
    fold(list(Period.objects.values_list("pk", flat=True)))
    data.settle()
    newest = [Period.objects.select_related("survey").filter(survey=s).latest("starts_on") for s in surveys[:3]]
    shown, asked, folded = newest
    pages = pages_of(people, shown, asked)
    floor = Page("floor", "FLOOR", FLOOR, people.signed_in(None))
    for page in [floor, *pages]:
        page.count()

    database.one_process()
    deeds, posts = database.deeds(folded), Posts()
    floors: list[float] = []
    counts: list[float] = []
    noise: list[float] = []
    with web_server(folder, said.port) as address:
        ceiling = press(address, [get("/bench/bare/")], lines=4, seconds=said.seconds).must_be(200)
        for number in range(1, said.rounds + 1):
            say(f"round {number} of {said.rounds}: pages, answers, reports")
            noise.append(spin())
            floors += measure_round(address, pages, said.seconds, said.lines)
            noise.append(spin())
            measure_posts(address, asked, said.posts, said.seconds, posts)
            noise.append(spin())
            counts.append(database.measure_round(deeds))
        memory = web_memory(address[1])
    say("checking that the summary equals a recount")
    equal = differences() == []

    total, comments = Answer.objects.count(), Comment.objects.count()
    data.settle()
    sizes = database.sizes()
    table = report.Table()
    report.pages_part(table, pages, memory)
    report.posts_part(table, posts)
    report.database_part(table, deeds, counts, total)
    report.sizes_part(table, sizes, total, comments, equal)
    report.absent_part(table)
    load = os.getloadavg()[0]
    print(f"\n{table}\n")
    size = floor.size / 1000
    print(f"FLOOR page: {min(floors):.1f} to {max(floors):.1f} ms p50, {floor.sql} statements, {size:.1f} KB.")
    print(f"Load generator against an empty answer: {ceiling.per_second:,.0f}/s at c=4, p50 {ceiling.p50:.2f} ms.")
    print(f"CPU noise: the same arithmetic took {min(noise):.0f} to {max(noise):.0f} ms;", end=" ")
    print(f"load {load:.1f} on {os.cpu_count()} processors.")
    figures = {
        "answers": total,
        "rounds": said.rounds,
        "seconds": time.monotonic() - began,
        "generated_per_second": speed,
        "floor_ms": floors,
        "count_ms": counts,
        "noise_ms": noise,
        "load": load,
        "generator": {"per_second": ceiling.per_second, "p50": ceiling.p50},
        "pages": [page.as_json() for page in [floor, *pages]],
        "posts": {**vars(posts), "lost": posts.lost},
        "memory_mb": memory._asdict(),
        "database": [deed.as_json() for deed in deeds],
        "sizes": sizes,
        "equal": equal,
        "verdicts": table.verdicts,
    }
    print(f"Everything, round by round: {report.save(figures, said.results)}")
    return 0 if equal and posts.errors == 0 and posts.lost == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
