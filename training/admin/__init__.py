from . import competences as competences
from . import ledger as ledger
from . import programmes as programmes
