"""What stands on the shelf, what is wished for, and the money it is bought with."""

from .catalogue import Item as Item
from .catalogue import Title as Title
