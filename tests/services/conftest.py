"""Products to try things on. Every test here has some started: all are marked `services`."""

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.launcher.bootstrap import ROOT
from config.launcher.folder import Folder, fingerprint, write_private
from tests.services.product import Launched, launcher


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.services)


@pytest.fixture
def launch_first(tmp_path: Path) -> Iterator[Callable[[], Launched]]:
    """On a folder that no product has used."""
    with launcher(tmp_path / "data") as start:
        yield start


@pytest.fixture(scope="session")
def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of a product which was prepared, started once and stopped; as if somebody could sign in by now, without
    whom each start would prepare again. Of all test processes the first makes it."""
    base = tmp_path_factory.getbasetemp()
    beside_others = "PYTEST_XDIST_WORKER" in os.environ
    data = (base.parent if beside_others else base) / "used" / "data"
    data.parent.mkdir(exist_ok=True)
    with (data.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not Folder(data).prepared.exists():
            with launcher(data) as start:
                product = start()
                product.wait_until_healthy()
                assert product.stop() == 0
            write_private(Folder(data).prepared, fingerprint(ROOT))
    return data


@pytest.fixture
def launch(tmp_path: Path, used_folder: Path) -> Iterator[Callable[[], Launched]]:
    """On a used one, which spares each test the making of a database."""
    subprocess.run(["cp", "-a", used_folder, tmp_path], check=True)  # with the servers' account as its owner
    with launcher(tmp_path / used_folder.name) as start:
        yield start
