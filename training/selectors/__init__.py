"""What pages and other rooms read of training."""

from .ledger import JpTotals as JpTotals
from .ledger import jp_of as jp_of
from .sessions import attendees_of as attendees_of
from .sessions import open_sessions_for_competence as open_sessions_for_competence
