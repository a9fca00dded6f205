"""The Indonesian catalogues: extraction, merging, compiling and checking. Pure Python, no gettext programs needed."""
