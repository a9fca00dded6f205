"""What the survey pages read."""

from . import public as public
from . import results as results
from . import surveys as surveys
