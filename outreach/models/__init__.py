from .attendance import CheckIn, HeadCount, OfficePaper, PaperKind, SessionPhoto, SessionReport
from .consent import Consent, ConsentText, ConsentWay, Purpose
from .crew import Facilitator, on_date
from .event import Event, for_the_young, touches_band
from .group import Membership, StandingGroup, Work
from .lesson import ClassLesson, LearningOutcome, LessonPlan, Observation, TestQuestion, TestSheet, TestTally
from .need import Need
from .notice import Notice, NoticeState
from .pack import PackItem, TopicPack
from .partner import Partner
from .partnership import Agreement, PartnerVisit, VisitKind
from .policy import RegistrationPolicy
from .promotion import Campaign, Channel, Post
from .question import EventQuestion, RegistrationAnswer
from .reading import ChallengeBadge, ChallengeGoal, Reader, ReadingChallenge, ReadingLog, ReadingParty
from .registration import Participant, Registration, new_key
from .session import Session
from .spent_form import SpentForm

__all__ = [
    "Agreement",
    "Campaign",
    "ChallengeBadge",
    "ChallengeGoal",
    "Channel",
    "CheckIn",
    "ClassLesson",
    "Consent",
    "ConsentText",
    "ConsentWay",
    "Event",
    "EventQuestion",
    "Facilitator",
    "HeadCount",
    "LearningOutcome",
    "LessonPlan",
    "Membership",
    "Need",
    "Notice",
    "NoticeState",
    "Observation",
    "OfficePaper",
    "PackItem",
    "PaperKind",
    "Participant",
    "Partner",
    "PartnerVisit",
    "Post",
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
    "SpentForm",
    "StandingGroup",
    "TestQuestion",
    "TestSheet",
    "TestTally",
    "TopicPack",
    "VisitKind",
    "Work",
    "for_the_young",
    "new_key",
    "on_date",
    "touches_band",
]
