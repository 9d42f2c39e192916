"""Taking the whole plan out as a file, and making a plan of one (C8). Both stand in the plan's history."""

import secrets
from collections.abc import Mapping

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from ..goals.confidential import trusted
from ..people.models import Municipality, User
from ..plans.forms import RESERVED, free_slug
from ..plans.models import Membership, Plan
from ..plans.permissions import Role
from .checking import Draft, ReadRow
from .export import export
from .faults import Faulty, FileFault
from .models import Transfer
from .tables import FileKind
from .writing import write_rows


def take_whole(plan: Plan, *, by: User | None, at_server: bool = False) -> bytes:
    """The whole file of the plan in scope, confidential parts included (B8). That it was taken is stored before anybody
    has it."""
    content = export(plan, FileKind.WHOLE)
    Transfer.objects.create(plan=plan, what=Transfer.What.WHOLE, done_by=by, at_server=at_server)
    return content


def make_plan(draft: Draft, *, slug: str = "", by: User | None = None, known: Mapping[int, User] | None = None) -> Plan:
    """Makes a new plan of a checked file and returns it; all of it or nothing.

    `slug`: its address; without, that of the file or one like it that is free. `by`: in whose name it is done; they get
    the role of the secretariat. `known`: who some of the people are here, by their number in the file. All others
    become accounts with which nobody can sign in. Raises Faulty."""
    with pghistory.context(user=by.pk if by else None):
        plan = _make(draft, slug, by, known or {})
        with trusted(plan):  # in a moment of its own, after that of all its rows: the history begins with the newest
            Transfer.objects.create(plan=plan, what=Transfer.What.IMPORT, done_by=by, at_server=True)
    return plan


@transaction.atomic
def _make(draft: Draft, slug: str, by: User | None, known: Mapping[int, User]) -> Plan:
    plan, known = draft.plan, _known(draft, by, dict(known))
    plan.slug = _address(slug, plan)
    towns = [_town(town) for town in draft.municipalities]
    plan.municipality = towns[draft.municipality - 1]
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as error:  # somebody else took the address at the same moment
        raise Faulty([FileFault("the address", f"“{plan.slug}” is taken. Please choose another one.")]) from error
    people = _accounts(draft.people, known, plan)
    with trusted(plan):
        if faults := write_rows(draft, plan, people, towns, by):
            raise Faulty(faults)
        membership = Membership.objects.active().filter(user=by, role=Role.SECRETARIAT)
        if by and not membership.exists():
            Membership.objects.create(plan=plan, user=by, role=Role.SECRETARIAT)
    return plan


def _known(draft: Draft, by: User | None, known: dict[int, User]) -> dict[int, User]:
    """Whoever reads the file in is the one member of its secretariat of that name."""
    memberships: list[ReadRow] = draft.lines[Membership]
    in_charge = {membership.links["user"] for membership in memberships if membership.row.role == Role.SECRETARIAT}
    same = [number for number in in_charge if by and draft.people[number - 1].name == by.name]
    if by and len(same) == 1 and by not in known.values():
        known.setdefault(same[0], by)
    return known


def _address(wanted: str, plan: Plan) -> str:
    """Raises Faulty for an address that was asked for and cannot be had."""
    if not wanted:
        taken = plan.slug in RESERVED or Plan.objects.filter(slug=plan.slug).exists()
        return free_slug(plan.slug) if taken else plan.slug
    try:
        Plan._meta.get_field("slug").run_validators(wanted)
    except ValidationError as error:
        raise Faulty([FileFault("the address", " ".join(error.messages))]) from error
    if wanted in RESERVED or Plan.objects.filter(slug=wanted).exists():
        raise Faulty([FileFault("the address", f"“{wanted}” is taken. Please choose another one.")])
    return wanted


def _town(town: Municipality) -> Municipality:
    """The municipality of that name, or a new one."""
    named = Municipality.objects.filter(name__iexact=town.name).order_by("pk")
    there = [one for one in named if one.name == town.name] or list(named)
    if not there:
        town.save(force_insert=True)
    return there[0] if there else town


def _accounts(people: list[User], known: Mapping[int, User], plan: Plan) -> list[User]:
    """One for each of the people, in their order. The new ones have names that nobody has typed, and no password."""
    stem = f"imported-{plan.pk}"
    while User.objects.filter(Q(username__istartswith=f"{stem}-")).exists():
        stem = f"imported-{plan.pk}-{secrets.token_hex(4)}"
    found = []
    for number, person in enumerate(people, 1):
        if number not in known:
            person.username, person.is_active = f"{stem}-{number}", False
            person.set_unusable_password()
        found.append(known.get(number, person))
    User.objects.bulk_create(person for number, person in enumerate(found, 1) if number not in known)
    return found
