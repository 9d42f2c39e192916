"""Who has a stake in what, and who could move which asset (B). All but the register is confidential (B8)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from planning.goals.confidential import Confidential
from planning.people.fields import LineField, ProseField
from planning.people.words import day, labels
from planning.plans.tenancy import InFile, OfPlan, tracked
from planning.worksheets.models import Row

from . import rules

__all__ = ["Answer", "Connection", "Influence", "Interview", "Position", "Release", "Stakeholder"]


class StanceChoices(models.TextChoices):
    SUPPORTER = rules.Stance.SUPPORTER.value, _("Supporter")
    OPPONENT = rules.Stance.OPPONENT.value, _("Opponent")
    UNDECIDED = rules.Stance.UNDECIDED.value, _("Undecided")


class StrengthChoices(models.IntegerChoices):
    STRONG = rules.Strength.STRONG, _("Strong")
    WEAK = rules.Strength.WEAK, _("Weak")


@tracked
class Stakeholder(Row):
    """An entry of the register (B1): a group, an organisation, an office. All who read worksheets see it."""

    in_file = InFile(unshared={"contact": "a person’s telephone or address is not published"})

    class Kind(models.TextChoices):
        OFFICIALS = "officials", _("Local government: elected officials")
        SERVANTS = "servants", _("Local government: civil servants")
        WORKERS = "workers", _("Local government: workers")
        COMMUNITY = "community", _("Community group")
        BUSINESS = "business", _("Private sector")
        SOCIETY = "society", _("Civil society")
        RELIGIOUS = "religious", _("Religious or cultural leaders")
        UNION = "union", _("Trade union")
        MEDIA = "media", _("Media")
        STATE = "state", _("Central government")
        DONOR = "donor", _("Donor or external investor")
        TOWN = "town", _("Other municipality")

    LOCAL_GOVERNMENT = (Kind.OFFICIALS, Kind.SERVANTS, Kind.WORKERS)

    name = LineField(_("stakeholder"), max_length=160)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    description = LineField(_("description"), max_length=1000, blank=True)
    vulnerable = models.BooleanField(_("vulnerable group"), default=False)
    contact = LineField(
        _("contact"),
        max_length=160,
        blank=True,
        help_text=_("The organisation’s office or telephone number. No private addresses."),
    )

    class Meta(Row.Meta):
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")

    def __str__(self) -> str:
        return self.name


@tracked
class Position(Confidential):
    """A stakeholder's stance on a sub-objective: for or against it, why, and how much it matters to them (B2)."""

    sub_objective = models.ForeignKey("planning.SubObjective", models.PROTECT, related_name="+")
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="positions", verbose_name=_("stakeholder")
    )
    stance = models.CharField(_("stance"), max_length=10, choices=StanceChoices.choices)
    reason = LineField(_("why?"), max_length=1000, blank=True)
    interest = models.PositiveSmallIntegerField(
        _("interest in the sub-objective"), null=True, blank=True, choices=StrengthChoices.choices
    )

    class Meta(Confidential.Meta):
        verbose_name = _("position of a stakeholder")
        verbose_name_plural = _("positions of stakeholders")
        constraints = [
            models.UniqueConstraint(
                fields=["sub_objective", "stakeholder"],
                condition=Q(deleted_at=None),
                name="one_position_each",
                violation_error_message=_("This stakeholder is already in the list of this sub-objective."),
            )
        ]

    def __str__(self) -> str:
        return str(self.stakeholder)

    @property
    def is_open(self) -> bool:
        return self.interest is None or not self.reason


@tracked
class Influence(Confidential):
    """What a stakeholder can do about one asset that the sub-objective needs (B3)."""

    class Source(models.TextChoices):
        OWNERSHIP = "ownership", _("Legal ownership")
        BUDGET = "budget", _("Budget")
        KNOWLEDGE = "knowledge", _("Knowledge")
        EXPERIENCE = "experience", _("Experience")
        NETWORK = "network", _("Network")
        AUTHORITY = "authority", _("Authority")
        OPINION = "opinion", _("Public opinion")

    class Cause(models.TextChoices):
        INDIRECT = "indirect", _("They are affected only indirectly")
        WEAKNESS = "weakness", _("They are affected directly, but have little power")

    sub_objective = models.ForeignKey("planning.SubObjective", models.PROTECT, related_name="+")
    holder = models.ForeignKey(Position, models.PROTECT, related_name="influences", verbose_name=_("stakeholder"))
    asset = models.ForeignKey("planning.Asset", models.PROTECT, related_name="+", verbose_name=_("asset"))
    strength = models.PositiveSmallIntegerField(_("influence"), choices=StrengthChoices.choices)
    source = models.CharField(_("where it comes from"), max_length=10, choices=Source.choices, blank=True)
    cause = models.CharField(_("why is it weak?"), max_length=10, choices=Cause.choices, blank=True)

    class Meta(Confidential.Meta):
        verbose_name = _("influence over an asset")
        verbose_name_plural = _("influence over assets")
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "asset"],
                condition=Q(deleted_at=None),
                name="one_influence_each",
                violation_error_message=_("The influence of this stakeholder over this asset is already in the list."),
            ),
            models.CheckConstraint(
                name="only_weak_influence_has_a_cause",
                condition=Q(cause="") | Q(strength=rules.Strength.WEAK),
                violation_error_message=_("Only a weak influence needs a cause."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} · {self.asset}"

    @property
    def is_open(self) -> bool:
        return not (self.cause if self.strength == StrengthChoices.WEAK else self.source)


@tracked
class Connection(Confidential):
    """Two stakeholders who have each other's ear (B6), as a goal's group knows it. It goes both ways."""

    one = models.ForeignKey(Stakeholder, models.PROTECT, related_name="+", verbose_name=_("stakeholder"))
    other = models.ForeignKey(Stakeholder, models.PROTECT, related_name="+", verbose_name=_("is connected to"))
    how = LineField(_("how?"), max_length=500, blank=True)

    class Meta(Confidential.Meta):
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            models.CheckConstraint(
                name="connection_between_two",
                condition=~Q(one=models.F("other")),
                violation_error_message=_("Choose two different stakeholders."),
            ),
            models.UniqueConstraint(
                models.functions.Least("one", "other"),
                models.functions.Greatest("one", "other"),
                "goal",
                condition=Q(deleted_at=None),
                name="connection_once",
                violation_error_message=_("This connection is already in the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


@tracked
class Interview(Confidential):
    """A talk with a well-informed person (B7). They may stay unnamed; without consent nothing of it is kept."""

    class Consent(models.TextChoices):
        SPOKEN = "spoken", _("Yes, said so")
        WRITTEN = "written", _("Yes, in writing")

    class Purpose(models.TextChoices):
        ANALYSIS = "analysis", _("Stakeholder analysis")
        TARGETS = "targets", _("Setting targets")
        MONITORING = "monitoring", _("Monitoring")

    class Knows(models.TextChoices):
        ACHIEVES = "achieves", _("Those who achieve the targets")
        BENEFITS = "benefits", _("Those who benefit")
        SUPPORTS = "supports", _("Those who support the work")

    kind = models.CharField(_("type of stakeholder"), max_length=12, choices=Stakeholder.Kind.choices)
    person = LineField(
        _("name of the person"), max_length=120, blank=True, help_text=_("Leave it empty if they want to stay unnamed.")
    )
    role = LineField(_("what makes them well informed"), max_length=160, blank=True)
    held_on = models.DateField(_("day"), null=True, blank=True)
    interviewer = LineField(_("interviewer"), max_length=120, blank=True)
    consent = models.CharField(_("agreed that answers are noted"), max_length=10, choices=Consent.choices)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.ANALYSIS)
    knows = models.CharField(_("speaks for"), max_length=10, choices=Knows.choices, blank=True)

    class Meta(Confidential.Meta):
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")

    untold = frozenset({"person", "role", "interviewer"})  # who wants to be unnamed later is so in the history, too

    def __str__(self) -> str:
        # without the role, for this is also what the history calls it by; and without the day, which is a text there
        return self.name_of(self.person, self.kind, "", None, self.position)

    @classmethod
    def name_of(cls, person: str, kind: str, role: str, held_on: date | None, position: int) -> str:
        """The person's name. Somebody unnamed is told from others by the row's number, by what makes them well
        informed, by the type that they know well, and by the day: "3 · Unnamed · drove a lorry · Trade union"."""
        if person:
            return person
        known = labels(cls, "kind")[kind]
        when = day(held_on, get_language() or "en") if held_on else ""
        return " · ".join(filter(None, (str(position), gettext("Unnamed"), role, known, when)))


@tracked
class Answer(Confidential):
    """What was said about a stakeholder in an interview: evidence for the analysis (B7)."""

    class Question(models.TextChoices):
        STANCE = "stance", _("Support or opposition")
        INTEREST = "interest", _("Interest")
        INFLUENCE = "influence", _("Control or influence over assets")

    class Evidence(models.TextChoices):
        SELF = "self", _("Self-reported")
        OTHERS = "others", _("As seen by others")
        AGREED = "agreed", _("Agreed")

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="answers", verbose_name=_("interview"))
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="+", verbose_name=_("about"))
    sub_objective = models.ForeignKey(
        "planning.SubObjective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sub-objective"),
    )
    question = models.CharField(_("question"), max_length=10, choices=Question.choices)
    said = ProseField(_("what was said"), max_length=4000)
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence.choices)

    class Meta(Confidential.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.said[:60]


class ReleaseQuerySet(models.QuerySet["Release"]):
    def open(self) -> "ReleaseQuerySet":
        """What has not been taken back."""
        return self.filter(revoked_at=None)


@tracked
class Release(OfPlan):
    """The secretariat shows parts of a sub-objective's analysis to more people (B8), until it takes that back."""

    in_file = InFile(
        without={
            "revoked_at": "only what is not taken back is content",
            "released_at": "when this installation released it",
        },
        over="revoked_at",
        why_not_shared="says who may see rows that are not in that file",
    )

    class Part(models.TextChoices):
        STANCES = "stances", _("Stances, interest and influence")
        REASONS = "reasons", _("Reasons")
        CONNECTIONS = "connections", _("Connections")
        INTERVIEWS = "interviews", _("What was said in interviews, without names")

    class Audience(models.TextChoices):
        MEMBERS = "members", _("Everybody who reads the worksheets of this plan")
        DOCUMENT = "document", _("The document for the council, and exports")

    sub_objective = models.ForeignKey("planning.SubObjective", models.PROTECT, related_name="releases")
    part = models.CharField(_("what is shown"), max_length=12, choices=Part.choices)
    audience = models.CharField(_("to whom"), max_length=10, choices=Audience.choices)
    released_by = models.ForeignKey("planning.User", models.PROTECT, related_name="+", editable=False)
    released_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager(plan="plan", _manager_class=models.Manager.from_queryset(ReleaseQuerySet))

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(
                fields=["sub_objective", "part", "audience"], condition=Q(revoked_at=None), name="released_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} → {self.get_audience_display()}"
