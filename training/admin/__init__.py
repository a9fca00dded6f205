from . import competences as competences
from . import ledger as ledger
from . import office as office
from . import plans as plans
from . import programmes as programmes
