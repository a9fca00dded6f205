"""What pages and reports read of the collection."""

from . import board as board
from . import catalogue as catalogue
from . import demands as demands
from . import digital as digital
from . import holdings as holdings
from . import money as money
from . import weeding as weeding
