"""What pages and other rooms read. Rooms above use `next_public_events` and `attendees_of`."""

from . import attendance as attendance
from . import calendar as calendar
from . import events as events
from . import figures as figures
from . import groups as groups
from . import lessons as lessons
from . import needs as needs
from . import packs as packs
from . import partners as partners
from . import promotion as promotion
from . import reading as reading
from . import registrations as registrations
from .attendance import attendees_of as attendees_of
from .calendar import next_public_events as next_public_events
