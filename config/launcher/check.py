"""`./test [--all] [PATTERN…]`: all checks on throw-away servers; each failure is told, none stops the rest."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from config.launcher.bootstrap import ROOT
from config.launcher.embedded import end_on_sigterm, throwaway
from config.launcher.environment import product_environment
from config.launcher.messages import compile_messages

ALL = "--all"  # with what is rare and heavy
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


def pytest_steps(patterns: list[str], everything: bool) -> dict[str, list[str]]:
    """Products first, which mostly wait; then the quick tests, then those with a browser."""
    pytest = [sys.executable, "-m", "pytest", "--color=yes" if sys.stdout.isatty() else "--color=no"]
    if patterns:
        return {"tests": [*pytest, *selection(patterns)]}
    # the databases of the first serve the others: making them takes as long as a hundred tests
    pytest += ["--reuse-db", "--dist", "worksteal", "-n"]
    rare = "" if everything else " and not heavy"
    return {
        "services": [*pytest, "3", "-m", f"services{rare}"],
        "tests": [*pytest, "2", "-m", f"not (browser or services){rare}"],
        "browser": [*pytest, "2", "-m", f"browser{rare}"],
    }


@dataclass
class CheckRun:
    """A check that was run: its code, and the end of what it said."""

    name: str
    code: int
    end: bytes


def run(name: str, command: list[str], environment: dict[str, str]) -> CheckRun:
    """Runs one step with its words passed through."""
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
    tell(name, process.returncode, begun)
    return CheckRun(name, process.returncode, end)


def run_aside(name: str, command: list[str], environment: dict[str, str]) -> CheckRun:
    """Runs one step beside others, so that its words come together at its end."""
    begun = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    print(f"\n--- {name}\n{done.stdout.decode(errors='replace')}", end="", flush=True)
    tell(name, done.returncode, begun)
    return CheckRun(name, done.returncode, b"")


def tell(name: str, code: int, begun: float) -> None:
    print(f"--- {name}: {'FAILED' if code else 'ok'} ({time.monotonic() - begun:.1f} s)", flush=True)


def closing_line(output: bytes) -> str:
    """The line in which pytest says how many passed and failed."""
    lines = CLOSING_LINE.findall(output)
    return lines[-1].decode(errors="replace") if lines else ""


def run_all(patterns: list[str], everything: bool, environment: dict[str, str]) -> list[CheckRun]:
    """The checks that run nothing go one after the other beside the first tests."""
    aside = {} if patterns else static_steps()
    with ThreadPoolExecutor(1) as pool:
        read = [pool.submit(run_aside, name, command, environment) for name, command in aside.items()]
        tried = [run(name, command, environment) for name, command in pytest_steps(patterns, everything).items()]
        return [one.result() for one in read] + tried


def main(arguments: list[str]) -> int:
    """Ends with a line per step, then pytest's own closing lines."""
    patterns = [argument for argument in arguments if argument != ALL]
    end_on_sigterm()
    compile_messages(ROOT / "locale")
    with throwaway() as servers:
        environment = product_environment(Path(servers["DATA_DIR"]), servers["SECRET_KEY"], servers)
        environment["STATIC_MANIFEST"] = "no"  # pytest-django reads the settings before a conftest can say so
        steps = run_all(patterns, ALL in arguments, environment)
    failed = [step.name for step in steps if step.code]
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll checks passed.")
    print("\n".join(filter(None, (closing_line(step.end) for step in steps))), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
