"""The long list of a session: what stands in it, what was merged, what the register proves (A1, A2, Table 1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ..assets.models import Asset
from ..people.text import loosely
from ..plans.prepared import PreparedRows
from .models import Brainstorm, BrainstormEntry, Proof
from .rules import Capital, Names

# how a new asset of the register is asked for, and which kinds of the register fit a form of capital
ADD = {"built": Asset.Kind.BUILT, "natural": Asset.Kind.NATURAL, "human": Asset.Kind.HUMAN, "social": Asset.Kind.SOCIAL}
FITTING = {
    Capital.PHYSICAL.value: (Asset.Kind.BUILT, Asset.Kind.NATURAL),
    Capital.HUMAN.value: (Asset.Kind.HUMAN,),
    Capital.SOCIAL.value: (Asset.Kind.SOCIAL,),
}


@dataclass(frozen=True)
class ListedEntry:
    """An entry that stands in the list, with those merged into it and the register entries that prove it."""

    entry: BrainstormEntry
    merged: list[BrainstormEntry] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)


def listed(entries: Iterable[BrainstormEntry], proofs: Iterable[Proof] = ()) -> list[ListedEntry]:
    """The list in the order of naming."""
    every = list(entries)
    head_of = {entry.pk: entry.merged_into_id or entry.pk for entry in every}  # mergers are one step deep
    found = {entry.pk: ListedEntry(entry) for entry in every if head_of[entry.pk] == entry.pk}
    for entry in every:
        if head_of[entry.pk] != entry.pk:
            found[head_of[entry.pk]].merged.append(entry)
    for proof in proofs:
        if proof.entry_id in head_of:
            found[head_of[proof.entry_id]].proofs.append(proof)
    return list(found.values())


def by_kind(rows: Iterable[ListedEntry]) -> dict[str, list[ListedEntry]]:
    columns: dict[str, list[ListedEntry]] = {kind.value: [] for kind in Capital}
    for row in rows:
        columns[row.entry.kind].append(row)
    return columns


def list_of(session: Brainstorm, *, proved: bool = True) -> list[ListedEntry]:
    """The session's list, in two queries; without what proves it in one."""
    key = session.pk
    return listed(READ_ENTRIES.rows(session=key), READ_PROOFS.rows(session=key) if proved else ())


def proofs() -> QuerySet[Proof]:
    """The links to assets that stand in the register."""
    living: QuerySet[Proof] = Proof.objects.filter(removed_at=None, asset__deleted_at=None)
    return living.select_related("asset").order_by("pk")


READ_ENTRIES = PreparedRows(
    BrainstormEntry,
    lambda plan, session: BrainstormEntry.objects.filter(plan=plan, brainstorm=session),
    "plan",
    "session",
)
READ_PROOFS = PreparedRows(
    Proof,
    lambda plan, session: proofs().filter(plan=plan, entry__brainstorm=session),
    "plan",
    "session",
    related=["asset"],
)


@dataclass(frozen=True)
class RegisterOffer:
    """How an entry may enter the register."""

    entry: BrainstormEntry
    links: list[tuple[int, str]]  # assets of the register with a similar name
    kinds: list[tuple[str, str]]  # or a new one of this kind: [("built", "Physical, built")]
    same: bool  # the first of the links has the very same name


def offers(entries: Iterable[BrainstormEntry]) -> list[RegisterOffer]:
    """For each entry what the register could be asked to do with it."""
    register = dict(Asset.objects.order_by("name").values_list("pk", "name"))
    names = Names(register)
    found = []
    for entry in entries:
        links = [(pk, register[pk]) for pk in names.similar(entry.name)]
        same = bool(links) and loosely(links[0][1]) == loosely(entry.name)
        found.append(RegisterOffer(entry, links, [(kind.value, str(kind.label)) for kind in FITTING[entry.kind]], same))
    return found
