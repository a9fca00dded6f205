"""The library as an office: itself, its units and the points where it serves."""

from .library import Library as Library
from .unit import ServicePoint as ServicePoint
from .unit import Unit as Unit
