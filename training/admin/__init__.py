from . import competences as competences
from . import ledger as ledger
from . import plans as plans
from . import programmes as programmes
