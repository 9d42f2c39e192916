"""What the log keeps: a line for each request and each event of security, and of faults the place and the kind.

It keeps nothing that works like a password and nothing that people wrote: no codes, no queries of addresses, no values
that the database refused. Whatever is logged, by whom ever, comes through `Line` (decision 0043).
"""

import logging
import re
import traceback
from collections.abc import Iterator
from time import monotonic
from typing import Any

import structlog
from django.db import Error as DjangoError
from psycopg import Error
from structlog.typing import EventDict

CUT = "…"
SECRETS = (
    # addresses with a code in them; tests/config/test_logs.py holds them against all addresses that there are
    (
        re.compile(
            r"(?:(?<![\w-])|(?<=%2F))((?:join|c|reset/key|confirm-email)(?:/|%2F))[^/%\s\"'<>?#&,;)]+", re.IGNORECASE
        ),
        rf"\1{CUT}",
    ),
    (re.compile(r"(calendar/)(?!plan\.ics)[^/\s\"'<>]+(\.ics)"), rf"\1{CUT}\2"),
    (re.compile(r"((?<!\w)/[^\s?\"'<>]*\?)[^\s\"'<>]+"), rf"\1{CUT}"),
    (re.compile(r"(\w*(?:password|token|sessionid|secret|code|key)\w*=)[^\s&;,]+", re.IGNORECASE), rf"\1{CUT}"),
    (re.compile(r"(://)[^/\s@]+@"), rf"\1{CUT}@"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), f"{CUT}@{CUT}"),
    (re.compile(r"\b(DETAIL|CONTEXT|QUERY|STATEMENT|PARAMETERS|LINE \d+):.*"), rf"\1: {CUT}"),
)
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\([^()]*\)")
NAME = re.compile(r"[\w./:<>=-]{1,80}", re.ASCII)
REFUSED_VALUES = ("22", "23", "42", "P0")  # classes of errors in whose text values stand
OF_TASKS = ("celery.app.trace", "celery.worker.strategy", "celery.worker.request")


def cut(text: str) -> str:
    """The text without what works like a password."""
    for secret, rest in SECRETS:
        text = secret.sub(rest, text)
    return text


def said(error: BaseException) -> str:
    """What an error says, without the values that it is about."""
    if isinstance(error, Error):
        name = error.diag.constraint_name or error.diag.table_name or ""
        if error.sqlstate and error.sqlstate.startswith(REFUSED_VALUES):
            return f"{error.sqlstate} {name}".strip()
    if isinstance(error, DjangoError):
        return said(error.__cause__) if error.__cause__ else ""
    return QUOTED.sub(_unless_a_name, str(error))


def _unless_a_name(quoted: re.Match[str]) -> str:
    text = quoted.group()
    return text if NAME.fullmatch(text[1:-1]) else f"{text[0]}{CUT}{text[-1]}"


def told(error: BaseException) -> Iterator[str]:
    """The traceback: for each error of the chain its places and its kind."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from told(before)
        yield "  which led to"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    yield f"  {type(error).__module__}.{type(error).__qualname__}: {said(error)}"


def _with_error(logger: Any, name: str, event: EventDict) -> EventDict:
    """The error below the line, and in the line itself as it may be told."""
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["traceback"] = "\n".join(told(error))
        for words in (repr(error), str(error)):
            if len(words) > 3:
                event["event"] = str(event["event"]).replace(words, f"{type(error).__name__} {said(error)}")
    return event


def render(logger: Any, name: str, event: EventDict) -> str:
    """`time level logger what key=value …`, and a traceback below."""
    head = [event.pop(part, "") for part in ("timestamp", "level", "logger", "event")]
    below = event.pop("traceback", "")
    values = [f"{key}={value!r}" if " " in str(value) else f"{key}={value}" for key, value in event.items()]
    line = cut(" ".join([*map(str, head), *values])).replace("\r", "\\r").replace("\n", "\n  ")
    return f"{line}\n{cut(below)}" if below else line


class WithoutValues(logging.Filter):
    """A task's line tells neither its result nor the text of its error."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(OF_TASKS) and isinstance(record.args, dict):
            kind = str(record.args.get("exc", "")).partition("(")[0]
            record.args = {**record.args, "exc": kind, "return_value": CUT, "args": CUT, "kwargs": CUT}
        return True


SHARED: list[Any] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class Line(structlog.stdlib.ProcessorFormatter):
    """The one form of all lines, whoever writes them."""

    def __init__(self) -> None:
        meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
        super().__init__(foreign_pre_chain=SHARED, processors=[meta, _with_error, render], pass_foreign_args=False)


structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
lines = structlog.get_logger("web")


def note_request(method: str | None, address: str, status: int, begun: float, user: int | None = None) -> None:
    """Of the address only its path: what follows may hold what people look for."""
    milliseconds = round((monotonic() - begun) * 1000)
    lines.info("request", user=user or "-", method=method, address=address, status=status, ms=milliseconds)
