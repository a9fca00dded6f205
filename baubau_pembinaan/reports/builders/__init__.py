"""The reports themselves; each puts chapters of `reports.sections` together."""


def register_all() -> None:
    from baubau_pembinaan.reports.registry import register

    from . import longview, portfolio, programme, unit, yearly

    for builder in [*programme.BUILDERS, *yearly.BUILDERS, *longview.BUILDERS, *portfolio.BUILDERS, *unit.BUILDERS]:
        register(builder)
