"""The administrators' cupboards of the outreach room; approving and publishing happen through services."""

from . import events as events
from . import groups as groups
from . import lessons as lessons
from . import needs as needs
from . import packs as packs
from . import promotion as promotion
from . import reading as reading
