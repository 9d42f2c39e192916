"""What a person may type into a row: one form per kind of row, of which a save may carry any part."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from ..people.models import User
from ..plans.forms import ScopedForm
from .actions import add_row
from .models import Row


class RowForm(ScopedForm):
    """The base of all row forms. `only` restricts it to the cells that are being saved."""

    first_fields: tuple[str, ...] = ()  # what the short form for adding asks for; all fields where empty

    def __init__(self, *args: Any, only: Iterable[str] | None = None, parent: Row | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent
        if only is not None:
            wanted = set(only)
            self.fields = {name: field for name, field in self.fields.items() if name in wanted}
        for name, field in self.fields.items():
            self._dress(name, field)

    def _dress(self, name: str, field: forms.Field) -> None:
        if isinstance(field, forms.DateField):
            field.widget.attrs |= {"min": "1990-01-01", "max": "2100-12-31"}
        prefix = f"r{self.instance.pk or 'new'}"
        field.widget.attrs["id"] = f"{prefix}-{name}"

    def add(self, *, key: UUID | None, by: User, **place: Any) -> Row:
        """Appends what was typed as a new row; `place` are the fields that its siblings share."""
        return add_row(self.save(commit=False), key=key, by=by, **place)


def offer(field: forms.Field, rows: QuerySet[Any], *columns: str, label: Callable[..., str] = str) -> None:
    """Offers the rows for choice. Only these columns of them are read, and only when the list is drawn: `label` makes
    their words. A list of sixty whole rows costs more than the rest of its page."""

    @cache  # a widget asks more than once
    def choices() -> list[tuple[Any, Any]]:
        found = [(pk, label(*values)) for pk, *values in rows.values_list("pk", *columns)]
        return [("", field.empty_label), *found] if field.empty_label is not None else found  # type: ignore[attr-defined]

    field.queryset = rows  # type: ignore[attr-defined]
    field.choices = choices  # type: ignore[attr-defined]


class PickSelect(forms.RadioSelect):
    """Radio buttons drawn as cards, each with a word and its meaning.

    `meanings` are by value; the template draws them beside the choice."""

    template_name = "worksheets/pick.jinja"

    def __init__(self, *args: Any, meanings: dict[Any, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanings = meanings or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["meaning"] = self.meanings.get(value, "")
        return option
