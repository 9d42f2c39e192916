"""What stakeholders commit themselves to: to an action or to a goal, by a link or on paper (C9)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..goals.confidential import PartlyConfidential
from ..people.fields import LineField, ProseField
from ..people.words import listed
from ..plans.tenancy import InFile, tracked
from . import rules

__all__ = ["Commitment"]

WORDS = ("goal_id", "action_id", "name", "organisation", "text")
BINDING = sorted(state.value for state in rules.BINDING)
WAYS = " OR ".join(
    f"(OLD.state = '{before.value}' AND NEW.state = '{after.value}')"
    for (before, _step), after in rules.LEADS_TO.items()
)
REFUSED = "RAISE EXCEPTION 'a commitment that was answered' USING ERRCODE = '23514', CONSTRAINT = 'answered';"
ANSWERED = pgtrigger.Trigger(
    name="answered",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
        IF (OLD.state <> NEW.state AND NOT ({WAYS}))
            OR (OLD.state <> 'asked' AND ({", ".join(f"OLD.{name}" for name in WORDS)})
                IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in WORDS)})) THEN
            {REFUSED}
        END IF;
        RETURN NEW;
    """,
)
OF_ITS_GOAL = pgtrigger.Trigger(
    name="of_its_goal",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("action_id", "goal_id"),
    condition=pgtrigger.Q(new__action__isnull=False),
    func="""
        IF EXISTS (SELECT 1 FROM planning_action a WHERE a.id = NEW.action_id AND a.goal_id <> NEW.goal_id) THEN
            RAISE EXCEPTION 'an action of another goal' USING ERRCODE = '23514', CONSTRAINT = 'of_its_goal';
        END IF;
        RETURN NEW;
    """,
)


def usable() -> Q:
    """Those whose link works."""
    return Q(state=rules.CommitmentState.ASKED.value, expires_at__gt=timezone.now())


@tracked
class Commitment(PartlyConfidential):
    """Somebody commits themselves to an action, or, without one, to the goal. Who was asked, and who said no, is known
    to the goal's group and the secretariat alone; what was confirmed is open. `may_name`: they may be named outside of
    the plan's pages. Of the link only a digest is kept."""

    in_file = InFile(
        without={"digest": "opens a page of this installation", "expires_at": "is about a link of this installation"},
        unshared={
            "stakeholder": "who of the register is behind a signature is the task force's own note",
            "recorded_by": "of people only their name, role and group are needed",
        },
        unshared_rows={"may_name": False},  # somebody has to agree to being named in public
    )

    class State(models.TextChoices):
        ASKED = rules.CommitmentState.ASKED.value, _("Asked, not confirmed yet")
        CONFIRMED = rules.CommitmentState.CONFIRMED.value, _("Confirmed by link")
        RECORDED = rules.CommitmentState.RECORDED.value, _("Signed on paper")
        DECLINED = rules.CommitmentState.DECLINED.value, _("Declined")
        WITHDRAWN = rules.CommitmentState.WITHDRAWN.value, _("Withdrawn")

    name = LineField(_("name"), max_length=120)
    organisation = LineField(_("organisation or office"), max_length=160, blank=True)
    text = ProseField(
        _("what they commit themselves to"),
        max_length=2000,
        help_text=_("One or two plain sentences: what they will do, how much, and by when."),
    )
    action = models.ForeignKey(
        "planning.Action",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="commitments",
        verbose_name=_("action"),
    )
    stakeholder = models.ForeignKey(
        "stakeholders.Stakeholder",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stakeholder of the register"),
        help_text=_("Only for the task force: the page behind the link does not show it, nor does the public page."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED, editable=False)
    signed_on = models.DateField(_("date of the signature"), null=True, blank=True)
    may_name = models.BooleanField(_("Their names may appear in the annex and on the public page"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    reason = ProseField(_("reason"), max_length=2000, blank=True)
    digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  # unique, so not ""
    expires_at = models.DateTimeField(null=True, editable=False)

    way_out = _("the secretariat can withdraw it when it no longer applies")
    refusals = {
        "answered": _("This commitment has been answered in the meantime and can no longer be changed."),
        "of_its_goal": _("This action belongs to another goal."),
    }

    class Meta(PartlyConfidential.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                name="commitment_open_when_binding",
                condition=Q(state__in=BINDING, secret=False) | ~Q(state__in=BINDING) & Q(secret=True),
            ),
            models.CheckConstraint(
                name="commitment_has_its_day",
                condition=Q(state__in=BINDING, signed_on__isnull=False) | ~Q(state__in=BINDING),
            ),
        ]
        triggers = [ANSWERED, OF_ITS_GOAL]

    def __str__(self) -> str:
        return self.who

    @property
    def rules_state(self) -> rules.CommitmentState:
        return rules.CommitmentState(self.state)

    @property
    def who(self) -> str:
        return listed((self.name, self.organisation))

    @property
    def may_edit(self) -> bool:
        return rules.may_edit(self.rules_state)

    @property
    def is_binding(self) -> bool:
        return self.rules_state in rules.BINDING

    @property
    def is_over(self) -> bool:
        return self.rules_state in rules.OVER

    @property
    def is_usable(self) -> bool:
        """Whether its link works."""
        return self.may_edit and bool(self.expires_at and self.expires_at > timezone.now())
