"""E-mail: one conversation with the mail server, kept open over a run and renewed after trouble."""

import logging
from contextlib import suppress

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from baubau_pembinaan.notifications import mail
from baubau_pembinaan.notifications.choices import Channel, Trouble
from baubau_pembinaan.notifications.models import Delivery

from .base import Adapter, Answer

logger = logging.getLogger(__name__)
REST_SECONDS = 30


class EmailAdapter(Adapter):
    channel = Channel.EMAIL

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    @classmethod
    def is_on(cls) -> bool:
        return True

    def close(self) -> None:
        if self._connection is not None:
            with suppress(Exception):  # the mail is settled already; a bad farewell changes nothing
                self._connection.close()
            self._connection = None

    def deliver(self, delivery: Delivery) -> Answer:
        recipient = delivery.message.recipient
        if not recipient.is_active:
            return Answer(Trouble.INACTIVE)
        if not mail.is_usable_address(recipient.email):
            return Answer(Trouble.NO_ADDRESS)
        try:
            letter = mail.compose(delivery)
        except Exception as error:
            # The error's own text may quote the message, which is nobody's business in a log.
            logger.error("Delivery %s could not be composed: %s.", delivery.pk, type(error).__name__)
            return Answer(Trouble.BROKEN)
        shut_out = False
        try:
            if self._connection is None:
                connection = get_connection()
                shut_out = True
                connection.open()
                shut_out = False
                self._connection = connection
            letter.connection = self._connection
            letter.send()
        except Exception as error:
            trouble, status = mail.trouble_of(error)
            if trouble is Trouble.BROKEN:
                logger.error("Delivery %s could not be sent: %s.", delivery.pk, type(error).__name__)
            self.close()
            # Everybody would meet the same time-out or refusal: leave the server alone for a moment.
            rest = REST_SECONDS if shut_out or trouble is Trouble.SIGN_IN else 0
            return Answer(trouble, status, rest_seconds=rest)
        return Answer()
