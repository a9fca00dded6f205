from .event import Event, Facilitator, touches_band
from .partner import Partner
from .registration import Participant, Registration
from .session import Session

__all__ = ["Event", "Facilitator", "Participant", "Partner", "Registration", "Session", "touches_band"]
