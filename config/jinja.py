"""The second template engine: for the rows of worksheets and lists, and for the widgets of forms."""

from functools import cache
from typing import Any

from django.db.models import Field, Model
from django.forms.renderers import TemplatesSetting
from django.template.loader import get_template
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Jinja with gettext and the filters that Django's templates have as well."""
    from planning.templatetags.plan_words import register

    env = Environment(**options, extensions=["jinja2.ext.i18n"])  # Django turns autoescape on
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    env.filters |= {name: register.filters[name] for name in ("number", "money", "span", "horizon", "minute", "day")}
    env.filters |= {"label": label, "capfirst": capfirst}
    return env


class Renderer(TemplatesSetting):
    """Draws the widgets of forms by Jinja: a worksheet's form has many, and one of them sixty options."""

    def get_template(self, template_name: str) -> Any:
        by_jinja = template_name.startswith("django/forms/widgets/") or template_name.endswith(".jinja")
        return get_template(template_name, using="jinja2" if by_jinja else None)


def label(row: Model, name: str) -> str:
    """The word for a row's choice, "" for none. Django's own get_…_display() rebuilds all choices at every call."""
    return labels(row._meta.get_field(name), get_language()).get(getattr(row, name), "")


@cache
def labels(field: "Field[Any, Any]", _language: str | None) -> dict[Any, str]:
    """The words for a field's choices in the language that is in use."""
    return {value: str(word) for value, word in field.flatchoices}
