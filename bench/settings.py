"""The newcomer's settings, as `make serve` runs them, and the FLOOR page beside the product's own."""

from baubau_pembinaan.settings.dev import *  # noqa: F403
from baubau_pembinaan.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
# All load comes from one address, which the product would rightly hold aside as a flood.
SURVEY_FLOOD_ANSWERS = SURVEY_FLOOD_ANSWERS_A_DAY = 10**9
