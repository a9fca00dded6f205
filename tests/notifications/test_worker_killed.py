"""A real Celery worker on servers of its own, killed in the middle of its work: every reminder arrives, none twice.

SMTP cannot promise exactly once: a worker killed between the server's "kept" and our own note sends that mail again,
under the same Message-ID. So at most one double for each sender killed, and never under a second name.
"""

import time
from collections.abc import Callable, Iterator

import pytest

from .house import PLAN, SENDERS, SWEEP, House, a_house

PEOPLE, MORE, EACH = 12, 88, 5


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    """One house for the tests of every day; twelve people with five tasks each that are due today, and more later."""
    with a_house(tmp_path_factory.mktemp("rumah")) as standing:
        standing.run("-m", "tests.notifications.owe_many", str(PEOPLE), str(EACH), str(MORE))
        # Writing a reminder takes a moment, so that a kill may come between two.
        standing.rows("""
            CREATE FUNCTION wait_a_moment() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END $$;
            CREATE TRIGGER slowly BEFORE INSERT ON notifications_reminder FOR EACH ROW EXECUTE FUNCTION wait_a_moment()
        """)
        yield standing


def assert_said_once(house: House, expected: int, senders_killed: int) -> dict[str, int]:
    """Each due thing has one row, one message and one name in the post; a double of a mail only where a sender died."""
    [(reminders, distinct)] = house.rows(
        'SELECT count(*), count(DISTINCT (recipient_id, code, ref, due_on, "offset")) FROM notifications_reminder'
    )
    [(messages,)] = house.rows("SELECT count(*) FROM notifications_message")
    names = house.sink.message_ids()
    figures = {
        "due": expected,
        "reminders": reminders,
        "messages": messages,
        "mails under a name of their own": len(set(names)),
        "mails said again after a kill": len(names) - len(set(names)),
        "senders killed": senders_killed,
    }
    assert reminders == distinct == messages == len(set(names)) == expected, figures
    assert len(names) - expected <= senders_killed, figures
    assert house.states() == {"sent": expected}
    return figures


def all_sent(house: House, expected: int) -> Callable[[], bool]:
    def check() -> bool:
        return len(set(house.sink.message_ids())) == expected and house.states() == {"sent": expected}

    return check


def survive(house: House, expected: int, *, kills: int, brokers: int, databases: int, seconds: float) -> dict[str, int]:
    """Let the reminders be planned and sent while everything dies as often as said, at marks spread over the work."""
    senders_killed = 0
    for turn in range(kills):
        house.start_worker()
        if turn == 0:  # the first dies while it still plans
            half = f"SELECT count(*) >= {expected // 4} FROM notifications_reminder"
            house.until(lambda half=half: house.rows(half)[0][0], seconds, tasks=(PLAN,))
        else:
            mark = expected * 9 // 10 * turn // kills
            house.until(lambda mark=mark: len(house.sink.received) >= mark, seconds, tasks=(PLAN, SWEEP))
        if turn * databases // kills != (turn + 1) * databases // kills:  # spread evenly
            house.restart_database()
        shifted = (turn + 1) % kills
        if shifted * brokers // kills != (shifted + 1) * brokers // kills:
            house.kill_broker()
        house.kill_worker()
        senders_killed += SENDERS
        assert len(set(house.sink.message_ids())) < expected, "it was not in the middle"
    house.start_worker()
    house.until(all_sent(house, expected), seconds, tasks=(PLAN, SWEEP))
    # A database that goes away between "kept" and our note is the same window as a kill.
    figures = assert_said_once(house, expected, senders_killed + databases * SENDERS)
    house.kill_worker()
    return figures | {"workers killed": kills, "brokers killed": brokers, "databases restarted": databases}


def told(figures: dict[str, int]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in figures.items())


def test_two_timetable_keepers_say_everything_once(house, record_property):
    """Two real beats that plan and sweep every three seconds; each due thing is said once."""
    house.forget()
    house.rows(f"""
        INSERT INTO django_celery_beat_intervalschedule (every, period) VALUES (3, 'seconds');
        UPDATE django_celery_beat_periodictask SET crontab_id = NULL,
            interval_id = (SELECT max(id) FROM django_celery_beat_intervalschedule)
            WHERE name IN ('{PLAN}', '{SWEEP}');
        UPDATE django_celery_beat_periodictask SET enabled = false WHERE name NOT IN ('{PLAN}', '{SWEEP}')
    """)
    for _ in range(2):
        house.start_beat()
    house.until(lambda: house.waiting_tasks() >= 8, 60, tasks=())
    house.start_worker()
    house.until(all_sent(house, PEOPLE * EACH), 120, tasks=())
    assert all(beat.poll() is None for beat in house.beats)
    house.stop_beats()
    house.until(lambda: house.waiting_tasks() == 0, 120, tasks=())  # what both asked for once more is worked off
    figures = assert_said_once(house, PEOPLE * EACH, 0)
    house.kill_worker()
    record_property("figures", told(figures | {"timetable keepers": 2}))


def test_with_loans_that_never_end_a_kill_loses_mail(house, monkeypatch):
    """The negative control: what a dead sender had in hand is lent for an hour, and nobody takes it up."""
    house.forget()
    house.start_worker(LEASE_SECONDS="3600")
    with monkeypatch.context() as slow:  # a sender is nearly always in the middle of a mail
        slow.setattr(house.sink, "answer", lambda recipient, nth: time.sleep(0.2) or "250 OK")
        house.until(lambda: len(house.sink.received) >= 10, 60, tasks=(PLAN, SWEEP))
        house.kill_worker()
    house.start_worker(LEASE_SECONDS="3600")
    house.until(lambda: set(house.states()) == {"sent", "sending"}, 60, tasks=(PLAN, SWEEP))
    time.sleep(4)  # the usual loan of this house is over
    assert house.states().get("sending", 0) >= 1
    house.kill_worker()


@pytest.fixture
def everybody_owes(house):
    """What is due in a year is due today as well, for one test."""
    house.rows("UPDATE evaluations_followup SET due_on = due_on - 400 WHERE due_on > now() + interval '1 year'")
    yield
    house.rows(
        f"UPDATE evaluations_followup SET due_on = due_on + 400 WHERE substring(action, '[0-9]+$')::int >= {PEOPLE}"
    )


def test_five_hundred_reminders_survive_three_kills_a_dead_broker_and_a_database_restart(
    house, everybody_owes, record_property
):
    house.forget()
    due = (PEOPLE + MORE) * EACH
    record_property("figures", told(survive(house, due, kills=3, brokers=1, databases=1, seconds=120)))


@pytest.mark.soak
def test_a_thousand_reminders_survive_twenty_kills_and_broker_and_database_failures(tmp_path, record_property):
    """Goal 21: worker killed twenty times, broker killed five times, database restarted five times."""
    with a_house(tmp_path) as house:
        house.run("-m", "tests.notifications.owe_many", "100", "10")
        record_property("figures", told(survive(house, 1000, kills=20, brokers=5, databases=5, seconds=300)))
