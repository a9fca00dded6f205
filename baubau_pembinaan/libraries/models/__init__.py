"""The library as an office: itself, its units, service points, signatories, holidays, switches, and the city around."""

from .announcement import Announcement as Announcement
from .calendar import Holiday as Holiday
from .channel import ChannelVisit as ChannelVisit
from .channel import PageChannel as PageChannel
from .count import DailyCount as DailyCount
from .library import Library as Library
from .place import District as District
from .place import Village as Village
from .service import MobileStop as MobileStop
from .service import Service as Service
from .service import ServiceHours as ServiceHours
from .service import ServiceKind as ServiceKind
from .service import Weekday as Weekday
from .signatory import Signatory as Signatory
from .switch import Switch as Switch
from .unit import Counted as Counted
from .unit import ServicePoint as ServicePoint
from .unit import Unit as Unit
