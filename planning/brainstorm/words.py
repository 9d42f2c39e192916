"""The three kinds of capital in words that everybody understands, with examples that change from round to round."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .rules import Capital


@dataclass(frozen=True)
class KindWords:
    kind: str
    title: Any  # the head of its column in Table 1
    ask: Any  # what the member is asked to name
    examples: tuple[Any, ...]

    def example(self, round: int) -> str:
        return str(self.examples[round % len(self.examples)])


WORDS = {
    Capital.PHYSICAL: KindWords(
        "physical",
        _("Physical capital (built and natural)"),
        _("Something built, or given by nature"),
        (
            _("a clinic, a lorry, a spring, a park"),
            _("a market hall, a workshop, a forest, a well"),
            _("a school yard, street lamps, a quarry, farmland"),
        ),
    ),
    Capital.HUMAN: KindWords(
        "human",
        _("Human capital"),
        _("Something that people know or can do"),
        (
            _("nurses, a good bookkeeper, drivers who know every lane"),
            _("teachers, people who can repair pumps, experience with contracts"),
            _("a skilled carpenter, knowledge of languages, enough staff for two shifts"),
        ),
    ),
    Capital.SOCIAL: KindWords(
        "social",
        _("Social capital"),
        _("Something that people do for one another: trust, associations, habits"),
        (
            _("a football club, neighbours who help at harvest, trust in the mayor"),
            _("a women’s cooperative, a habit of keeping the street clean, customers who pay on time"),
            _("families who host guests, a parents’ council, shops that give credit"),
        ),
    ),
}
