"""What changes people, posts and rights. Keyword-only; `by` is the acting account, `at` the moment."""

from .appointments import AlreadyAppointed as AlreadyAppointed
from .appointments import SupervisorCycle as SupervisorCycle
from .appointments import appoint as appoint
from .appointments import correct_appointment as correct_appointment
from .appointments import delegate as delegate
from .appointments import end_appointment as end_appointment
from .invitations import LinkNotValid as LinkNotValid
from .invitations import issue_link as issue_link
from .invitations import mail_link as mail_link
from .invitations import open_link as open_link
from .invitations import redeem_link as redeem_link
from .invitations import revoke_links as revoke_links
from .people import CannotDeactivateYourself as CannotDeactivateYourself
from .people import LastAdministrator as LastAdministrator
from .people import TermRequired as TermRequired
from .people import deactivate as deactivate
from .people import ensure_account as ensure_account
from .people import reactivate as reactivate
from .people import set_roles as set_roles
from .people import update_own_contact as update_own_contact
