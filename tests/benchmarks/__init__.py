import time
from collections.abc import Callable


def timed(call: Callable[[], object]) -> float:
    """The seconds that it takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
