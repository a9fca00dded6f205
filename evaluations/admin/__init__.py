"""The administrators' cupboards of the evaluation room, one module a family."""

from . import complaints as complaints
from . import credit as credit
from . import front as front
from . import loop as loop
from . import reviews as reviews
from . import surveys as surveys
from . import tally as tally
