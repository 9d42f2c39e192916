"""Where the chain from assets to means is broken (P5): plain values in, plain values out."""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class Break(Enum):
    """What stands alone, in the order of the chain."""

    ASSET_UNUSED = "asset-unused"  # of high priority, and no action develops it
    OPPONENT_UNMET = "opponent-unmet"  # influential, and no action accommodates their interest
    TARGET_WITHOUT_ACTION = "target-without-action"
    TARGET_WITHOUT_OWNER = "target-without-owner"
    ACTION_WITHOUT_TARGET = "action-without-target"
    ACTION_WITHOUT_OWNER = "action-without-owner"
    MEANS_WITHOUT_SOURCE = "means-without-source"  # needed from outside, and nobody named who could give it


class End(NamedTuple):
    """One thing of the chain: the goal it belongs to, its key, its name, and whether somebody answers for it (targets,
    actions), its interest is met (opponents), a source is named (external means)."""

    goal: int
    key: int
    name: str
    settled: bool = True


@dataclass(slots=True)
class Facts:
    """The chain as it is written down. `assets` are those of high priority, `opponents` those whose interest has to be
    accommodated, `means` those needed from outside. `links`: the goal of the action, its key, which end, and the key of
    that end."""

    assets: list[End] = field(default_factory=list)
    opponents: list[End] = field(default_factory=list)
    targets: list[End] = field(default_factory=list)
    actions: list[End] = field(default_factory=list)
    means: list[End] = field(default_factory=list)
    links: set[tuple[int, int, str, int]] = field(default_factory=set)


def breaks(facts: Facts) -> dict[Break, list[End]]:
    """What stands alone, by kind in the order of the chain, every kind being there. An asset counts as used for a
    goal when an action of that goal is linked with it."""
    used = {(goal, key) for goal, _action, end, key in facts.links if end == "asset"}
    served = {key for _goal, _action, end, key in facts.links if end == "target"}
    serving = {action for _goal, action, end, _key in facts.links if end == "target"}
    return {
        Break.ASSET_UNUSED: [a for a in facts.assets if (a.goal, a.key) not in used],
        Break.OPPONENT_UNMET: [o for o in facts.opponents if not o.settled],
        Break.TARGET_WITHOUT_ACTION: [t for t in facts.targets if t.key not in served],
        Break.TARGET_WITHOUT_OWNER: [t for t in facts.targets if not t.settled],
        Break.ACTION_WITHOUT_TARGET: [a for a in facts.actions if a.key not in serving],
        Break.ACTION_WITHOUT_OWNER: [a for a in facts.actions if not a.settled],
        Break.MEANS_WITHOUT_SOURCE: [m for m in facts.means if not m.settled],
    }
