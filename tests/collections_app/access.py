"""Who gets in at these doors."""

DOORS = {}
