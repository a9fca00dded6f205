from . import archive as archive
from . import indicators as indicators
from . import schedule as schedule
