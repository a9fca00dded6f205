"""What stands on the shelf, what is wished for, and the money it is bought with."""

from .catalogue import Item as Item
from .catalogue import Title as Title
from .funds import Fund as Fund
from .funds import FundBalance as FundBalance
from .funds import FundMove as FundMove
from .funds import FundSource as FundSource
from .orders import Order as Order
from .orders import OrderLine as OrderLine
from .orders import PurchaseMethod as PurchaseMethod
from .orders import Vendor as Vendor
from .policy import BoardWeights as BoardWeights
from .policy import CollectionPolicy as CollectionPolicy
from .policy import CollectionTarget as CollectionTarget
from .policy import DemandSignal as DemandSignal
from .receipts import AccessionCounter as AccessionCounter
from .receipts import Claim as Claim
from .receipts import Invoice as Invoice
from .receipts import Receipt as Receipt
from .receipts import ReceiptLine as ReceiptLine
from .selection import SelectionLine as SelectionLine
from .selection import SelectionSheet as SelectionSheet
from .suggestion import Demand as Demand
from .suggestion import RefusalReason as RefusalReason
from .suggestion import Suggestion as Suggestion
