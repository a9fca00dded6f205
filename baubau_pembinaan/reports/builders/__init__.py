"""The reports themselves; each puts chapters of `reports.sections` together."""


def register_all() -> None:
    from baubau_pembinaan.reports.registry import register

    from . import programme, yearly

    for builder in [*programme.BUILDERS, *yearly.BUILDERS]:
        register(builder)
