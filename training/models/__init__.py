"""Learning at work: competences, programmes, sessions, enrolments, attendance, certificates, hours (JP)."""

from .attendance import Attendance as Attendance
from .certificate import Certificate as Certificate
from .competence import Competence as Competence
from .competence import CompetenceFramework as CompetenceFramework
from .competence import CompetenceGroup as CompetenceGroup
from .enrolment import Enrolment as Enrolment
from .enrolment import Interest as Interest
from .ledger import JpEntry as JpEntry
from .ledger import JpRate as JpRate
from .ledger import JpTarget as JpTarget
from .ledger import JpYear as JpYear
from .programme import Material as Material
from .programme import Programme as Programme
from .programme import SubjectArea as SubjectArea
from .session import Meeting as Meeting
from .session import Session as Session
