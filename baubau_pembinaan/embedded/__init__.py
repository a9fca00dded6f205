"""The embedded PostgreSQL and Valkey: what makes one command enough. Imports no Django (floor 0)."""

from .servers import Servers as Servers
from .servers import ensure as ensure
from .servers import throwaway as throwaway
from .words import Failed as Failed
