"""Pages as tests read them."""

import re

from django.http import HttpResponse
from django.http.response import HttpResponseBase

BETWEEN_TAGS = re.compile(r"(?<=>)\s*\n\s*(?=<)")
WITHIN = re.compile(r"(<\w[^<>]*>)\s*\n\s*|\s*\n\s*(?=</)")


def squeezed(page: HttpResponseBase | str) -> str:
    """The page as if its template stood in one line: line breaks beside tags are gone, all others are blanks."""
    text = page if isinstance(page, str) else page.content.decode() if isinstance(page, HttpResponse) else ""
    text = WITHIN.sub(lambda match: match[1] or "", BETWEEN_TAGS.sub("", text))
    return re.sub(r" (?=>)", "", re.sub(r"\s+", " ", text))
