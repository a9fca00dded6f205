"""WhatsApp Business Cloud API: a template message to the person's own mobile number.

Outside a conversation that the person began within 24 hours, Meta delivers approved templates only, so every message
is the one template WHATSAPP_TEMPLATE with two texts in its body: {{1}} the subject, {{2}} the address on the site. What
the message says in detail stays on the site. `accepted` by Meta counts as sent.
"""

import logging

from django.conf import settings

from baubau_pembinaan.notifications import consents
from baubau_pembinaan.notifications.choices import Channel, Trouble
from baubau_pembinaan.notifications.models import Delivery

from . import http
from .base import Adapter, Answer

logger = logging.getLogger(__name__)
REST_SECONDS = 60
# Error codes of the Cloud API (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes).
ALL_TOO_FAST = {4, 80007, 130429, 131048, 131056}
ONE_TOO_FAST = {131056}  # this sender to this person; the others may go on
OURS = {0, 3, 10, 33, 190, 368, 131005, 131031, 131042, 131045, 133010, *range(200, 300)}  # key, rights, account
LATER = {1, 2, 131000, 131016, 131057, 133004}  # theirs, by their own word worth another try


class WhatsAppAdapter(Adapter):
    channel = Channel.WHATSAPP
    gap_seconds = 0.05  # 20 a second; a new number may send 80

    @classmethod
    def is_on(cls) -> bool:
        return bool(settings.WHATSAPP_TOKEN and settings.WHATSAPP_PHONE_NUMBER_ID)

    def deliver(self, delivery: Delivery) -> Answer:
        recipient = delivery.message.recipient
        if not recipient.is_active:
            return Answer(Trouble.INACTIVE)
        number = consents.address(recipient, self.channel)
        if not number:
            return Answer(Trouble.NO_ADDRESS)
        url = f"{settings.WHATSAPP_API_URL}/{settings.WHATSAPP_PHONE_NUMBER_ID}/messages"
        try:
            reply = http.post_json(url, _body(delivery, number), token=settings.WHATSAPP_TOKEN)
        except http.Unreachable:
            return Answer(Trouble.UNREACHABLE, rest_seconds=REST_SECONDS)
        if reply.status == 200 and reply.data.get("messages"):
            return Answer(status=200)
        return _trouble(delivery, reply)


def _body(delivery: Delivery, number: str) -> dict[str, object]:
    message = delivery.message
    texts = [" ".join(message.subject.split()), settings.SITE_URL + message.url]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": number,
        "type": "template",
        "template": {
            "name": settings.WHATSAPP_TEMPLATE,
            "language": {"code": message.recipient.language},
            "components": [{"type": "body", "parameters": [{"type": "text", "text": text} for text in texts]}],
        },
    }


def _trouble(delivery: Delivery, reply: http.Reply) -> Answer:
    """The API's own code decides; its HTTP status is coarser and has changed over the versions."""
    error = reply.data.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    logger.warning("WhatsApp refused delivery %s: HTTP %s, code %s.", delivery.pk, reply.status, code)
    if code in ALL_TOO_FAST or (code is None and reply.status == 429):
        rest = 0 if code in ONE_TOO_FAST else max(int(reply.retry_after), REST_SECONDS)
        return Answer(Trouble.LIMITED, reply.status, wait_seconds=reply.retry_after, rest_seconds=rest)
    if code in OURS or reply.status in (401, 403):
        return Answer(Trouble.SIGN_IN, reply.status, rest_seconds=REST_SECONDS)
    if code in LATER or reply.status >= 500 or reply.status in (200, 408):
        return Answer(Trouble.BUSY, reply.status, wait_seconds=reply.retry_after)
    return Answer(Trouble.REFUSED, reply.status)  # no such WhatsApp number, template missing, words not allowed
