from typing import Any

from django_scopes import scope

from planning.commitments import actions
from planning.goals.confidential import trusted
from planning.models import Commitment
from tests.fixtures import Town


def link_of(town: Town, name: str = "commitment") -> str:
    """The address behind the link of a commitment that is asked for."""
    with trusted(town.plan):
        return f"/c/{actions.new_link(town.rows[name], by=town.people['s'])}/"


def now(town: Town, name: str = "commitment") -> Commitment:
    """The row as it stands in the database."""
    with scope(plan=town.plan):
        found: Commitment = Commitment.unguarded.select_related("goal", "action").get(pk=town.rows[name].pk)
    return found


def confirm(seen: int = 1, **more: Any) -> dict[str, Any]:
    return {"do": "confirm", "seen": seen, **more}
