"""What a page costs in processor time of the web process: steady where the clock on the wall is not.

python -m bench.cpu                       quotients to the FLOOR page
python -m bench.cpu --clock               by the clock, so with the database's share and without the web server's
python -m bench.cpu --profile surveys     where one page's time goes
"""

import argparse
import cProfile
import gc
import io
import pstats
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.place import place


class Caller:
    """One address asked of the WSGI application in this process, with the cookies of a reader."""

    def __init__(self, application: Any, path: str, cookies: str = "") -> None:
        self.application, self.path, self.cookies = application, path, cookies

    def ask(self, method: str = "GET", body: bytes = b"") -> tuple[str, bytes]:
        seen: list[str] = []
        path, _mark, query = self.path.partition("?")
        answer = self.application(
            {
                "REQUEST_METHOD": method,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "SERVER_NAME": "127.0.0.1",
                "SERVER_PORT": "80",
                "HTTP_HOST": "127.0.0.1",
                "HTTP_COOKIE": self.cookies,
                "REMOTE_ADDR": "127.0.0.1",
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.version": (1, 0),
                "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(body),
                "wsgi.errors": io.StringIO(),
                "wsgi.multithread": True,
                "wsgi.multiprocess": True,
                "wsgi.run_once": False,
            },
            lambda status, headers, _info=None: seen.append(status),
        )
        text = b"".join(answer)
        answer.close()
        return seen[0], text

    def must_be(self, status: str, method: str = "GET", body: bytes = b"") -> None:
        found, _text = self.ask(method, body)
        if not found.startswith(status):
            raise SystemExit(f"{self.path} answered {found}")


def spent(deed: Callable[[], object], times: int, clock: Callable[[], float] = time.process_time) -> float:
    """Milliseconds of one deed, mean of `times`."""
    gc.collect()
    began = clock()
    for _turn in range(times):
        deed()
    return (clock() - began) * 1000 / times


def show_profile(key: str, deed: Callable[[], object], said: argparse.Namespace) -> None:
    spent(deed, 10)
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for _turn in range(said.times * 3):
        deed()
    profile.disable()
    print(f"== {key}, {said.times * 3} requests")
    pstats.Stats(profile).strip_dirs().sort_stats(said.sort).print_stats(80)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cpu", description=__doc__)
    parser.add_argument("--answers", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=1000, help="rows of each kind in the other rooms")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--times", type=int, default=15, help="requests in one stretch")
    parser.add_argument(
        "--profile", nargs="*", default=[], metavar="PAGE", help="form, frame, home, surveys, admin, answer, …"
    )
    parser.add_argument("--clock", action="store_true", help="the clock's time instead of the processor's")
    parser.add_argument("--sort", default="tottime")
    parser.add_argument("--pages", nargs="*", default=[], metavar="PAGE", help="only these; default: all")
    said = parser.parse_args()
    with place():
        run(said)


def run(said: argparse.Namespace) -> None:
    from django.core.wsgi import get_wsgi_application

    from bench import data
    from bench.pages import FLOOR, form_bodies, pages_of
    from bench.rooms import fill_all
    from evaluations.models import Period
    from evaluations.selectors.results import fold

    people, surveys, _speed = data.build(said.answers, lambda _text: None)
    fill_all(said.rows)
    fold(list(Period.objects.values_list("pk", flat=True)))
    data.settle()
    application = get_wsgi_application()
    newest = [Period.objects.select_related("survey").filter(survey=s).latest("starts_on") for s in surveys[:2]]
    pages = pages_of(people, *newest)
    callers = {page.key: Caller(application, page.path, page.cookies) for page in pages}
    floor = Caller(application, FLOOR)

    csrf = "a" * 32
    sender = Caller(application, f"/s/{newest[1].survey.code}/", f"csrftoken={csrf}")
    bodies = iter(form_bodies(newest[1], (said.rounds + 3) * said.times * 10, csrf))
    deeds: dict[str, Callable[[], object]] = {
        key: (lambda caller=caller: caller.must_be("200")) for key, caller in callers.items()
    }
    deeds["answer"] = lambda: sender.must_be("303", "POST", next(bodies))

    for key in said.profile:
        show_profile(key, deeds[key], said)
    if said.profile:
        return
    for key, deed in deeds.items():
        if said.pages and key not in said.pages:
            continue
        spent(deed, 8)
        clock = time.perf_counter if said.clock else time.process_time
        quotients, own, base = [], [], []
        for _round in range(said.rounds):
            base.append(spent(lambda: floor.must_be("200"), said.times, clock))
            own.append(spent(deed, said.times, clock))
            quotients.append(own[-1] / base[-1])
        middle = statistics.median
        print(f"{key:20} {middle(quotients):5.2f} F   {middle(own):6.2f} ms, FLOOR {middle(base):5.2f} ms", flush=True)


if __name__ == "__main__":
    main()
