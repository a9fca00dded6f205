"""People who use the system: accounts, staff profiles, dated appointments."""

from .user import User as User
