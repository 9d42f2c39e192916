"""Started by root, nothing of the product runs as root."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.product import Launched, launcher, manage

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up being root")


@pytest.fixture
def product(used_folder: Path) -> Iterator[Launched]:
    """Where the account can come to: pytest's own folders are closed to it."""
    place = Path(tempfile.mkdtemp(prefix="common-plan-accounts-", dir="/tmp"))
    place.chmod(0o755)
    try:
        subprocess.run(["cp", "-a", used_folder, place / "data"], check=True)  # with the servers' account as its owner
        with launcher(place / "data") as start:
            product = start()
            product.wait_until_healthy()
            yield product
    finally:
        shutil.rmtree(place)


@pytest.mark.heavy
def test_nothing_but_the_launcher_is_root(product: Launched) -> None:
    if "run as root" in product.log.read_text():
        pytest.skip("the account cannot read this folder or its Python, and the launcher says so")
    owners = {one: Path(f"/proc/{one}").stat().st_uid for one in product.tree() if one != product.process.pid}
    assert len(owners) >= 8
    assert [Path(f"/proc/{one}/cmdline").read_bytes() for one, owner in owners.items() if owner == 0] == []
    assert product.data.stat().st_uid != 0
    assert product.data.stat().st_mode & 0o077 == 0, "and nobody else looks into the data"


@pytest.mark.heavy
def test_what_a_command_of_root_writes_is_the_products(product: Launched) -> None:
    write = "from django.core.files.storage import default_storage as s; from django.core.files.base import ContentFile"
    assert manage(product.data, "shell", "-c", f"{write}; s.save('uploads/a.txt', ContentFile(b'a'))").returncode == 0
    media = [product.data / "media", *(product.data / "media").rglob("*")]
    assert len(media) == 3
    if product.data.stat().st_uid == 0:
        pytest.skip("the product runs as root")
    assert [path for path in media if path.stat().st_uid == 0] == []
