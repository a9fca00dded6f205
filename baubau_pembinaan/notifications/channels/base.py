"""What every way has in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

from baubau_pembinaan.notifications.choices import Channel, Trouble
from baubau_pembinaan.notifications.models import Delivery


@dataclass(frozen=True)
class Answer:
    """How one attempt ended.

    status: the server's own number (SMTP or HTTP), None where there was none.
    wait_seconds: at least so long until the next attempt, where the server said so.
    rest_seconds: so long nobody should be sent to on this way: everybody would meet the same trouble. 0: go on.
    is_goodbye: the person does not want to hear from us on this way any more (a blocked bot).
    """

    trouble: Trouble = Trouble.NONE
    status: int | None = None
    wait_seconds: float = 0
    rest_seconds: int = 0
    is_goodbye: bool = False


class Adapter(ABC):
    """One conversation with one service, kept over a run of the dispatcher."""

    channel: ClassVar[Channel]
    gap_seconds: ClassVar[float] = 0.0  # after each message, below what the service allows; one sender in the house

    @classmethod
    @abstractmethod
    def is_on(cls) -> bool:
        """Whether this installation has what it takes."""

    @abstractmethod
    def deliver(self, delivery: Delivery) -> Answer:
        """Send one message. Never raises for trouble of the message, the person or the server."""

    def close(self) -> None:  # noqa: B027 - most adapters keep nothing open
        """Hang up."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
