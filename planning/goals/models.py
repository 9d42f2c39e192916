"""What the plan is about: working groups, priority areas, goals and their sub-objectives, localities (P2, P3)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from ..people.fields import LineField
from ..people.words import isolated
from ..plans.tenancy import events_of, tracked
from ..worksheets.models import LiveManager, Row
from ..worksheets.rules import Question
from .fields import OutlineField
from .outlines import Polygon, Position, middle, polygons

__all__ = ["Goal", "Locality", "PriorityArea", "SubObjective", "WorkingGroup"]


@tracked
class WorkingGroup(Row):
    """Takes one or more strategic goals (P1)."""

    name = LineField(_("working group"), max_length=120)

    class Meta(Row.Meta):
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def __str__(self) -> str:
        return self.name


@tracked
class PriorityArea(Row):
    """A field that the municipality wants to work in, such as public services."""

    name = LineField(_("priority area"), max_length=160)

    class Meta(Row.Meta):
        verbose_name = _("priority area")
        verbose_name_plural = _("priority areas")

    def __str__(self) -> str:
        return self.name


@tracked
class Goal(Row):
    """A long-term strategic goal, said as the state that is wanted. Its position is its code: 1, 2 …"""

    statement = LineField(
        _("strategic goal"),
        max_length=400,
        help_text=_("The state you want, as if it were already so: “Every child walks safely to school.”"),
    )
    area = models.ForeignKey(PriorityArea, models.PROTECT, null=True, blank=True, verbose_name=_("priority area"))
    group = models.ForeignKey(
        WorkingGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("working group"),
    )

    class Meta(Row.Meta):
        verbose_name = _("strategic goal")
        verbose_name_plural = _("strategic goals")

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"

    @property
    def code(self) -> str:
        return str(self.position)

    @property
    def called(self) -> str:
        return gettext("Goal %(code)s") % {"code": self.code}

    def questions(self, changes: Mapping[str, Any], since: datetime | None = None) -> list[Question]:
        """Who takes a goal over reads what is confidential in it (B8): that is said, and has to be confirmed. A group
        that gets it back knew what had been noted by the time it lost it."""
        if "group_id" not in changes or not self.holds_confidential(since):
            return []
        group = WorkingGroup.objects.filter(pk=changes["group_id"]).first()
        old, new = (isolated(str(g), rtl=get_language_bidi()) if g else "" for g in (self.group, group))
        said = [
            gettext(
                "This goal has confidential rows: who supports or opposes it and why, connections, interviews. "
                "All members of “%(group)s” will be able to read all of them, with their history."
            )
            % {"group": new}
            if new
            else gettext(
                "This goal has confidential rows: who supports or opposes it and why, connections, interviews. "
                "Without a working group only the secretariat reads them."
            )
        ]
        if old:
            said.append(gettext("“%(group)s” will no longer be able to read them.") % {"group": old})
        yes = gettext("Yes, “%(group)s” may read them.") % {"group": new} if new else gettext("Yes, change it.")
        token = f"group:{self.group_id or 0}>{group.pk if group else 0}"
        return [Question("group", " ".join(said), yes, token)]

    def holds_confidential(self, since: datetime | None = None) -> bool:
        """Whether anything confidential was ever noted or changed in it (after that moment), whoever asks: deleted rows
        stand in the history."""
        tables = [relation.related_model for relation in self._meta.get_fields(include_hidden=True)]
        guarded: Iterator[Any] = (model for model in tables if getattr(model, "is_confidential", False))
        partly: Iterator[Any] = (model for model in tables if getattr(model, "is_partly_confidential", False))
        newer = {"changed_at__gt": since} if since else {}
        return any(model._base_manager.filter(goal=self.pk, **newer).exists() for model in guarded) or any(
            events_of(model).filter(goal=self.pk, secret=True, **newer).exists() for model in partly
        )


@tracked
class SubObjective(Row):
    """A step towards a goal that some may support and others oppose. Coded 1.1, 1.2 … under its goal."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="sub_objectives")
    statement = LineField(_("sub-objective"), max_length=400)

    class Meta(Row.Meta):
        verbose_name = _("sub-objective")
        verbose_name_plural = _("sub-objectives")

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"

    @property
    def code(self) -> str:
        return f"{self.goal.position}.{self.position}"

    @property
    def group_id(self) -> int | None:
        """The working group of its goal."""
        return self.goal.group_id


class LocalityManager(LiveManager):
    """Leaves the outlines in the database: most pages want the names alone. `.defer(None)` reads them too."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().defer("outline")


@tracked
class Locality(Row):
    """A village, quarter or site of the municipality (P3), with an optional point or outline in WGS 84 degrees."""

    class Kind(models.TextChoices):
        VILLAGE = "village", _("Village")
        QUARTER = "quarter", _("Quarter")
        SITE = "site", _("Site")

    name = LineField(_("locality"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.QUARTER)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=10,
        decimal_places=7,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=10,
        decimal_places=7,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    outline = OutlineField(
        _("outline"),
        blank=True,
        default="",
        help_text=_(
            "GeoJSON text of the place’s border. Draw it at geojson.io, or export it from OpenStreetMap, and paste "
            "all of the text here."
        ),
    )

    objects = ScopedManager(plan="plan", _manager_class=LocalityManager)

    class Meta(Row.Meta):
        verbose_name = _("locality")
        verbose_name_plural = _("localities")
        constraints = [
            models.CheckConstraint(
                name="point_is_whole",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("A point needs both latitude and longitude."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def areas(self) -> list[Polygon]:
        return polygons(self.outline)

    @property
    def mark(self) -> Position | None:
        """Where the place is marked on a map, longitude first: its point, else the middle of its outline."""
        if self.latitude is not None and self.longitude is not None:
            return float(self.longitude), float(self.latitude)
        return middle(self.areas) if self.outline else None
