from .attendance import CheckIn, HeadCount, OfficePaper, PaperKind, SessionPhoto, SessionReport
from .consent import Consent, ConsentText, ConsentWay, Purpose
from .event import Event, Facilitator, touches_band
from .need import Need
from .notice import Notice, NoticeState
from .partner import Partner
from .partnership import Agreement, PartnerVisit, VisitKind
from .policy import RegistrationPolicy
from .question import EventQuestion, RegistrationAnswer
from .reading import ChallengeBadge, ChallengeGoal, Reader, ReadingChallenge, ReadingLog, ReadingParty
from .registration import Participant, Registration, new_key
from .session import Session

__all__ = [
    "Agreement",
    "ChallengeBadge",
    "ChallengeGoal",
    "CheckIn",
    "Consent",
    "ConsentText",
    "ConsentWay",
    "Event",
    "EventQuestion",
    "Facilitator",
    "HeadCount",
    "Need",
    "Notice",
    "NoticeState",
    "OfficePaper",
    "PaperKind",
    "Participant",
    "Partner",
    "PartnerVisit",
    "Purpose",
    "Reader",
    "ReadingChallenge",
    "ReadingLog",
    "ReadingParty",
    "Registration",
    "RegistrationAnswer",
    "RegistrationPolicy",
    "Session",
    "SessionPhoto",
    "SessionReport",
    "VisitKind",
    "new_key",
    "touches_band",
]
