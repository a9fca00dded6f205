"""The reports themselves; each puts chapters of `reports.sections` together."""


def register_all() -> None:
    from baubau_pembinaan.reports.registry import register

    from . import programme

    for builder in programme.BUILDERS:
        register(builder)
