"""The launcher's small rules, without starting anything."""

import os
import stat
import sys
from pathlib import Path

import pytest

from config.launcher import binaries, bootstrap, check, environment, servers
from config.launcher.folder import LONGEST_SOCKET_PATH, Folder, fingerprint, fits, reachable, write_private
from config.launcher.messages import compile_messages
from config.launcher.processes import Account, server_account
from config.launcher.supervisor import ending


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/srv/plan/.data/postgres/.s.PGSQL.5432", True),
        ("/" + "a" * (LONGEST_SOCKET_PATH - 1), True),
        ("/" + "a" * LONGEST_SOCKET_PATH, False),
        ("/srv/" + "ü" * 60, False),
        ("/home/a name/.data/s", False),
        ("/srv/a+b/s", False),
        ("/srv/بيانات/s", False),
    ],
)
def test_socket_path_fits(path: str, expected: bool) -> None:
    assert fits(Path(path)) is expected


def test_long_path_is_reached_by_a_short_link(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 100) / "a folder"
    folder.mkdir(parents=True)
    with reachable(folder, "s") as short:
        assert fits(short / "s")
        assert short.resolve() == folder.resolve()
        assert stat.S_IMODE(short.parent.stat().st_mode) == 0o700
    assert not short.parent.exists()


def test_short_path_is_its_own(tmp_path: Path) -> None:
    with reachable(Path("/srv/d"), "s") as path:
        assert path == Path("/srv/d")


def test_stamp(tmp_path: Path) -> None:
    """Fresh only with the very file that was installed, and with a Python that is still there."""
    requirements = tmp_path / "requirements-dev.txt"
    requirements.write_text("a==1")
    venv = tmp_path / "venv"
    assert not bootstrap.is_fresh(venv, requirements)
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    assert not bootstrap.is_fresh(venv, requirements)
    bootstrap.write_stamps(venv, requirements)
    assert bootstrap.is_fresh(venv, requirements)
    assert bootstrap.is_fresh(venv, bootstrap.ROOT / "requirements.txt"), "the developers' file holds both"
    requirements.write_text("a==2")
    assert not bootstrap.is_fresh(venv, requirements)
    bootstrap.write_stamps(venv, requirements)
    (venv / "bin" / "python").unlink()
    assert not bootstrap.is_fresh(venv, requirements)


def test_finders() -> None:
    programs = binaries.postgres_programs()
    for name in ("postgres", "initdb", "psql", "pg_dump", "pg_restore"):
        assert os.access(programs / name, os.X_OK), name
    assert os.access(binaries.valkey_server(), os.X_OK)


def test_copy_for_other_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy can be read by all, the original keeps its mode."""
    source = tmp_path / "closed"
    source.mkdir(mode=0o700)
    (source / "program").write_text("x")
    (source / "program").chmod(0o700)
    (source / "text").write_text("x")
    (source / "text").chmod(0o600)
    monkeypatch.setattr(binaries, "FOR_OTHER_ACCOUNTS", tmp_path / "common-plan")
    copy = binaries._copy("thing-1", {"a/b": source})
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in copy.rglob("*")}
    assert modes == {"a": 0o755, "b": 0o755, "program": 0o755, "text": 0o644}
    assert stat.S_IMODE(source.stat().st_mode) == 0o700
    assert binaries._copy("thing-1", {"a/b": source}) == copy


def test_servers_never_run_as_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    account = server_account(tmp_path / "new")
    assert account is not None
    assert account.uid != 0
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert server_account(tmp_path / "new") is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
def test_servers_keep_the_account_that_owns_their_data(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 54321)
    assert server_account(tmp_path) == Account(12345, 54321)


def test_dead_server_is_forgotten(tmp_path: Path) -> None:
    """A number that somebody else has now; a number that nobody has is left to PostgreSQL."""
    pid_file = tmp_path / "postmaster.pid"
    servers.forget_dead_server(pid_file)
    pid_file.write_text(f"{os.getpid()}\n/x\n")
    servers.forget_dead_server(pid_file)
    assert not pid_file.exists()
    pid_file.write_text("99999999\n/x\n")
    servers.forget_dead_server(pid_file)
    assert pid_file.exists()


def test_folder_is_for_one_launcher(tmp_path: Path) -> None:
    first, second = Folder(tmp_path / "d").create(), Folder(tmp_path / "d").create()
    assert stat.S_IMODE((tmp_path / "d").stat().st_mode) == 0o700
    assert first.take("./run")
    assert not second.take("./run manage")
    assert second.holder() == f"./run (process {os.getpid()})"


def test_secret_key_stays_and_is_private(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    key = folder.secret_key()
    assert len(key) >= 50
    assert Folder(tmp_path).secret_key() == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_private_file_replaces_an_open_one(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", 0o600)


def test_fingerprint_sees_migrations(tmp_path: Path) -> None:
    (tmp_path / "planning" / "migrations").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("a")
    before = fingerprint(tmp_path)
    (tmp_path / "planning" / "migrations" / "0002_more.py").write_text("")
    assert fingerprint(tmp_path) != before


def test_messages_are_compiled_once(tmp_path: Path) -> None:
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "plan"\nmsgstr "خطة"\n'
    (folder / "django.po").write_text(po)
    assert compile_messages(tmp_path) == [folder / "django.mo"]
    assert "خطة".encode() in (folder / "django.mo").read_bytes()
    assert compile_messages(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "host", "command"),
    [
        ([], "127.0.0.1", []),
        (["--host", "0.0.0.0", "--no-example"], "0.0.0.0", []),
        (["manage", "migrate", "--plan"], "127.0.0.1", ["manage", "migrate", "--plan"]),
        (["--data", "d", "manage", "shell", "--host", "x"], "127.0.0.1", ["manage", "shell", "--host", "x"]),
    ],
)
def test_options(arguments: list[str], host: str, command: list[str]) -> None:
    options = bootstrap.read_options(arguments)
    assert (options.host, options.command) == (host, command)


@pytest.mark.parametrize("arguments", [["--prot", "1"], ["mange", "shell"], ["manage"], ["--port", "http"]])
def test_wrong_options(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bootstrap.read_options(arguments)
    assert "./run: error" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_own_address(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    shown = f"[{host}]" if ":" in host else host
    web = environment.web_environment(host, 8000)
    assert web["SITE_URL"] == f"http://{shown}:8000"
    assert web["ALLOWED_HOSTS"] == "localhost,127.0.0.1,[::1]"
    assert environment.local_address(host, 8000) == f"http://{shown}:8000"


def test_everybody_may_come_by_this_machines_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    monkeypatch.setattr(environment, "own_names", lambda host: ["192.0.2.7", "laptop"])
    web = environment.web_environment("0.0.0.0", 80)
    assert web == {
        "SITE_URL": "http://192.0.2.7:80",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],192.0.2.7,laptop",
    }


def test_what_is_set_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://plan.example")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/x")
    assert environment.web_environment("127.0.0.1", 1)["SITE_URL"] == "https://plan.example"
    made = environment.product_environment(Path("/d"), "key", {"REDIS_URL": "unix:///d/s"})
    assert made["DATABASE_URL"] == "postgres://elsewhere/x"


def test_patterns(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    file.touch()
    assert check.selection(["door", f"{file}::test_a", "-x", "grid"]) == [
        f"{file}::test_a",
        "-x",
        "-k",
        "door or grid",
    ]


def test_what_is_heavy_runs_when_all_is_asked_for() -> None:
    often, every = (check.pytest_steps([], everything) for everything in (False, True))
    chosen = [command[command.index("-m", 3) + 1] for command in every.values()]
    assert chosen == ["services", "not (browser or services)", "browser"]  # together all that there are
    assert [command[-1] for command in often.values()] == [f"{one} and not heavy" for one in chosen]


def test_closing_line() -> None:
    assert (
        check.closing_line(b"..\nFAILED x\n=== 1 failed, 2 passed in 0.1s ===\n")
        == "=== 1 failed, 2 passed in 0.1s ==="
    )
    assert check.closing_line(b"ImportError\n") == ""


def test_ending() -> None:
    assert ending(-9) == "was ended by SIGKILL"
    assert ending(3) == "ended with code 3"
