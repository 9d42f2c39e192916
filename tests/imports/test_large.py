"""Ten thousand rows through a real worker: what they cost it, and that the web process stays small."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from planning.assets.models import Asset
from planning.imports.models import Import
from planning.imports.table import MOST_ROWS
from tests.council.test_real_worker import child_of, worker
from tests.fixtures import HTMX, Town, as_user, make_town

from .conftest import as_xlsx, matched

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
HEAD = [
    "Asset",
    "Kind of capital",
    "Quantity",
    "Unit",
    "Size",
    "Condition",
    "Locality",
    "Keeper",
    "Source",
    "Description",
]
MOST_SECONDS, MOST_GROWTH = 60, 200_000_000


def rows(quantity: int) -> list[list[object]]:
    kinds = ["built", "natural", "human", "social"]
    return [
        [
            f"Asset number {n}",
            kinds[n % 4],
            quantity + n,
            "pieces",
            "3 by 4 metres",
            "as good as new",
            "Upper quarter",
            f"Department {n % 40}",
            f"Survey of 2026, sheet {n % 300}",
            f"What is to be said of number {n}. " * 5,
        ]
        for n in range(MOST_ROWS)
    ]


def content(quantity: int) -> bytes:
    return as_xlsx([HEAD, *rows(quantity)])


def made_elsewhere(quantity: int) -> bytes:
    """In another process, so that what making it costs leaves this one without room that would hide its growth."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(content, quantity).result()


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


class Browser:
    """Somebody at the page, who looks again every half second; keeps the most that the web process ever held."""

    def __init__(self, town: Town) -> None:
        self.town, self.client = town, as_user(town.people["s"])
        self.most = 0

    def look(self, pk: int, until: Callable[[Import], bool]) -> Import:
        while True:
            self.client.get(self.town.url(f"assets/import/{pk}/"))
            self.client.get(self.town.url(f"assets/import/{pk}/progress/"), headers=HTMX)
            self.most = max(self.most, resident())
            with scope(plan=self.town.plan):
                found = Import.objects.get(pk=pk)
            assert found.state != "failed", found.problem
            if until(found) and not found.is_waiting:
                return found
            time.sleep(0.5)

    def imports(self, content: bytes, rule: str) -> Import:
        response = self.client.post(self.town.url("assets/import/"), {"file": SimpleUploadedFile("a.xlsx", content)})
        self.most = max(self.most, resident())
        pk = int(response["Location"].rstrip("/").rpartition("/")[2])
        found = self.look(pk, lambda upload: bool(upload.table))
        self.client.post(self.town.url(f"assets/import/{pk}/"), matched(found, rule))
        self.look(pk, lambda upload: upload.stage == "check")
        self.client.post(self.town.url(f"assets/import/{pk}/run/"))
        return self.look(pk, lambda upload: upload.stage == "run")


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.heavy
def test_ten_thousand_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = make_town("rihan")
    first, second = made_elsewhere(1), made_elsewhere(2)
    log = tmp_path / "worker.log"
    browser = Browser(town)
    browser.client.get(town.url("assets/import/"))
    seconds = {}
    with worker(log) as process:
        for rule, content in (("add", first), ("update", second)):
            before, begun, spent = resident(), time.monotonic(), 0.0
            if rule == "update":  # the worker's own process is there by now
                spent = processor_seconds(child_of(process))
            done = browser.imports(content, rule)
            took, seconds[rule] = time.monotonic() - begun, processor_seconds(child_of(process)) - spent
            assert done.report["counts"] == {"added" if rule == "add" else "updated": MOST_ROWS}
            assert browser.most - before < MOST_GROWTH
            with capsys.disabled():
                print(f"\n{rule}: {took:.1f} s, {seconds[rule]:.1f} s of the worker's processor; ", end="")
                print(f"web process grew by {(browser.most - before) / 1e6:.0f} MB")
    assert max(seconds.values()) < MOST_SECONDS
    with scope(plan=town.plan):
        assert list(Asset.objects.values_list("position", flat=True)) == list(range(1, MOST_ROWS + 2))
        last = Asset.objects.get(position=MOST_ROWS + 1)
        assert (last.version, last.quantity, last.changed_by) == (2, 2 + MOST_ROWS - 1, town.people["s"])
        assert [e.version for e in last.events.order_by("pgh_id")] == [1, 2]
        assert all(e.pgh_context["user"] == town.people["s"].pk for e in last.events.all())
        assert Asset.events.rel.related_model.objects.count() == 2 * MOST_ROWS + 1


def test_a_large_register_is_a_file_within_its_memory(tmp_path: Path) -> None:
    """The download is made in the web process."""
    town = make_town("rihan")
    with scope(plan=town.plan):
        Asset.objects.bulk_create(
            Asset(plan=town.plan, name=f"Asset {n}", kind="built", position=n, description="words " * 40)
            for n in range(2, MOST_ROWS)
        )
    client: Client = as_user(town.people["s"])
    client.get(town.url("assets/"))
    before = resident()
    assert client.get(town.url("assets/xlsx/")).status_code == 200
    assert resident() - before < MOST_GROWTH
