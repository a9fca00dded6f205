"""Who may look after the post and the pulse of the installation."""

import rules

from baubau_pembinaan.accounts.rules import is_administrator

rules.add_perm("notifications.view_health", is_administrator)
rules.add_perm("notifications.retry_delivery", is_administrator)
rules.add_perm("notifications.send_by_hand", is_administrator)
rules.add_perm("notifications.view_mailbox", is_administrator)
rules.add_perm("notifications.manage_reminders", is_administrator)
