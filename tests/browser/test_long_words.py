"""A town whose typed texts are all single unbroken words: a web address that was pasted, a line of W. No page may be
wider for it, on a phone and on a tablet; and ordinary words must stay whole, however narrow the column."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import models
from django_scopes import scope

from planning.models import Plan, User
from planning.people.fields import LineField, ProseField
from planning.worksheets.models import Row
from tests.browser.conftest import Open
from tests.browser.test_pages import names_of_pages
from tests.fixtures import Town, add_places
from tests.plans.names import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LETTERS = "W" * 110
ADDRESS = "https://www.example.org/" + "the-page-that-somebody-found-and-pasted-here-" * 3
KINDS = {models.CharField, models.TextField, LineField, ProseField}
CODES = {"currency", "origin", "slug", "username", "locale", "language", "password", "email"}

# by how much a page is too wide, and for which of its innermost elements
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth, over = document.documentElement.scrollWidth - width
  if (over <= 0) return null
  const out = e => { const r = e.getBoundingClientRect(); return r.right > width + 1 || r.left < -1 }
  const inner = e => out(e) && ![...e.children].some(out)
  const all = [...document.querySelectorAll('main *, header *, footer *')].filter(inner)
  const name = e => e.tagName.toLowerCase() + '.' + (e.getAttribute('class') || '')
  return over + ' px, ' + all.slice(0, 4).map(e => name(e.parentElement) + ' > ' + name(e)).join('; ')
}"""

# ordinary words that stand on two lines
BROKEN = r"""() => {
  const found = new Set(), range = document.createRange()
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement
    const head = parent.closest('thead'), unseen = head && getComputedStyle(head).position === 'absolute'
    if (unseen || !parent.checkVisibility() || parent.closest('svg, option')) continue
    for (const word of node.data.matchAll(/(?<=^|\s)\p{L}{2,16}(?=[.,:;?!]?(\s|$))/gu)) {
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(r => Math.round(r.top / 4))).size > 1) found.add(word[0])
    }
  }
  return [...found].join(' ')
}"""


def typed(model: type[models.Model]) -> dict[str, str]:
    """What people may write in a row of this kind, with the longest word that the field holds."""
    fields = [
        field for field in model._meta.fields if type(field) in KINDS and not field.choices and field.name not in CODES
    ]
    return {field.name: (LETTERS, ADDRESS)[at % 2][: field.max_length] for at, field in enumerate(fields)}


def write_long_words(town: Town) -> None:
    # what somebody has signed is not changed any more; it may have been long all the same
    with scope(plan=town.plan), pgtrigger.ignore("planning.Commitment:answered"):
        for model in apps.get_models():
            if issubclass(model, Row) and not model.__name__.endswith("event"):
                words = typed(model)
                if words:
                    model._default_manager.update(**words)
        Plan.objects.filter(pk=town.plan.pk).update(title=LETTERS)
        town.plan.municipality.name = LETTERS
        town.plan.municipality.save()
        User.objects.update(name=LETTERS)


@pytest.fixture
def long_town(busy_town: Town) -> Town:
    add_places(busy_town)
    write_long_words(busy_town)
    return busy_town


def test_a_long_word_makes_no_page_wider_and_breaks_no_other(long_town: Town, open_as: Open) -> None:
    page = open_as(long_town.people["s"], "/plans/")
    wrong = []
    for path in ["/plans/", "/me/", *(address(name, long_town) for name in names_of_pages())]:
        page.goto(path)
        for width in (1280, 768, 360):
            page.set_viewport_size({"width": width, "height": 800})
            if found := page.evaluate(STICKING_OUT):
                wrong.append(f"{path} at {width} px: {found}")
            if found := page.evaluate(BROKEN):
                wrong.append(f"{path} at {width} px breaks {found}")
    assert not wrong, "\n".join(wrong)
