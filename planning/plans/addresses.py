"""Addresses below a plan, for pages that name a hundred of them: Django's reverse() takes longer for one than a
template for the line in which it stands."""

from functools import cache

from django.urls import reverse

SLUG, FIRST_KEY = "slug-that-stands-in", 2**62


def address(name: str, slug: str, *keys: int) -> str:
    """reverse() of a page of the plan, with the keys of rows in the order in which the address has them."""
    found = _pattern(name, len(keys)).replace(SLUG, slug)
    for at, key in enumerate(keys):
        found = found.replace(str(FIRST_KEY + at), str(key))
    return found


@cache
def _pattern(name: str, keys: int) -> str:
    return reverse(name, args=[SLUG, *(FIRST_KEY + at for at in range(keys))])
