"""What stands between the web server and Django: it waits for slow lines, so that no page ever does.

A body is taken in whole before Django hears of it, an answer is left to the server once it is made, and one thread
makes all pages. Requests for health are answered beside that thread. See docs/decisions/0040.
"""

import asyncio
import contextlib
import http
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from config import health
from config.logs import note_request
from config.wsgi import application as django

MOST_BYTES = 26_000_000  # of a body; what a page takes in is less
IN_MEMORY = 1_000_000  # bytes of a body; what is longer is written to a file
GRACE = 30.0  # seconds that any body may take …
SLOWEST = 1_000  # … and bytes a second of what goes beyond
PIECE = 65_536
Headers = list[tuple[str, str]]
logger = logging.getLogger(__name__)


class Refused(Exception):
    """The body is not taken; says why by a status."""

    def __init__(self, status: http.HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


WORDS = {
    http.HTTPStatus.BAD_REQUEST: _("This did not arrive whole. Nothing was saved; please send it again."),
    http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("This is too large to be sent here. Nothing was saved."),
    http.HTTPStatus.REQUEST_TIMEOUT: _("This took too long to arrive. Nothing was saved; please send it again."),
}


def in_words(status: http.HTTPStatus, scope: Any) -> str:
    """In the first language that the browser asks for and that is here."""
    for code, _weight in parse_accept_lang_header(scope.headers.get("accept-language") or ""):
        with contextlib.suppress(LookupError), override(get_supported_language_variant(code)):
            return str(WORDS[status])
    return str(WORDS[status])


class SentFile:
    """WSGI's way to say that an answer is a file."""

    def __init__(self, file: IO[bytes], block_size: int = PIECE) -> None:
        self.file = file  # to close it closes the response


@dataclass
class Reply:
    """What Django has made of a request."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    file: SentFile | None = None

    def start(self, status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
        self.status = int(status.partition(" ")[0])
        self.headers = [(name, value.lstrip()) for name, value in headers]  # Django's cookies begin with a blank
        return lambda data: None


def reply_of(environ: dict[str, Any]) -> Reply:
    """Runs in the thread of the pages. A file stays open, to be sent piece by piece."""
    answer = Reply()
    made: Iterable[bytes] = django(environ, answer.start)
    if isinstance(made, SentFile):
        answer.file = made
        return answer
    try:
        answer.body = b"".join(made)
    finally:
        made.close()  # type: ignore[attr-defined]  # Django's responses have it
    return answer


def environment(scope: Any, body: IO[bytes], size: int) -> dict[str, Any]:
    """The request in WSGI's words."""
    host, _colon, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": SentFile,
    }
    for name, value in scope.headers.items():
        if "_" in name:  # else it could pass for a header of the proxy's
            continue
        key = "HTTP_" + name.replace("-", "_").upper()
        between = ";" if name == "cookie" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(size)
    return environ


async def take_in(scope: Any, proto: Any, file: IO[bytes]) -> int:
    """The whole body, within its time. Raises Refused."""
    told = scope.headers.get("content-length")
    if told is not None and (not told.isascii() or not told.isdigit()):
        raise Refused(http.HTTPStatus.BAD_REQUEST)
    if told is not None and int(told) > MOST_BYTES:
        raise Refused(http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    size, begun = 0, asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(GRACE) as limit:
            async for piece in proto:
                file.write(piece)
                size += len(piece)
                if size > MOST_BYTES:
                    raise Refused(http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                limit.reschedule(begun + GRACE + size / SLOWEST)
    except TimeoutError:
        raise Refused(http.HTTPStatus.REQUEST_TIMEOUT) from None
    if told is not None and size != int(told):  # the sender went away
        raise Refused(http.HTTPStatus.BAD_REQUEST)
    file.seek(0)
    return size


class Front:
    """The application that the web server is given (RSGI)."""

    def __init__(self) -> None:
        self.pages = ThreadPoolExecutor(1, "pages")
        self.begun: float | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Each slow line is an open file of this process."""
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        health.watch(self.busy)

    def busy(self) -> float:
        """How many seconds the page that is being made has taken so far."""
        return 0.0 if self.begun is None else time.monotonic() - self.begun

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        begun = time.monotonic()
        try:
            if scope.path in health.ADDRESSES and scope.method in ("GET", "HEAD"):
                await self._tell_health(scope, proto)
            else:
                await self._tell_page(scope, proto)
        except Refused as refused:
            headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
            proto.response_bytes(refused.status, headers, in_words(refused.status, scope).encode())
            note_request(scope.method, scope.path, refused.status, begun)
        except Exception:
            logger.exception("a request came to no answer")
            proto.response_bytes(500, [("content-type", "text/plain")], b"Internal Server Error\n")

    async def _tell_health(self, scope: Any, proto: Any) -> None:
        ask = health.ADDRESSES[scope.path]
        status, body = ask() if scope.path == health.LIVE else await asyncio.to_thread(ask)
        headers = [("content-type", "application/json"), ("cache-control", "no-store")]
        proto.response_bytes(status, headers, body)

    async def _tell_page(self, scope: Any, proto: Any) -> None:
        loop = asyncio.get_running_loop()
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            size = await take_in(scope, proto, body)
            answer = await loop.run_in_executor(self.pages, self._make, environment(scope, body, size))
        if answer.file is None:
            proto.response_bytes(answer.status, answer.headers, answer.body)
            return
        try:
            await self._send_file(scope, proto, answer, answer.file.file)
        finally:
            await loop.run_in_executor(self.pages, answer.file.file.close)

    async def _send_file(self, scope: Any, proto: Any, answer: Reply, file: IO[bytes]) -> None:
        if scope.method == "HEAD":
            proto.response_empty(answer.status, answer.headers)
            return
        sending = proto.response_stream(answer.status, answer.headers)
        with contextlib.suppress(RuntimeError):  # the reader went away
            while piece := file.read(PIECE):
                await sending.send_bytes(piece)

    def _make(self, environ: dict[str, Any]) -> Reply:
        self.begun = time.monotonic()
        try:
            return reply_of(environ)
        finally:
            self.begun = None


application = Front()
