"""The worker as a service: what is written is shown first, is what each manager reads, and can be taken away again."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from composer.desk.services import Machine, service
from tests.cli.home import Home
from tests.cli.test_cli_worker import wait_for

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
ODD = ["plain", "with space", 'quo"te', "per%cent%h", "dol$lar${HOME}", "back\\slash", "semi;colon", "ünï"]


def machine(folder: Path, system: str = "linux", *, python: Path | None = None, **variables: str) -> Machine:
    home = folder / "home"
    return Machine(system, home, home / "state", python or Path(sys.executable), variables, r"PC\eve")


def program(folder: Path) -> Path:
    """Something that systemd takes for a program."""
    folder.mkdir(parents=True)
    path = folder / "python"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_what_would_be_written_is_printed_and_nothing_is(home: Home) -> None:
    said = home.thread("worker", "install", "--print").stdout
    unit = Path(home.environment["XDG_CONFIG_HOME"]) / "systemd" / "user" / "thread-worker.service"
    assert str(unit) in said
    assert f"{sys.executable} -P -m composer worker" in said
    assert f"XDG_STATE_HOME={home.environment['XDG_STATE_HOME']}" in said
    assert "systemctl --user enable --now thread-worker.service" in said
    assert not unit.exists()


def test_nothing_is_written_without_a_yes(home: Home) -> None:
    refused = home.thread("worker", "install", expect=2)
    assert "--yes" in refused.stderr
    assert "ExecStart=" in refused.stdout, "it is shown before it is asked about"
    assert not (Path(home.environment["XDG_CONFIG_HOME"]) / "systemd").exists()


@pytest.mark.parametrize("kind", [(), ("--timer",)])
def test_an_installed_worker_is_told_how_to_start_and_goes_without_a_trace(home: Home, kind: tuple[str, ...]) -> None:
    said = home.thread("worker", "install", *kind, "--yes").stdout
    for step in ("enable --now", "status", "journalctl", "disable --now"):
        assert step in said
    folder = Path(home.environment["XDG_CONFIG_HOME"]) / "systemd" / "user"
    assert len(list(folder.iterdir())) == len(kind) + 1
    again = home.thread("worker", "install", *kind)
    assert "just so" in again.stdout
    assert "Written" not in again.stdout
    home.thread("worker", "install", "--uninstall", expect=2)
    assert list(folder.iterdir()), "nothing goes without a yes"
    said = home.thread("worker", "install", "--uninstall", "--yes").stdout
    assert said.index("disable --now") < said.index("Removed")
    assert list(folder.iterdir()) == []
    assert "nothing to take away" in home.thread("worker", "install", "--uninstall").stdout


def test_one_form_of_the_service_is_enough(home: Home) -> None:
    home.thread("worker", "install", "--yes")
    refused = home.thread("worker", "install", "--timer", "--yes", expect=3)
    assert "--uninstall" in refused.stderr


def test_a_file_that_somebody_changed_is_said_to_be_replaced(home: Home) -> None:
    home.thread("worker", "install", "--yes")
    unit = Path(home.environment["XDG_CONFIG_HOME"]) / "systemd" / "user" / "thread-worker.service"
    unit.write_text("[Service]\n")
    assert "replaces the one there" in home.thread("worker", "install", "--yes").stdout
    assert "ExecStart" in unit.read_text()


def test_secrets_are_named_and_never_written(home: Home) -> None:
    home.environment |= {"THREAD_X_API_KEY": "geheim", "HTTPS_PROXY": "http://me:geheim@proxy:8080"}
    done = home.thread("worker", "install", "--yes")
    assert "THREAD_X_API_KEY" in done.stderr
    assert "HTTPS_PROXY" in done.stderr
    written = (Path(home.environment["XDG_CONFIG_HOME"]) / "systemd" / "user" / "thread-worker.service").read_text()
    assert "geheim" not in done.stdout + done.stderr + written


def test_where_the_folder_may_not_be_written_it_says_so(home: Home) -> None:
    Path(home.environment["XDG_CONFIG_HOME"]).write_text("a file where a folder should be")
    refused = home.thread("worker", "install", "--yes", expect=3)
    assert "could not be" in refused.stderr


def verified(files: list[Path]) -> str:
    """What systemd has to say against unit files."""
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(files[0].parent), "XDG_RUNTIME_DIR": str(files[0].parent), "PATH": "/usr/bin:/bin"},
    )
    about = [line for line in done.stderr.splitlines() if "thread-worker" in line or "unknown" in line.lower()]
    return "\n".join(about) or ("" if done.returncode == 0 else done.stderr)


needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze to hear what systemd makes of a unit"
)


@needs_systemd
@pytest.mark.parametrize("timer", [False, True])
@pytest.mark.parametrize("name", ODD)
def test_systemd_finds_the_program_and_nothing_to_complain_about(tmp_path: Path, timer: bool, name: str) -> None:
    here = machine(tmp_path, python=program(tmp_path / name), XDG_STATE_HOME=str(tmp_path / name), THREAD_ZONE="UTC")
    found = service(here, timer=timer)
    found.install()
    assert verified([file.path for file in found.files]) == ""


def test_a_program_whose_name_systemd_refuses_is_called_by_way_of_env(tmp_path: Path) -> None:
    unit = service(machine(tmp_path, python=tmp_path / 'quo"te' / "python"), timer=False).files[0].text
    assert 'ExecStart=:/usr/bin/env "' in unit


@needs_systemd
def test_systemd_would_say_so_if_the_program_were_not_found(tmp_path: Path) -> None:
    found = service(machine(tmp_path, python=tmp_path / "no%where" / "python"), timer=False)
    found.install()
    assert "no%where" in verified([file.path for file in found.files])


@pytest.mark.parametrize("timer", [False, True])
@pytest.mark.parametrize("name", ODD)
def test_launchd_reads_the_words_that_were_meant(tmp_path: Path, timer: bool, name: str) -> None:
    here = machine(tmp_path, "darwin", python=tmp_path / name / "python", XDG_STATE_HOME=f"/data/{name}")
    (file,) = service(here, timer=timer).files
    read = plistlib.loads(file.content)
    assert read["ProgramArguments"][:4] == [str(tmp_path / name / "python"), "-P", "-m", "composer"]
    assert read["ProgramArguments"][4:] == (["worker", "--once"] if timer else ["worker"])
    assert read["EnvironmentVariables"] == {"XDG_STATE_HOME": f"/data/{name}"}
    assert file.path.name == f"{read['Label']}.plist", "launchd wants the two to agree"
    assert read.get("StartInterval") == (60 if timer else None)
    assert ("KeepAlive" in read) is not timer


@pytest.mark.parametrize("timer", [False, True])
@pytest.mark.parametrize("name", ODD)
def test_a_windows_task_is_of_the_schema_and_names_the_program(tmp_path: Path, timer: bool, name: str) -> None:
    here = machine(tmp_path, "win32", python=tmp_path / name / "python.exe")
    (file,) = service(here, timer=timer).files
    assert file.content[:2] in (b"\xff\xfe", b"\xfe\xff"), "schtasks reads UTF-16 with its mark"
    task = ET.fromstring(file.content.decode("utf-16").partition("\n")[2])
    assert task.tag == f"{TASK}Task"
    assert task.attrib == {"version": "1.2"}
    assert task.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Command") == str(tmp_path / name / "python.exe")
    assert "worker" in (task.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments") or "")
    author = task.find(f"{TASK}Actions").attrib["Context"]
    assert task.find(f"{TASK}Principals/{TASK}Principal").attrib["id"] == author
    assert task.findtext(f"{TASK}Principals/{TASK}Principal/{TASK}UserId") == r"PC\eve"
    assert task.findtext(f"{TASK}Settings/{TASK}ExecutionTimeLimit") == "PT0S", "else Windows ends it after three days"
    count = task.findtext(f"{TASK}Settings/{TASK}RestartOnFailure/{TASK}Count")
    assert count is None if timer else 1 <= int(count) <= 255


def test_where_there_is_no_manager_of_services_a_line_for_cron_is_offered(tmp_path: Path) -> None:
    from composer.model import ComposerError

    with pytest.raises(ComposerError, match=r"\* \* \* \* \* .*worker --once"):
        service(machine(tmp_path, "freebsd14"), timer=False)


def test_cron_finds_nothing_to_do_while_a_worker_runs(home: Home) -> None:
    home.thread("queue")
    worker = home.start("worker")
    try:
        wait_for(lambda: "A worker is running" in home.thread("queue").stderr)
        assert "nothing to do" in home.thread("worker", "--once").stderr
    finally:
        worker.kill()
        worker.communicate()
