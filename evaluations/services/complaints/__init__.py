"""Complaints, questions and praise: taking them in, looking into them, answering, keeping no longer than needed."""

from .keeping import forget as forget
from .letters import send_waiting as send_waiting
from .looking_into import add_note as add_note
from .looking_into import answer_complaint as answer_complaint
from .looking_into import reply_as_named as reply_as_named
from .looking_into import route_complaint as route_complaint
from .receiving import rate_answer as rate_answer
from .receiving import receive_complaint as receive_complaint
from .receiving import reopen_complaint as reopen_complaint
