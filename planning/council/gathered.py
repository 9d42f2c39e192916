"""What the rooms give to the document, gathered once for its pages and its tables (C8)."""

from ..commitments.section import annex
from ..goals.document import Found, Material
from ..plans.models import Plan
from ..readiness.points import left_open
from .registered import SECTIONS


def gather(plan: Plan) -> Found:
    """Everything that the templates of the document show, in a number of queries that no row adds to."""
    material, found = Material(plan), {"plan": plan}
    for section in SECTIONS.values():
        found |= section.gather(material)
    return found | {"commitments": annex(), "left_open": left_open(plan)}
