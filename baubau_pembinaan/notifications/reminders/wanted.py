"""Asked once more before a reminder leaves: is what it speaks of still to be done?"""

import logging
from datetime import date

from django.db import transaction
from django.utils import translation

from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import Message, Reminder

logger = logging.getLogger(__name__)
WEEK = "reminders.week."  # the key of the week's summary, which lists more than what is reminded


def is_wanted(message: Message, *, on: date) -> bool:
    """False where everything this message reminds of was done, called off or moved since. Other messages: True."""
    if message.key.startswith(WEEK):
        return True
    said = list(message.reminders.order_by("pk"))
    return not said or any(_stands(one, message.recipient.language, on) for one in said)


def _stands(reminder: Reminder, language: str, on: date) -> bool:
    duty = duties.find(reminder.code)
    if duty is None or not duty.is_in_use:
        return False
    try:
        with transaction.atomic(), translation.override(language):
            rows = duties.rows_of(duty, on).filter(duty_ref=reminder.ref, duty_due=reminder.due_on)
            return rows.exists()
    except Exception as error:  # a room's mistake holds no message back
        logger.error("Whether %s is still to be done could not be asked: %s.", reminder.code, type(error).__name__)
        return True
