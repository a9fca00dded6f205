"""What stands on the shelf, what is wished for, and the money it is bought with."""

from .catalogue import Item as Item
from .catalogue import Title as Title
from .suggestion import Demand as Demand
from .suggestion import RefusalReason as RefusalReason
from .suggestion import Suggestion as Suggestion
