"""`./test [PATTERN…]`: all checks one after the other on throw-away servers; each failure is told, none
stops the rest."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from config.launcher.bootstrap import ROOT
from config.launcher.embedded import end_on_sigterm, throwaway
from config.launcher.environment import product_environment
from config.launcher.messages import compile_messages

CLOSING_LINE = re.compile(rb"^(?:\x1b\[\d+m)*=+ .+ =+(?:\x1b\[0m)*$", re.MULTILINE)


def tool(name: str) -> str:
    """A program of `.venv`, which need not be on PATH."""
    return str(Path(sys.executable).with_name(name))


def static_steps() -> dict[str, list[str]]:
    """Checks that read the code and run nothing of it."""
    return {
        "ruff check": [tool("ruff"), "check", "."],
        "ruff format": [tool("ruff"), "format", "--check", "."],
        "templates": [tool("djangofmt"), "--check", "--quiet", "templates"],
        "styles and scripts": [tool("biome"), "format", "--config-path=.ci", "static/css", "static/js"],
        "djlint": [tool("djlint"), "--lint", "--quiet", "."],
        "mypy": [tool("mypy")],
        "import layers": [tool("lint-imports")],
    }


def selection(patterns: list[str]) -> list[str]:
    """Pytest's arguments for what was asked for: paths as they are, words as parts of test names."""
    chosen, words = [], []
    for pattern in patterns:
        if pattern.startswith("-") or Path(pattern.partition("::")[0]).exists():
            chosen.append(pattern)
        else:
            words.append(pattern)
    return chosen + (["-k", " or ".join(words)] if words else [])


def pytest_steps(patterns: list[str]) -> dict[str, list[str]]:
    """The quick tests and then those with a browser two at a time; those that start whole products or hold something to
    seconds by themselves. The databases of the first serve the others: making them takes as long as a hundred tests."""
    pytest = [sys.executable, "-m", "pytest", "--color=yes" if sys.stdout.isatty() else "--color=no"]
    if patterns:
        return {"tests": [*pytest, *selection(patterns)]}
    pytest += ["--reuse-db", "-n"]
    return {
        "tests": [*pytest, "2", "-m", "not (browser or services)"],
        "browser": [*pytest, "2", "-m", "browser"],
        "services": [*pytest, "2", "--dist", "loadfile", "-m", "services"],
    }


def run(name: str, command: list[str], environment: dict[str, str]) -> tuple[int, bytes]:
    """Runs one step with its words passed through; gives its code and the end of what it said."""
    print(f"\n--- {name}", flush=True)
    begun, end = time.monotonic(), b""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        while chunk := os.read(process.stdout.fileno(), 65536):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            end = (end + chunk)[-4096:]
    print(
        f"--- {name}: {'ok' if process.returncode == 0 else 'FAILED'} ({time.monotonic() - begun:.1f} s)",
        flush=True,
    )
    return process.returncode, end


def closing_line(output: bytes) -> str:
    """The line in which pytest says how many passed and failed."""
    lines = CLOSING_LINE.findall(output)
    return lines[-1].decode(errors="replace") if lines else ""


def main(patterns: list[str]) -> int:
    """Ends with a line per step, then pytest's own closing lines."""
    end_on_sigterm()
    compile_messages(ROOT / "locale")
    failed, closing = [], []
    with throwaway() as servers:
        environment = product_environment(Path(servers["DATA_DIR"]), servers["SECRET_KEY"], servers)
        steps = {} if patterns else static_steps()
        for name, command in (steps | pytest_steps(patterns)).items():
            code, output = run(name, command, environment)
            failed += [name] if code else []
            closing += [closing_line(output)]
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll checks passed.")
    print("\n".join(filter(None, closing)), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
