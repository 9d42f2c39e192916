"""Slow lines wait in front of Django; here with a web server that is only said to be there."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from config import front
from tests.patience import PATIENCE


class Headers:
    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = pairs

    def items(self) -> list[tuple[str, str]]:
        return list(self.pairs)

    def get(self, name: str) -> str | None:
        return dict(self.pairs).get(name)


def scope(method: str = "GET", path: str = "/x/", *headers: tuple[str, str]) -> Any:
    told = {"server": "[::1]:8000", "client": "[::1]:4711", "scheme": "http", "http_version": "1.1"}
    return SimpleNamespace(method=method, path=path, query_string="q=1", headers=Headers(*headers), **told)


class Line:
    """What the server gives for a request: its body, piece by piece, and how to answer."""

    def __init__(self, *pieces: bytes, after: asyncio.Event | None = None) -> None:
        self.pieces, self.after = pieces, after
        self.status, self.headers, self.body = 0, [], b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
        if self.after:
            await self.after.wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Line":
        self.status, self.headers = status, headers
        return self

    async def send_bytes(self, piece: bytes) -> None:
        self.body += piece


class Made(list[bytes]):
    """An answer in WSGI's words."""

    closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Django was asked for; it answers with what it got."""
    asked: list[dict[str, Any]] = []

    def django(environ: dict[str, Any], start: Callable[..., object]) -> Made:
        asked.append(environ)
        start("201 Created", [("x-y", " z")])
        return Made([b"got ", environ["wsgi.input"].read()])

    monkeypatch.setattr(front, "django", django)
    return asked


def ask(line: Line, asked: Any) -> Line:
    asyncio.run(front.Front().__rsgi__(asked, line))
    return line


def test_a_request_in_djangos_words(pages: list[dict[str, Any]]) -> None:
    headers = [("cookie", "a=1"), ("cookie", "b=2"), ("x-forwarded-for", "1.2.3.4"), ("x_forwarded_for", "6.6.6.6")]
    headers += [("accept", "a"), ("accept", "b"), ("content-type", "text/plain"), ("content-length", "5")]
    line = ask(Line(b"he", b"llo", b""), scope("POST", "/خطة/", *headers))
    assert (line.status, line.headers, line.body) == (201, [("x-y", "z")], b"got hello")
    (environ,) = pages
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/خطة/"
    assert environ["REMOTE_ADDR"] == "::1"
    assert environ["HTTP_COOKIE"] == "a=1;b=2"
    assert environ["HTTP_ACCEPT"] == "a,b"
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.2.3.4"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"], environ["QUERY_STRING"]) == ("text/plain", "5", "q=1")
    assert "HTTP_CONTENT_LENGTH" not in environ


@pytest.mark.parametrize(
    ("length", "body", "status"),
    [
        ("5", b"hell", 400),  # the sender went away
        ("-5", b"hello", 400),
        ("٥", b"hello", 400),
        (str(front.MOST_BYTES + 1), b"", 413),
        (None, b"x" * 2000, 413),
    ],
)
def test_a_body_that_is_not_taken(pages, monkeypatch, length: str | None, body: bytes, status: int) -> None:
    monkeypatch.setattr(front, "MOST_BYTES", 1999)
    line = ask(Line(body), scope("POST", "/x/", *([("content-length", length)] if length else [])))
    assert line.status == status
    assert ("connection", "close") in line.headers
    assert pages == []


def test_it_says_why_in_the_readers_language(pages, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [
        ask(Line(), scope("POST", "/x/", ("content-length", "5"), ("accept-language", one))) for one in ("ar-LB", "xx")
    ]
    assert ["Nothing was saved" in line.body.decode() for line in said] == [False, True]


def test_a_body_that_does_not_end_has_its_time(pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "GRACE", 0.01)

    async def never() -> Line:
        line = Line(b"a", after=asyncio.Event())
        await asyncio.wait_for(front.Front().__rsgi__(scope("POST"), line), PATIENCE)
        return line

    assert asyncio.run(never()).status == 408
    assert pages == []


def test_pages_are_made_while_a_body_is_on_its_way(pages: list[dict[str, Any]]) -> None:
    async def beside() -> tuple[int, int, int]:
        served, arrived = front.Front(), asyncio.Event()
        slow, quick = Line(b"a", after=arrived), Line()
        waiting = asyncio.create_task(served.__rsgi__(scope("POST"), slow))
        await asyncio.wait_for(served.__rsgi__(scope(), quick), PATIENCE)
        before = slow.status
        arrived.set()
        await asyncio.wait_for(waiting, PATIENCE)
        return quick.status, before, slow.status

    assert asyncio.run(beside()) == (201, 0, 201)


def test_a_file_is_sent_in_pieces_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO(b"x" * (front.PIECE + 1))

    def django(environ: dict[str, Any], start: Callable[..., object]) -> object:
        start("200 OK", [])
        return environ["wsgi.file_wrapper"](file)

    monkeypatch.setattr(front, "django", django)
    assert ask(Line(), scope()).body == b"x" * (front.PIECE + 1)
    assert file.closed


def test_health_has_a_door_of_its_own(pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers while the thread of the pages hangs."""
    monkeypatch.setitem(front.health.ADDRESSES, "/health/ready/", lambda: (503, b"{}"))
    for path, status in (("/health/live/", 200), ("/health/ready/", 503)):
        assert ask(Line(), scope("GET", path)).status == status
    assert pages == []


def test_a_fault_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "django", lambda environ, start: 1 / 0)
    assert ask(Line(), scope()).status == 500
