"""A migration operation that makes many tables at once: what a new installation starts with.

Django draws all models anew after each operation of a migration, and the models of a house whose rooms know one another
are all drawn for one. Three hundred tables made one by one take a minute, of which PostgreSQL needs five seconds.
"""

from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """The tables of several models of one app, which may point at one another in any order.

    The models are drawn once, with all of them in place; foreign keys are laid at the end of the migration.
    """

    reduces_to_sql = True
    reversible = True
    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # what was drawn before is drawn again, with the new models, when asked for
        state.is_delayed = False  # whole then: the moves of rows that follow need not draw it again each
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, editor, from_state, to_state)

    def database_backwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create the {len(self.operations)} models of a new installation"
