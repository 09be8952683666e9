from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from installers import stamps


def test_a_digest_changes_with_a_name_and_with_a_content_and_with_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    first = stamps.digest([one, two], tmp_path)

    assert stamps.digest([two, one], tmp_path) == first
    two.write_text("3")
    changed = stamps.digest([one, two], tmp_path)
    assert changed != first
    assert stamps.digest([one, two.rename(tmp_path / "three")], tmp_path) != changed


def test_what_is_written_is_read_again_and_leaves_no_other_file(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    stamps.write(stamp, {"lock": "abc"})

    assert stamps.read(stamp) == {"lock": "abc"}
    assert list(tmp_path.iterdir()) == [stamp]


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00"])
def test_a_stamp_that_cannot_be_read_vouches_for_nothing(tmp_path: Path, content: str) -> None:
    stamp = tmp_path / "stamp.json"
    assert stamps.read(stamp) == {}

    stamp.write_text(content)

    assert stamps.read(stamp) == {}


@pytest.mark.skipif(os.name == "nt", reason="descriptors are not inherited there")
def test_a_command_that_outlives_its_bootstrap_still_holds_the_lock(tmp_path: Path) -> None:
    told: list[str] = []
    with stamps.only_one_at_work(tmp_path / "lock", lambda: told.append("waiting")) as held:
        command = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=(held,))
    assert command.stdin is not None

    def let_it_end() -> None:
        told.append("waiting")
        assert command.stdin is not None
        command.stdin.close()

    with stamps.only_one_at_work(tmp_path / "lock", let_it_end):
        assert command.wait(timeout=60) == 0
    assert told == ["waiting"]


def test_the_lock_of_one_that_was_killed_is_free(tmp_path: Path) -> None:
    code = dedent(f"""
        import time
        from pathlib import Path
        from installers import stamps
        with stamps.only_one_at_work(Path({str(tmp_path / "lock")!r}), print):
            print("held", flush=True)
            time.sleep(60)
    """)
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()

    with stamps.only_one_at_work(tmp_path / "lock", lambda: pytest.fail("nobody holds it")):
        pass
