"""The second template engine, for the rows of worksheets alone."""

from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Jinja with gettext and the filters that Django's templates have as well."""
    from planning.templatetags.plan_words import register

    env = Environment(**options, extensions=["jinja2.ext.i18n"])  # Django turns autoescape on
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {name: register.filters[name] for name in ("number", "money", "span", "horizon")}
    return env
