"""How long the council's PDF takes beside what the PDF engine needs alone for its page (design: 60 pages, 1.2 ×)."""

import time
from unittest import mock

import weasyprint
from django_scopes import scope

from planning.council import pdf
from planning.council.actions import request_document
from planning.council.making import make
from tests.benchmarks import timed
from tests.fixtures import Town

BUDGET = 1.2
TIMES = 2


def document(town: Town) -> None:
    """Prints the pages, the seconds from asking to the stored file and of the engine alone, the quickest of some times
    each, and their ratio; and the seconds of asking for the same once more, which renders nothing."""
    for language in ("en", "ar"):
        pages, whole, alone, again = _measured(town, language)
        ratio = whole / alone
        verdict = "" if ratio <= BUDGET else "ABOVE "
        print(
            f"document, {language}, {pages} pages: {whole:.1f} s, engine alone {alone:.1f} s: {ratio:.2f} × "
            f"{verdict}(budget {BUDGET:g} ×); once more, unchanged: {again:.1f} s"
        )


def _measured(town: Town, language: str) -> tuple[int, float, float, float]:
    real, given, whole, alone = pdf.make_pdf, "", [], []
    pages = 0

    def noted(html: str, *others: object) -> pdf.Pdf:
        nonlocal given, pages
        given = html
        found = real(html, *others)
        pages = found.pages
        return found

    with scope(plan=town.plan), mock.patch.object(pdf, "make_pdf", noted):
        for _time in range(TIMES):
            begun = time.perf_counter()
            rendering = request_document(town.plan, language, by=town.people["s"], queue=False)
            make(rendering.pk)
            whole.append(time.perf_counter() - begun)
            alone.append(timed(lambda: _engine_alone(given)))
            again = timed(lambda: request_document(town.plan, language, by=town.people["s"], queue=False))
            rendering.delete()
    return pages, min(whole), min(alone), again


def _engine_alone(html: str) -> None:
    """What anybody would write who has the page: one call, tagged as ours."""
    page, _files = pdf.taken_out(html)
    fetcher = pdf._fetcher(weasyprint)
    weasyprint.HTML(string=page, base_url=pdf.BASE, url_fetcher=fetcher).write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
