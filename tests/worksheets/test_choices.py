"""The empty choice says the same everywhere: "– choose –" where an answer is wanted, "–" where none is one too."""

import re

import pytest
from django import forms
from django.test import Client

from planning.people.forms import HouseForm, name_empty_choice
from tests.fixtures import Town
from tests.plans.names import address
from tests.plans.test_access import PLAN

SELECT = re.compile(r"<select([^>]*)>(?:<optgroup[^>]*>)?\s*<option value=\"\"[^>]*>([^<]*)</option>")
CHOOSE, NOTHING = "– choose –", "–"
# lists whose empty choice is an answer of its own, and those that an add form asks for beside others
OWN_WORDS = {"interest": "Not known", "goal": "The whole plan"}
ASKED = {"asset", "stakeholder", "kind"}  # of the register, or with a new entry
pytestmark = pytest.mark.django_db


def lists(page: str) -> list[tuple[str, bool, str]]:
    """Name, whether an answer is required, and the words of the empty choice, of all lists that have one."""
    found = []
    for attributes, words in SELECT.findall(page):
        name = re.search(r'name="([^"]+)"', attributes)
        found.append((name[1] if name else "", "required" in attributes, words))
    return found


MAY_BE_NOBODY = {
    ("commitment_new", "stakeholder"),
    ("commitment", "stakeholder"),
}  # whoever commits themselves need not be in the register


def test_every_list_of_every_page(secretary: Client, town: Town) -> None:
    seen = set()
    for name in [name for name, (readers, _w, methods) in PLAN.items() if "GET" in methods and "s" in readers]:
        page = b"".join(secretary.get(address(name, town))).decode(errors="replace")
        assert "---------" not in page, name
        for field, required, words in lists(page):
            seen.add(field)
            if field.startswith("column_"):
                assert words == "– not in the file –"
            elif required or (field in ASKED and not name.endswith("_row") and (name, field) not in MAY_BE_NOBODY):
                assert words == CHOOSE, (name, field)
            else:
                assert words == OWN_WORDS.get(field, NOTHING), (name, field)
    assert {"leaver", "group", "locality", "holder", "evidence", "knows", "source"} <= seen


def test_own_words_stay() -> None:
    class Choice(HouseForm):
        wanted = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
        free = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
        own = forms.ChoiceField(choices=[("", "Not known"), ("a", "A")], required=False)

    words = [str(next(iter(field.choices))[1]) for field in Choice().fields.values()]
    assert words == [CHOOSE, NOTHING, "Not known"]
    nothing_to_name = forms.ChoiceField(choices=[])
    name_empty_choice(nothing_to_name)
    assert list(nothing_to_name.choices) == []
