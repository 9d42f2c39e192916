"""The second template engine: for the rows of worksheets and lists, and for the widgets of forms."""

from typing import Any

from django.apps import apps
from django.forms.renderers import TemplatesSetting
from django.template.loader import get_template
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Jinja with gettext and the filters that Django's templates have as well."""
    from planning.people.words import label, labels
    from planning.plans.addresses import address
    from planning.plans.offices import in_office
    from planning.templatetags.plan_words import icon, register

    # Django turns autoescape on; a block tag that stands on a line of its own leaves no empty line
    env = Environment(**options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]  # of jinja2's extension
    shared = ("number", "money", "span", "horizon", "minute", "day", "month", "month_name", "months")
    env.filters |= {name: register.filters[name] for name in shared}
    env.filters |= {"label": label, "capfirst": capfirst}
    env.globals["icon"] = icon  # icon("warn")
    env.globals["address"] = address  # address("ratings", plan.slug, goal.pk)
    env.globals["in_office"] = in_office  # in_office(row.owner_name, row.owner_role, row.owner_occupation)
    env.globals["labels"] = lambda model, name: labels(apps.get_model(model), name)  # labels("planning.asset", "kind")
    return env


class Renderer(TemplatesSetting):
    """Draws the fields of forms by Jinja: a worksheet's form has many, and one of them sixty options."""

    field_template_name = "parts/field.jinja"

    def get_template(self, template_name: str) -> Any:
        by_jinja = template_name.startswith("django/forms/widgets/") or template_name.endswith(".jinja")
        return get_template(template_name, using="jinja2" if by_jinja else None)
