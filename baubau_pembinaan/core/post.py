"""Mail that cannot wait for the outbox, because it carries a secret that no table may hold: password links."""

import logging
import threading

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


class Sending(threading.Thread):
    """One mail on its way, beside the request."""

    def __init__(self, message: EmailMessage) -> None:
        super().__init__(name="mail", daemon=False)
        self.message = message
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.message.send()
        except Exception as error:  # whatever the mail server thinks of: the page has long been answered
            self.error = error
            # Neither the address nor the mail server's words, which repeat it.
            logger.error("A password mail was not taken: %s", type(error).__name__)


def send_beside(message: EmailMessage, *, wait: float = 0.0) -> None:
    """Send without holding the request longer than `wait` seconds. Call it when the rows behind it are committed.

    Raises OSError where the mail server refuses within that time, which needs a `wait`.
    settings.MAIL_BESIDE off: sent in line (tests).
    """
    sending = Sending(message)
    if not settings.MAIL_BESIDE:
        sending.run()
    else:
        sending.start()
        sending.join(wait)
    if wait and isinstance(sending.error, OSError):
        raise sending.error
