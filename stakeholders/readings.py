"""Plain values of what is confidential, read past the managers that know the reader: the caller answers for who may
know them (docs/decisions/0014). Whole rows of these tables would be most of a page's time."""

from planning.plans.prepared import Reading

from .models import Answer, Connection, Influence, Position

READ_POSITIONS = Reading(
    Position,
    "sub_objective",
    "pk",
    "stakeholder",
    "stakeholder__name",
    "stakeholder__vulnerable",
    "stance",
    "reason",
    "interest",
)
READ_INFLUENCES = Reading(
    Influence, "sub_objective", "holder", "asset__name", "asset__kind", "strength", "source", "cause"
)
READ_CONNECTIONS = Reading(Connection, "goal", "one", "one__name", "other", "other__name", "how")
READ_ANSWERS = Reading(Answer, "sub_objective", "stakeholder", "evidence", "said", order=("question", "pk"))
