"""What the goals of an example share: the rows of the registers, in the order in which the example names them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from stakeholders.models import Stakeholder

from ...assets.models import Asset, AssetNeed
from ...goals.models import Locality
from ...goals.outlines import canonical
from ...people.models import User
from ...plans.models import Plan
from ...worksheets.actions import add_row
from ...worksheets.models import Row
from .content import Example

R = TypeVar("R", bound=Row)


@dataclass
class Registers:
    """The secretary, the first of the people, writes all rows."""

    plan: Plan
    people: Sequence[User]
    places: list[Locality] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    stakeholders: list[Stakeholder] = field(default_factory=list)

    @classmethod
    def of(cls, example: Example, plan: Plan, people: Sequence[User]) -> "Registers":
        """Fills the registers of the plan in scope."""
        made = cls(plan, people)
        for at in example.localities:
            place = Locality(
                name=at.name, kind=at.kind, latitude=at.latitude, longitude=at.longitude, outline=canonical(at.outline)
            )
            made.places.append(made.add(place))
        for text in example.assets:
            asset = Asset(
                name=text.name,
                kind=text.kind,
                quantity=text.quantity,
                unit=text.unit,
                size=text.size,
                condition=text.condition,
                keeper=text.keeper,
                locality=made.places[text.place] if text.place is not None else None,
            )
            made.assets.append(made.add(asset))
        for one, other in example.needs:
            made.add(AssetNeed(asset=made.assets[one], needed=made.assets[other]))
        for who in example.stakeholders:
            entry = Stakeholder(name=who.name, kind=who.kind, description=who.description, vulnerable=who.vulnerable)
            made.stakeholders.append(made.add(entry))
        return made

    @property
    def by(self) -> User:
        return self.people[0]

    def add(self, row: R, **parent: object) -> R:
        """Appends the row to its worksheet: that of the plan, or of the parent."""
        row.plan = self.plan
        return add_row(row, key=None, by=self.by, **(parent or {"plan": self.plan}))
