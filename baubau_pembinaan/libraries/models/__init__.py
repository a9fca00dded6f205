"""The library as an office: itself, its units, service points, signatories, holidays, switches, and the city around."""

from .calendar import Holiday as Holiday
from .library import Library as Library
from .place import District as District
from .place import Village as Village
from .signatory import Signatory as Signatory
from .switch import Switch as Switch
from .unit import ServicePoint as ServicePoint
from .unit import Unit as Unit
