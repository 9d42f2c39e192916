import logging

import pytest

from config.logs import WithoutTraceback


@pytest.mark.parametrize(
    ("name", "level", "kept"),
    [
        ("django.request", logging.WARNING, False),  # 403, 404
        ("django.request", logging.ERROR, True),
        ("planning", logging.WARNING, True),
    ],
)
def test_a_page_that_is_not_there_is_one_line(name: str, level: int, kept: bool) -> None:
    fault = ValueError("x")
    record = logging.LogRecord(name, level, __file__, 1, "said", None, (ValueError, fault, None))
    assert WithoutTraceback().filter(record)
    assert bool(record.exc_info) is kept
