"""People who use the system: accounts, staff profiles, dated appointments."""

from .appointment import Appointment as Appointment
from .appointment import Delegation as Delegation
from .invitation import Invitation as Invitation
from .position import Position as Position
from .profile import StaffProfile as StaffProfile
from .user import User as User
