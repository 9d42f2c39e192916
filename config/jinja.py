"""The second template engine, for the rows of worksheets alone."""

from functools import cache
from typing import Any

from django.db.models import Field, Model
from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Jinja with gettext and the filters that Django's templates have as well."""
    from planning.templatetags.plan_words import register

    env = Environment(**options, extensions=["jinja2.ext.i18n"])  # Django turns autoescape on
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {name: register.filters[name] for name in ("number", "money", "span", "horizon")}
    env.filters["label"] = label
    return env


def label(row: Model, name: str) -> str:
    """The word for a row's choice, "" for none. Django's own get_…_display() rebuilds all choices at every call."""
    return str(labels(row._meta.get_field(name)).get(getattr(row, name), ""))


@cache
def labels(field: "Field[Any, Any]") -> dict[Any, Any]:
    return dict(field.flatchoices)
