"""What the survey pages read."""

from . import accreditation as accreditation
from . import analysis as analysis
from . import comments as comments
from . import complaints as complaints
from . import followups as followups
from . import invited as invited
from . import observations as observations
from . import own_questions as own_questions
from . import population as population
from . import public as public
from . import repairs as repairs
from . import results as results
from . import rollup as rollup
from . import standards as standards
from . import surveys as surveys
from . import tally as tally
