"""Migrations that are applied in bundles.

Django renders all models anew for each operation. With sixty tables and their histories that was half a minute of a
first start, and grew with the square of the tables (docs/decisions/0017)."""

from collections.abc import Iterable, Iterator

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

CREATED = (migrations.CreateModel,)
OF_FIELDS = (migrations.AddField, migrations.AlterField, migrations.RemoveField)
CHANGED = (*OF_FIELDS, migrations.AddConstraint, migrations.AddIndex, AddTrigger, RemoveTrigger)


def bundles(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    """The operations in their order; in one list those that need no state between them: tables that are created, or
    changes of tables that are there, of which none changes a field for the second time. Every other one is alone."""
    together: list[Operation] = []
    for operation in operations:
        if together and not _belongs(operation, together):
            yield together
            together = []
        together.append(operation)
    if together:
        yield together


def _belongs(operation: Operation, together: list[Operation]) -> bool:
    kinds = next((kinds for kinds in (CREATED, CHANGED) if isinstance(operation, kinds)), ())
    return all(isinstance(one, kinds) for one in together) and not (
        isinstance(operation, OF_FIELDS) and _field(operation) in map(_field, together)
    )


def _field(operation: Operation) -> tuple[str, str] | None:
    if isinstance(operation, OF_FIELDS):
        return operation.model_name_lower, operation.name_lower
    return None


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
