"""Six people press the same button at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import IntegrityError, connection


def six_at_once(deed: Callable[[], object], refusal: type[Exception]) -> int:
    """How many of six threads the database stopped; `refusal` is what the deed itself says to whoever comes late."""
    gate, odd = Barrier(6), []

    def one():
        try:
            gate.wait()
            deed()
        except refusal:
            pass
        except IntegrityError as error:
            odd.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(odd)
