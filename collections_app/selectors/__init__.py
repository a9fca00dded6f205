"""What screens and reports read."""

from . import demands as demands
