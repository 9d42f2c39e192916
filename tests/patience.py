"""How long a test waits for what has to come. It is spent only where something is wrong: what is right is never held to
seconds, as the machine may be busy with other things. Times are the business of the benchmarks, which print ratios."""

import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds


def wait_until(so: Callable[[], object], told: Callable[[], str] = str, every: float = 0.05) -> None:
    """Asks again and again; what is `told` goes with the failure."""
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline, told()
        time.sleep(every)
