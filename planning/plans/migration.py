"""Migrations that are applied in bundles.

Django renders all models anew for each operation. With sixty tables and their histories that was half a minute of a
first start, and grew with the square of the tables (docs/decisions/0017)."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# operations of one of these sets, one after the other, need no state between them
BUNDLES: tuple[tuple[type[Operation], ...], ...] = (
    (migrations.CreateModel,),
    (migrations.AddField,),
    (migrations.AddConstraint, migrations.AddIndex, AddTrigger),
    (RemoveTrigger,),
)


def bundles(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    """The operations in their order; those that belong together in one list, every other one alone."""
    for kind, found in groupby(operations, _bundle_of):
        together = list(found)
        yield from [together] if kind is not None else ([one] for one in together)


def _bundle_of(operation: Operation) -> int | None:
    return next((number for number, kinds in enumerate(BUNDLES) if type(operation) in kinds), None)


class Migration(migrations.Migration):
    """The base of the house's migrations; going forward it renders the models once for each bundle."""

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql or not self.atomic or not schema_editor.atomic_migration:
            return super().apply(project_state, schema_editor, collect_sql)
        for together in bundles(self.operations):
            before = project_state.clone()
            if len(together) > 1:
                project_state.__dict__.pop("apps", None)  # what is not rendered is not rendered anew each time
            for operation in together:
                operation.state_forwards(self.app_label, project_state)
            for operation in together:
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
