"""Keeps a handful of processes running and writes what they say into one log, a prefix per process.

One thread: whoever waits for something calls `tick` until it has come, so that the log flows and the dead are
noticed.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from config.launcher.processes import signal_group

LONGEST_PAUSE = 30.0
STEADY_AFTER = 30.0  # seconds that count as "it runs again"
GRACE = 6.0  # seconds between the polite and the final signal

Start = Callable[[int], subprocess.Popen[bytes]]


class Stopped(Exception):
    """Somebody asked to stop while we were waiting for something."""


@dataclass
class SupervisedProcess:
    """One process of the product, over all its restarts."""

    name: str
    start: Start
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    failures: int = 0
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=20))

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Starts parts, restarts those that end, stops all."""

    def __init__(self) -> None:
        self.parts: list[SupervisedProcess] = []
        self.stop_requests = 0
        self._pipes = selectors.DefaultSelector()
        self._unfinished: dict[int, bytes] = {}
        self._stopping = False

    def on_signal(self, number: int, frame: object) -> None:
        """Ctrl-C or SIGTERM: stop; a second one: at once."""
        self.stop_requests += 1

    def say(self, name: str, line: str) -> None:
        with contextlib.suppress(OSError):  # nobody reads the log any more, but the product is to run on
            print(f"{name:<8} | {line}", flush=True)

    def add(self, part: SupervisedProcess) -> SupervisedProcess:
        self.parts.append(part)
        self._start(part)
        return part

    def _start(self, part: SupervisedProcess) -> None:
        read, write = os.pipe()
        try:
            part.process = part.start(write)
        finally:
            os.close(write)
        part.started = time.monotonic()
        os.set_blocking(read, False)
        self._pipes.register(read, selectors.EVENT_READ, part)

    def tick(self, timeout: float = 0.1) -> None:
        """Passes on what was said, and starts again what has ended and had its pause."""
        for key, _ in self._pipes.select(timeout):
            self._read(key.fd, key.data)
        if not self._stopping:
            for part in self.parts:
                self._mend(part)

    def _read(self, pipe: int, part: SupervisedProcess) -> None:
        try:
            data = os.read(pipe, 65536)
        except BlockingIOError:
            return
        *lines, rest = (self._unfinished.pop(pipe, b"") + data).split(b"\n")
        if data:
            self._unfinished[pipe] = rest
        else:
            lines += [rest] if rest else []
            self._pipes.unregister(pipe)
            os.close(pipe)
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            part.last_lines.append(text)
            self.say(part.name, text)

    def _mend(self, part: SupervisedProcess) -> None:
        """Notices an end, waits the longer the more often it happens, starts again."""
        now = time.monotonic()
        if part.process is not None and part.process.poll() is not None:
            signal_group(part.process, signal.SIGKILL)
            part.failures = 1 if now - part.started > STEADY_AFTER else part.failures + 1
            pause = min(0.25 * 2**part.failures, LONGEST_PAUSE)
            part.due = now + pause
            self.say("run", f"{part.name} {ending(part.process.returncode)}; starting it again in {pause:g} s")
            part.process = None
        elif part.process is None and now >= part.due:
            self._start(part)

    def wait_until(self, ready: Callable[[], bool], patience: float) -> bool:
        """Ticks until something is so; False when it takes too long."""
        deadline = time.monotonic() + patience
        while not ready():
            if self.stop_requests:
                raise Stopped
            if time.monotonic() > deadline:
                return False
            self.tick(0.05)
        return True

    def run_once(self, name: str, start: Start) -> int:
        """Runs a command that ends by itself, its words in the log; gives its exit code."""
        part = SupervisedProcess(name, start)
        self._start(part)
        process = part.process
        assert process is not None
        try:
            while process.poll() is None:
                if self.stop_requests:
                    raise Stopped
                self.tick(0.05)
        finally:
            signal_group(process, signal.SIGKILL)
        self.tick(0)
        return process.wait()

    def stop(self, names: set[str], grace: float = GRACE) -> None:
        """Asks these parts to end, all at once, and ends those that do not listen (or all, at a second
        Ctrl-C)."""
        self._stopping = True
        ending_parts = [part for part in self.parts if part.name in names and part.process is not None]
        for part in ending_parts:
            if part.runs and part.process:
                part.process.send_signal(part.stop_signal)
        deadline, asked = time.monotonic() + grace, self.stop_requests
        while any(part.runs for part in ending_parts):
            if time.monotonic() > deadline or self.stop_requests > max(asked, 1):
                break
            self.tick(0.05)
        for part in ending_parts:
            if part.process:
                signal_group(part.process, signal.SIGKILL)
                part.process.wait()
        self.tick(0)
        self.parts = [part for part in self.parts if part.name not in names]


def ending(code: int) -> str:
    """How a process ended, in words."""
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
