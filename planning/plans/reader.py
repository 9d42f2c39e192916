"""For whom words are chosen: the language of the page, and the ways of the plan's town."""

from django.utils.translation import get_language
from django_scopes import get_scope

from planning.people import words

from .models import Plan


def reader_locale() -> str:
    """The locale of the language in use, in the town of the plan in scope."""
    plan = get_scope().get("plan")
    town = plan.municipality.locale if isinstance(plan, Plan) else ""
    return words.locale_for(get_language() or words.FALLBACK, town)
