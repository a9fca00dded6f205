"""What pages and reports read of the collection."""

from . import catalogue as catalogue
from . import demands as demands
from . import money as money
