"""Words of installed packages whose own Indonesian misses the sense here; our catalogue is asked first."""

from django.utils.translation import gettext_noop

BETTER = [
    gettext_noop("Enabled"),  # of a password in django.contrib.auth: "Diadakan"
]
