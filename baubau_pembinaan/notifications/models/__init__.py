"""Messages to people, their outbox, and the pulse of the background work."""

from .consent import ChannelConsent as ChannelConsent
from .heartbeat import Heartbeat as Heartbeat
from .job_run import JobRun as JobRun
from .message import Delivery as Delivery
from .message import DeliveryQuerySet as DeliveryQuerySet
from .message import Message as Message
from .preference import Preference as Preference
from .reminder import Reminder as Reminder
from .reminder import ReminderHours as ReminderHours
from .reminder import ReminderRule as ReminderRule
