"""Lines that send and read slowly hold up nobody else."""

import socket
import urllib.request
from collections.abc import Callable

from tests.patience import PATIENCE
from tests.services.product import Launched

SENDERS = 24  # more than there are threads


def page(product: Launched) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{product.port}/accounts/login/", timeout=PATIENCE) as answer:
        return int(answer.status)


def begun(product: Launched) -> socket.socket:
    """A form of which one byte has come so far."""
    line = socket.create_connection(("127.0.0.1", product.port))
    kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\nCookie: csrftoken=" + "x" * 32
    line.sendall(f"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n{kind}\r\n\r\na".encode())
    return line


def test_slow_senders(launch: Callable[[], Launched]) -> None:
    product = launch()
    product.wait_until_healthy()
    lines = [begun(product) for _number in range(SENDERS)]
    assert [page(product) for _number in range(8)] == [200] * 8
    for line in lines:
        line.close()
