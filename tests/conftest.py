"""What every test stands on: servers of its own, and the settings that a test needs.

`./test` has started the servers already; for a plain `pytest` they are started here, once, by the controlling
process.
"""

import contextlib
import os
import shutil

import django
import pytest

from config.launcher.embedded import throwaway

_servers = contextlib.ExitStack()


def prepare() -> None:
    """Before any other conftest imports a model. Test processes beside each other share the broker, so their
    keys differ."""
    if "DATA_DIR" not in os.environ and "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ.update(_servers.enter_context(throwaway()))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    # clearing a cache empties the whole database of the broker that it lives in: one each, and none for Celery's
    database = int(worker.removeprefix("gw")) % 14 + 2 if worker != "main" else 1
    os.environ |= {
        "REDIS_URL": f"{os.environ['REDIS_URL'].split('?')[0]}?db={database}",
        "CACHE_PREFIX": f"test-{worker}",
        "CELERY_PREFIX": f"test-{worker}:",
        "STATIC_MANIFEST": "no",
    }
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the test's own thread
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()  # pytest-django joins in only when it finds Django set up


prepare()
pytest_plugins = ["tests.fixtures"]


def pytest_unconfigure(config: pytest.Config) -> None:
    _servers.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, which makes no requests of its own."""
    quiet = ["background-networking", "component-update", "sync", "quic"]
    flags = [f"--disable-{name}" for name in quiet] + ["--no-first-run"]
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": flags}
