"""Who gets in at the portal's doors."""

from baubau_pembinaan.accounts.choices import Role
from tests.doors import PUBLIC, SIGNED_IN, Door

DOORS = {
    "portal:public-home": PUBLIC,
    "portal:home": SIGNED_IN,
    "portal:profile": SIGNED_IN,
    "portal:remove-demo": {Role.ADMINISTRATOR},
    "portal:search": SIGNED_IN,
    "portal:help": PUBLIC,
    "portal:about": PUBLIC,
    "portal:privacy": PUBLIC,
    "portal:accessibility": PUBLIC,
    "portal:offline": PUBLIC,
    "portal:robots": PUBLIC,
    "portal:favicon": PUBLIC,
    "portal:set-language": Door(PUBLIC, get=False),
}
