"""Everything that writes a row. One statement decides: UPDATE … WHERE id AND version."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from ..people.models import User
from ..people.words import isolated, listed
from ..plans.models import Invitation, Membership, lock_plan
from ..plans.tenancy import history_of
from .models import Row
from .rules import Question, merge

R = TypeVar("R", bound=Row)
TRIES = 20
NAMED = 5  # how many of the rows that stand in the way of a deletion are named


class Conflict(Exception):
    """Somebody else changed the same cells since the editor saw them; nothing was written.

    `row` is the row as it stands now, `fields` the attribute names with two values."""

    def __init__(self, row: Row, fields: list[str]) -> None:
        super().__init__(fields)
        self.row, self.fields = row, fields


class Unconfirmed(Exception):
    """The changes need a confirmation that the editor has not given; nothing was written."""

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(questions)
        self.questions = questions


class InUse(Exception):
    """A row cannot be deleted while other rows hang on it; `holders` is [(verbose name, count)], without a
    count where that would tell of something confidential."""

    def __init__(self, holders: list[tuple[str, int]]) -> None:
        super().__init__(holders)
        self.holders = holders


def save_row(
    row: R,
    values: Mapping[str, Any],
    *,
    seen_version: int,
    by: User,
    seen_later: Mapping[str, int] | None = None,
    confirmed: Collection[str] = (),
    since: datetime | None = None,
) -> R:
    """Writes the values (by attribute name: "name", "locality_id") into the row and returns it.

    `seen_later`: the version of single cells whose editor has seen them after the rest of the row.
    `confirmed`: the tokens of what the editor has confirmed. `since`: when they did what this only undoes.
    Only fields that differ are written, so two people may fill different cells of one row at once.
    Raises Conflict when somebody changed the same cell after `seen_version`, Unconfirmed when the changes need a
    confirmation, ValidationError when the merged row would break a constraint of the table."""
    for _attempt in range(TRIES):
        changes = _changes(row, values, {name: (seen_later or {}).get(name, seen_version) for name in values})
        if not changes:
            return row
        if asked := [question for question in row.questions(changes, since) if question.token not in confirmed]:
            raise Unconfirmed(asked)
        if _write(row, changes, by):
            return row
        row.refresh_from_db(from_queryset=type(row).everything.all())
    raise Conflict(row, list(values))


def _changes(row: Row, values: Mapping[str, Any], versions: Mapping[str, int]) -> dict[str, Any]:
    now = {name: getattr(row, name) for name in values}
    seen = dict(now)
    for version in set(versions.values()) - {row.version}:
        seen |= seen_row(row, version, [name for name in values if versions[name] == version])
    merged = merge(seen, values, now, row.marks)
    if merged.conflicts:
        raise Conflict(row, merged.conflicts)
    return merged.changes


def seen_row(row: Row, version: int, names: Iterable[str]) -> dict[str, Any]:
    """The row's values at an earlier version, out of its history. A version that never was (a forged form)
    differs from everything, so that it can only conflict."""
    past = history_of(row).filter(version=version).order_by("pgh_id").values(*names).first()
    return past if past is not None else dict.fromkeys(names, object())


def _write(row: Row, changes: Mapping[str, Any], by: User) -> bool:
    """The compare-and-set. Its own statement, so that no other row and no other field is touched."""
    stamp = {"changed_by": by, "changed_at": timezone.now()} | row.stamps(changes, by)
    try:
        with transaction.atomic():
            _refuse_gone(row, changes)
            current = type(row).everything.filter(pk=row.pk, version=row.version)
            updated = current.update(**changes, **stamp, version=F("version") + 1)
    except IntegrityError as error:
        raise _explained(row, error) from error
    if updated:
        for name, value in (*changes.items(), *stamp.items()):
            setattr(row, name, value)
        row.version += 1
    return bool(updated)


def _explained(row: Row, error: IntegrityError) -> ValidationError:
    """The constraint's own message, which says what to do."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in row._meta.constraints:
        if constraint.name == name:
            return ValidationError(constraint.get_violation_error_message(), code=name)
    if name and name in row.refusals:
        return ValidationError(row.refusals[name], code=name)
    if name and name.endswith("_fk"):
        return _gone()
    raise error


def _gone() -> ValidationError:
    return ValidationError(_("What you chose has been deleted in the meantime. Please choose again."), code="gone")


def _refuse_gone(row: Row, changes: Mapping[str, Any]) -> None:
    """Raises ValidationError where a row that is chosen has been deleted: a deleted row keeps its key, so the database
    does not mind. The plan is locked, so that none is deleted before this is written."""
    chosen = [
        (model, changes[field.attname])
        for field in row._meta.concrete_fields
        if changes.get(field.attname) and isinstance(model := field.related_model, type) and issubclass(model, Row)
    ]
    if chosen:
        lock_plan(row.plan_id)
        if any(model.everything.filter(pk=pk).exclude(deleted_at=None).exists() for model, pk in chosen):
            raise _gone()


def add_row(row: R, *, key: UUID | None, by: User, **parent: Any) -> R:
    """Appends a new row to its worksheet. Sent twice with the same key (a bad line), it is added once."""
    with transaction.atomic():
        lock_plan(row.plan_id)
        if key:
            if existing := type(row).everything.filter(key=key).first():
                return existing
            row.key = key
        _refuse_orphan(row)
        siblings = type(row).everything.filter(**parent)
        row.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
        row.changed_by = by
        given = {f.attname: value for f in row._meta.concrete_fields if (value := getattr(row, f.attname)) is not None}
        for name, value in row.stamps(given, by).items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise _explained(row, error) from error
    return row


def holders(row: Row) -> list[tuple[str, int]]:
    """The worksheets whose rows hang on this one, with how many: [("actions", 3)]. Of those that are confidential only
    what is confided to the reader in scope stands against a deletion, and is told by name: an answer that differed by
    what they may not know would tell it (docs/decisions/0029)."""
    found = []
    for relation in row._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if isinstance(relation, models.ForeignObjectRel) and isinstance(model, type) and issubclass(model, Row):
            on_it = {relation.field.name: row.pk}
            rows: Any = model.objects.filter(**on_it)
            if hasattr(model, "unguarded"):
                told = list(rows)
                found += [(_by_name(model, told), 0)] if told else []
            elif count := rows.count():
                found.append((str(model._meta.verbose_name_plural), count))
    return found + _people_of(row)


def _by_name(model: type[Row], rows: list[Any]) -> str:
    """ "commitments: “Baker” (what to do with them)"."""
    said = (Truncator(one).chars(80) for one in rows[:NAMED])
    names = [_("“%(name)s”") % {"name": isolated(one, rtl=get_language_bidi())} for one in said]
    words = f"{model._meta.verbose_name_plural}: {listed(names)}{' …' if len(rows) > NAMED else ''}"
    return f"{words} ({model.way_out})" if model.way_out else words


def _people_of(row: Row) -> list[tuple[str, int]]:
    """Who holds a role through the row, or is invited to one: the members of a working group."""
    through = [
        (_("People"), Membership.objects.active(), Membership),
        (_("Open invitations"), Invitation.objects.usable(), Invitation),
    ]
    counts = [
        (words, rows.filter(**{f.name: row.pk}).count())
        for words, rows, model in through
        for f in model._meta.concrete_fields
        if f.related_model is type(row)
    ]
    return [(words, count) for words, count in counts if count]


def delete_row(row: R, *, by: User) -> R:
    """Takes the row out of its worksheet; `restore_row` brings it back. Raises InUse while others hang on it."""
    with transaction.atomic():
        lock_plan(row.plan_id)  # no row can be added meanwhile that would hang on this one
        if held := holders(row):
            raise InUse(held)
        while not _write(row, {"deleted_at": timezone.now()}, by):
            row.refresh_from_db(from_queryset=type(row).everything.all())
    return row


def restore_row(row: R, *, by: User) -> R:
    """Undoes a deletion. Raises ValidationError where the row's place has been taken meanwhile, or what it hangs on
    has been deleted."""
    with transaction.atomic():
        lock_plan(row.plan_id)
        _refuse_orphan(row)
        while row.deleted_at is not None and not _write(row, {"deleted_at": None}, by):
            row.refresh_from_db(from_queryset=type(row).everything.all())
    return row


def _refuse_orphan(row: Row) -> None:
    """Raises ValidationError where a row that this one hangs on has been deleted, looked up anew."""
    for field in row._meta.concrete_fields:
        model, pk = field.related_model, getattr(row, field.attname)
        if not (pk and isinstance(model, type) and issubclass(model, Row)):
            continue
        if gone := model.everything.filter(pk=pk).exclude(deleted_at=None).first():
            words = _("This row belongs to a row that has been deleted: %(name)s. Restore that one first.")
            raise ValidationError(words % {"name": gone}, code="orphan")


def move_row(row: R, up: bool, *, by: User, **parent: Any) -> R:
    """Swaps places with the neighbour above or below; at the edge nothing happens."""
    with transaction.atomic():
        lock_plan(row.plan_id)
        # held until both have moved: a cell saved in between would otherwise stop the move half way
        row.refresh_from_db(from_queryset=type(row).everything.select_for_update())
        siblings = type(row).objects.filter(**parent).select_for_update()
        past_it = siblings.filter(position__lt=row.position) if up else siblings.filter(position__gt=row.position)
        neighbour = past_it.order_by("-position" if up else "position").first()
        if neighbour:
            mine, its = row.position, neighbour.position
            for one, place in ((neighbour, mine), (row, its)):
                if not _write(one, {"position": place}, by):
                    raise Conflict(one, ["position"])
    return row


def take_back(row: R, fields: Iterable[str], *, to_version: int, seen_version: int, by: User) -> R:
    """Puts back what this person changed between two versions of the row; what others changed stays.

    Serves "undo" (to the version before the last save) and leaving a row as it was (to the version on opening). Raises
    Unconfirmed where it was so before, but something has come since that makes it another decision."""
    names = list(fields)
    past = list(
        history_of(row)
        .filter(version__gte=to_version, version__lte=seen_version)
        .order_by("version")
        .values("version", "changed_by_id", "changed_at", *names)
    )
    back: dict[str, Any] = {}
    since: datetime | None = None
    for before, after in pairwise(past):
        if after["changed_by_id"] == by.pk:
            for name in names:
                if before[name] != after[name]:
                    back.setdefault(name, before[name])
                    since = since or after["changed_at"]
    if past:  # what somebody else has changed after I did is theirs now
        back = {name: value for name, value in back.items() if getattr(row, name) == past[-1][name]}
    return save_row(row, back, seen_version=row.version, by=by, since=since)


def attribute_names(row: Row, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """A form's cleaned data by attribute name, related rows as their keys: {"locality_id": 7}."""
    values: dict[str, Any] = {}
    for name, value in cleaned.items():
        field = row._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            values[field.attname] = value.pk if value is not None else None
        else:
            values[name] = value
    return values
