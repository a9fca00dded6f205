"""Who had a hand in an order before its approval."""

from django.db.models import F, Value

from collections_app.choices import OrderStatus
from collections_app.models import Order, OrderLine

_COLUMNS = ("history_date", "history_id", "step", "history_user_id")


def makers_of(order: Order) -> set[int]:
    """Accounts (keys) of whoever prepared it, changed it or its titles, or asked for its approval; giving it back is
    none of these. One statement."""
    titles = OrderLine.history.filter(order_id=order.pk).annotate(step=Value("")).values_list(*_COLUMNS)
    itself = Order.history.filter(id=order.pk).annotate(step=F("status")).values_list(*_COLUMNS)
    makers, before = {order.prepared_by_id}, ""
    for _date, _key, step, user in titles.union(itself, all=True).order_by("history_date", "history_id"):
        given_back = (before, step) == (OrderStatus.SUBMITTED, OrderStatus.DRAFT)
        if step in ("", OrderStatus.DRAFT, OrderStatus.SUBMITTED) and not given_back:
            makers.add(user)
        before = step or before
    return {user for user in makers if user is not None}
