"""The administrators' cupboards of the collection room, one module a family."""

from . import board as board
from . import care as care
from . import catalogue as catalogue
from . import gifts as gifts
from . import money as money
from . import sendings as sendings
from . import suggestions as suggestions
