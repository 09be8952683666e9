from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from installers.handover import End, attend
from tests.installers.fakes import ended

ROOT = Path(__file__).resolve().parents[2]
#: Blocked until it is waited for: one that comes between saying and waiting is not lost.
WAITING = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
print("ready", flush=True)
sys.exit({signal.SIGTERM: 42, signal.SIGINT: 43}[signal.sigwait({signal.SIGTERM, signal.SIGINT})])
"""

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize("code", [0, 1, 5, 130])
def test_the_exit_code_of_the_child_is_ours(code: int) -> None:
    assert attend(python(f"raise SystemExit({code})")) == End(code, on_request=False)


@posix_only
def test_an_end_by_signal_is_told_as_a_shell_tells_it() -> None:
    end = attend(python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))

    assert end == End(128 + signal.SIGKILL, on_request=False)


@posix_only
@pytest.mark.parametrize("way", ["attend", "become"])
def test_a_request_to_end_reaches_the_command(way: str) -> None:
    with handed_over(way) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.terminate()
        assert process.wait(timeout=60) == 42


@posix_only
@pytest.mark.parametrize("way", ["attend", "become"])
def test_ctrl_c_is_the_commands_to_answer(way: str) -> None:
    with handed_over(way) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        # A terminal sends it to everyone in the foreground.
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=60) == 43


@posix_only
def test_a_request_that_comes_before_the_command_is_there_reaches_it_all_the_same() -> None:
    code = f"""
import os, signal, subprocess, sys
from installers.handover import attend
start = subprocess.Popen
def asked_first(command):
    os.kill(os.getpid(), signal.SIGTERM)
    return start(command)
subprocess.Popen = asked_first
sys.exit(attend({python("import time; time.sleep(60)")!r}).code)
"""
    assert subprocess.run(python(code), cwd=ROOT, timeout=60, check=False).returncode == 128 + signal.SIGTERM


@posix_only
def test_the_command_takes_the_place_of_this_process() -> None:
    with handed_over("become") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        # No child is left over when it is killed, as there is none.
        process.kill()
        assert process.stdout.read() == ""


def handed_over(way: str) -> AbstractContextManager[subprocess.Popen[str]]:
    call = {"become": "become(command)", "attend": "attend(command).code"}[way]
    code = f"import sys; from installers.handover import {way}; command = {python(WAITING)!r}; sys.exit({call})"
    return ended(
        subprocess.Popen(python(code), stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
    )
