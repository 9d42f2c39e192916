"""The one place where a page meets the second template engine, which draws what repeats itself many times."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ..people.browsers import browser

register = template.Library()
register.filter(browser)
HANDED_ON = ("rows", "base", "may_edit", "saved", "polled", "goal")


@register.simple_tag(takes_context=True)
def worksheet_rows(context: dict[str, Any]) -> SafeString:
    """The `rows` of the context as table rows, through worksheets/rows.jinja (which escapes as Django does)."""
    values = {name: context.get(name) for name in HANDED_ON}
    if values["rows"]:
        for gathered in context["sheet"].gathered:
            gathered.put(context["parent"], values["rows"])
    if values["rows"] and context["sheet"].is_partly_confidential:
        values["numbers"] = context["sheet"].rows.numbers(context["parent"])
    chain = context["sheet"].chain
    if chain:
        values["chain"] = f"{reverse('overview', args=[context['plan'].slug])}chain/{chain}/"
    values |= {"cells": context["sheet"].cells, "time": f"{context['clock']:%H:%M}"}
    return jinja(context, "worksheets/rows.jinja", **values)


@register.simple_tag(takes_context=True)
def jinja(context: dict[str, Any], name: str, **values: Any) -> SafeString:
    """Another Jinja template with these values alone: {% jinja "parts/changes.jinja" changes=changes %}."""
    return mark_safe(get_template(name, using="jinja2").render(values, context.get("request")))
