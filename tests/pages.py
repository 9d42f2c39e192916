"""Pages as tests read them."""

import re

from django.http import HttpResponse


def squeezed(page: HttpResponse | str) -> str:
    """The page without the white space that only its template's lines brought: none beside tags, else one blank."""
    text = page if isinstance(page, str) else page.content.decode()
    return re.sub(r" ?([<>]) ?", r"\1", re.sub(r"\s+", " ", text))
