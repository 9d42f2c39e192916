"""What a person may type into a row: one form per kind of row, of which a save may carry any part."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext as _

from ..people.forms import CHOOSE
from ..people.models import User
from ..people.text import loosely, same_name
from ..plans.forms import ScopedForm
from ..plans.models import Membership, lock_plan
from ..plans.offices import in_office
from .actions import add_row
from .models import Row


class RowForm(ScopedForm):
    """The base of all row forms. `only` restricts it to the cells that are being saved."""

    first_fields: tuple[str, ...] = ()  # what the short form for adding asks for; all fields where empty
    named_by: tuple[str, ...] = ()  # fields that no two rows have in common, the first compared as people do
    quiet = False  # the short form says of no field that it may stay empty

    def __init__(self, *args: Any, only: Iterable[str] | None = None, parent: Row | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent
        if only is not None:
            wanted = set(only)
            self.fields = {name: field for name, field in self.fields.items() if name in wanted}
        for name, field in self.fields.items():
            self._dress(name, field)

    def _dress(self, name: str, field: forms.Field) -> None:
        prefix = f"r{self.instance.pk or 'new'}"
        field.widget.attrs["id"] = f"{prefix}-{name}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.named_by and {*self.named_by} & {*self.changed_data} and not self.errors:
            self._refuse_twins(cleaned)
        return cleaned

    def _refuse_twins(self, cleaned: dict[str, Any]) -> None:
        """One rule at every door: a name that is the same for people is the same, however it is typed."""
        name, *others = (cleaned.get(one, getattr(self.instance, one)) for one in self.named_by)
        rows: Any = type(self.instance).objects.exclude(pk=self.instance.pk)
        rows = rows.filter(**dict(zip(self.named_by[1:], others, strict=True))).values_list(self.named_by[0], flat=True)
        if same := next((one for one in rows if same_name(one) == same_name(str(name))), None):
            words = _("“%(name)s” is already in the list.") % {"name": same}
            self.add_error(self.named_by[0] if self.named_by[0] in self.fields else None, words)

    def add(self, *, key: UUID | None, by: User, **place: Any) -> Row:
        """Appends what was typed as a new row; `place` are the fields that its siblings share."""
        return add_row(self.save(commit=False), key=key, by=by, **place)


class LongSelect(forms.Select):
    """Of many options each with only what its template draws: Django's own gives each of four hundred a group and a
    set of attributes of its own."""

    template_name = "worksheets/long_select.jinja"

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """[(heading or "", [(value, label, whether it is chosen)])]"""
        groups: list[tuple[Any, list[Any]]] = [("", [])]
        for key, label in self.choices:
            if isinstance(label, (list, tuple)):
                groups.append((key, [(one, word, str(one) in value) for one, word in label]))
            else:
                groups[0][1].append((key, label, str(key) in value))
        return groups


class Offered(BaseChoiceIterator):
    """Choices that are asked for when the list is drawn, once though a widget asks more often, and taken as they come:
    Django's own looks through every one of a callable's answer."""

    def __init__(self, ask: Callable[[], list[tuple[Any, Any]]]) -> None:
        self.ask = cache(ask)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.ask())


def offer(
    field: Any,  # one that offers rows
    rows: QuerySet[Any],
    *columns: str,
    label: Callable[..., str] = str,
    read: Callable[[], Iterable[tuple[Any, ...]]] | None = None,
) -> None:
    """Offers the rows for choice. Only these columns of them are read, and only when the list is drawn: `label` makes
    their words. A list of sixty whole rows costs more than the rest of its page. `read` gives their keys and columns
    where a prepared query is at hand."""

    def choices() -> list[tuple[Any, Any]]:
        found = [(pk, label(*values)) for pk, *values in (read() if read else rows.values_list("pk", *columns))]
        return [("", field.empty_label), *found] if field.empty_label is not None else found

    field.queryset = rows
    asked, field.widget = field.widget, LongSelect(field.widget.attrs)
    field.widget.is_required = asked.is_required
    field.choices = Offered(choices)


class OwnedForm(RowForm):
    """Of rows for which somebody is responsible: offers those who may be, each in their office."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Membership.objects.may_own()
        read = cache(lambda: list(offices.values_list("pk", "user__name", "role", "occupation")))
        for name in {"owner", "deputy"} & {*self.fields}:
            offer(self.fields[name], offices, label=in_office, read=read)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        owner, deputy = (cleaned.get(name, getattr(self.instance, name, None)) for name in ("owner", "deputy"))
        if owner and deputy and owner.user_id == deputy.user_id:
            at = "deputy" if "deputy" in self.fields else "owner"
            self.add_error(at, _("Nobody can be their own deputy. Please choose somebody else."))
        return cleaned


class FromRegisterForm(RowForm):
    """Puts a row on a list whose rows each name an entry of a register: one that is there, or a new one, which then
    enters the register too. A room names the field of the entry and the words."""

    entry: str  # the field of the row that names the register's entry
    words: dict[str, Any]  # labels "entry", "new", "kind label"; and what is said: "choose", "both", "kind"

    name = forms.CharField(max_length=160, required=False)
    kind = forms.ChoiceField(required=False)

    def offered(self) -> QuerySet[Any]:
        """The entries that are not on the list yet."""
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.choice(self.entry)
        self.register: Any = field.queryset.model
        field.required, field.label = False, self.words["entry"]
        offer(field, self.offered(), "name")
        self.fields["name"].label, self.fields["kind"].label = self.words["new"], self.words["kind label"]
        self.choice("kind").choices = [("", CHOOSE), *self.register.Kind.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not cleaned.get(self.entry) and not cleaned.get("name"):
            self.add_error(self.entry, self.words["choose"])
        if cleaned.get(self.entry) and cleaned.get("name"):
            self.add_error("name", self.words["both"])
        if cleaned.get("name") and not cleaned.get("kind"):
            self.add_error("kind", self.words["kind"])
        if name := cleaned.get("name"):
            there = self.register.objects.values_list("name", flat=True)
            if same := next((one for one in there if loosely(one) == loosely(name)), None):
                self.add_error(
                    "name", _("“%(name)s” is already in the register. Please choose it there.") % {"name": same}
                )
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # a new entry gets its key only when it is stored
        return super()._get_validation_exclusions() | {self.entry}

    @transaction.atomic
    def add(self, *, key: UUID | None, by: User, **place: Any) -> Row:
        row: Row = self.instance
        lock_plan(row.plan_id)  # sent several times at once, a new entry must enter the register once
        if key and (sent_before := type(row).everything.filter(key=key).first()):
            return sent_before
        if name := self.cleaned_data["name"]:
            new = self.register(plan=row.plan, name=name, kind=self.cleaned_data["kind"])
            setattr(row, self.entry, add_row(new, key=None, by=by))
        return add_row(row, key=key, by=by, **place)


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
