"""A real Celery worker killed (-9) while it builds a report or issues certificates: the sweeper finds the work again;
one edition at the end, and one certificate for each."""

import time

import pytest

from tests.notifications.house import House, a_house

FORGOTTEN, CERTIFICATES_FORGOTTEN = "reports.wake_forgotten", "runs.wake_forgotten"
COMPLETED = 24


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with a_house(tmp_path_factory.mktemp("rumah")) as standing:
        # Keeping a file takes two seconds, so that a kill comes in the middle of keeping three; a certificate a tenth.
        standing.rows("""
            CREATE FUNCTION two_seconds() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$;
            CREATE TRIGGER slowly BEFORE INSERT ON documents_storedfile FOR EACH ROW EXECUTE FUNCTION two_seconds();
            CREATE FUNCTION wait_a_tenth() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$;
            CREATE TRIGGER slowly BEFORE INSERT ON training_certificate FOR EACH ROW EXECUTE FUNCTION wait_a_tenth()
        """)
        yield standing


@pytest.fixture(autouse=True)
def nothing_asked_for(house):
    yield
    house.kill_worker()
    house.rows("TRUNCATE documents_reportrun, documents_storedfile, notifications_message CASCADE")


def run_of(house: House) -> tuple:
    return house.rows("SELECT status, progress, attempts FROM documents_reportrun")[0]


def wait_for(reached, seconds=90.0):
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.05)


def keeping(house: House, attempt: int) -> bool:
    """The attempt has made its files and is at keeping them."""
    status, progress, attempts = run_of(house)
    return (status, attempts) == ("running", attempt) and progress >= 90


def kill_and_replace(house: House) -> None:
    """The worker dies with everything that it had in hand; another one starts, and two minutes have gone by."""
    house.kill_worker()
    house.rows("UPDATE documents_reportrun SET requested_at = requested_at - interval '2 minutes'")
    house.start_worker(senders=1)


def test_a_report_survives_two_kills_of_its_worker(house, record_property):
    house.start_worker(senders=1)
    house.run("-m", "tests.reports.ask_one")
    wait_for(lambda: keeping(house, 1))
    kill_and_replace(house)
    house.until(lambda: run_of(house)[2] == 2, 90, tasks=(FORGOTTEN,))
    assert house.rows("SELECT count(*) FROM reports_edition") == [(0,)]
    kill_and_replace(house)
    house.until(lambda: run_of(house)[2] == 3, 90, tasks=(FORGOTTEN,))
    house.until(lambda: run_of(house)[0] != "running", 60, tasks=(FORGOTTEN,))
    [(editions,)] = house.rows("SELECT count(*) FROM reports_edition")
    [(files,)] = house.rows("SELECT count(*) FROM documents_storedfile")
    [(told,)] = house.rows("SELECT count(*) FROM notifications_message")
    record_property(
        "figures", f"workers killed: 2, attempts: 3, editions: {editions}, files: {files}, messages: {told}"
    )
    assert (run_of(house)[0], editions, files, told) == ("done", 1, 3, 1)


def certificates(house: House) -> int:
    return house.rows("SELECT count(*) FROM training_certificate")[0][0]


def test_each_certificate_is_issued_once_though_the_worker_is_killed_twice(house, record_property):
    house.run("-m", "tests.runs.ask_certificates", str(COMPLETED))
    house.start_worker(senders=1)
    for mark in (5, 15):
        house.until(lambda mark=mark: certificates(house) >= mark, 90, tasks=(CERTIFICATES_FORGOTTEN,))
        kill_and_replace(house)
        assert certificates(house) < COMPLETED, "it was not in the middle"
    house.until(lambda: run_of(house)[0] == "done", 90, tasks=(CERTIFICATES_FORGOTTEN,))
    [(people, numbers, last)] = house.rows(
        "SELECT count(DISTINCT enrolment_id), count(DISTINCT sequence), max(sequence)"
        " FROM training_certificate c JOIN documents_documentnumber n ON n.id = c.number_id"
    )
    [(told,)] = house.rows("SELECT count(*) FROM notifications_message WHERE kind = 'runs.over'")
    record_property(
        "figures",
        f"workers killed: 2, attempts: {run_of(house)[2]}, certificates: {certificates(house)}, messages: {told}",
    )
    assert (certificates(house), people, numbers, last, told) == (COMPLETED, COMPLETED, COMPLETED, COMPLETED, 1)


@pytest.mark.soak
def test_a_report_that_kills_every_worker_is_given_up(house, record_property):
    house.start_worker(senders=1)
    house.run("-m", "tests.reports.ask_one")
    for attempt in (1, 2, 3):
        house.until(lambda attempt=attempt: run_of(house)[2] == attempt, 90, tasks=(FORGOTTEN,))
        kill_and_replace(house)
    house.until(lambda: run_of(house)[0] == "failed", 90, tasks=(FORGOTTEN,))
    wait_for(lambda: house.rows("SELECT count(*) FROM notifications_message") == [(1,)])
    assert run_of(house)[2] == 3
    assert house.rows("SELECT count(*) FROM reports_edition") == [(0,)]
    record_property("figures", "workers killed: 3, attempts: 3, then given up, messages: 1")
