"""What the survey pages read."""

from . import comments as comments
from . import followups as followups
from . import public as public
from . import results as results
from . import surveys as surveys
