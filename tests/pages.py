"""Pages as tests read them."""

import re

from django.http import HttpResponse
from django.http.response import HttpResponseBase

BREAK = r"(?:\s*\n\s*|\s{2,})"  # of a template's lines, one of them maybe drawn by Jinja
BETWEEN_TAGS = re.compile(rf"(?<=>){BREAK}(?=<)")
WITHIN = re.compile(rf"(<\w[^<>]*>){BREAK}|{BREAK}(?=</)")


def squeezed(page: HttpResponseBase | str) -> str:
    """The page as if its template stood in one line: line breaks beside tags are gone, all others are blanks."""
    text = page if isinstance(page, str) else page.content.decode() if isinstance(page, HttpResponse) else ""
    text = WITHIN.sub(lambda match: match[1] or "", BETWEEN_TAGS.sub("", text))
    return re.sub(r" (?=>)", "", re.sub(r"\s+", " ", text))
