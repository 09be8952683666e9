from __future__ import annotations

import os
from pathlib import Path

import pytest

from installers import debian, peers
from installers.steps import CommandFailed, Steps
from tests.installers.fakes import RecordedSteps, executable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="apt is not there")

FILES = (
    "python3/dist-packages/gi/__init__.py",
    "m68k-linux-gnu/girepository-1.0/GstRtspServer-1.0.typelib",
    "m68k-linux-gnu/gstreamer-1.0/libgstvideotestsrc.so",
    "m68k-linux-gnu/gstreamer-1.0/libgstrtpmanager.so",
    "m68k-linux-gnu/gstreamer-1.0/libgstx264.so",
)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian on which every program is there."""
    for name in ("ffmpeg", "ffprobe", "pulseaudio", "espeak-ng"):
        executable(tmp_path / "bin" / name, "exit 0")
    for file in FILES:
        (tmp_path / "lib" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lib" / file).touch()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for file in (peers.NGINX, peers.NGINX_RTMP):
        (tmp_path / "peers" / file).parent.mkdir(parents=True)
        (tmp_path / "peers" / file).touch()
    monkeypatch.setattr(peers, "UNPACKED", tmp_path / "peers")
    monkeypatch.setattr(peers, "_SHARED", tmp_path / "lib")
    monkeypatch.setattr(debian, "is_here", lambda: True)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    packages: list[str] = []
    monkeypatch.setattr(debian, "install", lambda names, why, steps: packages.extend(names))
    return packages


def told(machine: Path) -> str:
    steps = RecordedSteps(machine)
    peers.ensure(steps)
    return steps.said.getvalue()


def test_a_machine_with_every_program_is_asked_nothing(machine: Path, asked: list[str]) -> None:
    assert peers.are_here()
    assert told(machine) == ""
    assert asked == []


def test_only_what_is_missing_is_installed(machine: Path, asked: list[str]) -> None:
    (machine / "bin" / "ffprobe").unlink()
    (machine / "lib" / FILES[-1]).unlink()

    assert not peers.are_here()
    assert told(machine) == ""

    assert asked == ["ffmpeg", "gstreamer1.0-plugins-ugly"]


def test_a_sound_server_and_a_speaker_are_installed_too(machine: Path, asked: list[str]) -> None:
    for name in ("pulseaudio", "espeak-ng"):
        (machine / "bin" / name).unlink()

    assert not peers.are_here()
    assert told(machine) == ""

    assert asked == ["pulseaudio", "espeak-ng"]


def test_a_server_that_would_start_with_the_system_is_only_unpacked(
    machine: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[str] = []
    monkeypatch.setattr(debian, "unpack", lambda names, folder, steps: unpacked.extend([*names, str(folder)]))
    (machine / "peers" / peers.NGINX_RTMP).unlink()

    assert not peers.are_here()
    assert told(machine) == ""

    assert (asked, unpacked) == ([], ["libnginx-mod-rtmp", str(machine / "peers")])
    assert "bootstrap.py test fetches it" in peers.how_to_get(peers.missing_rtmp_server())


def test_without_the_right_the_command_is_told_and_the_set_up_goes_on(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    executable(machine / "bin" / "apt-cache", "exit 0")
    (machine / "bin" / "ffmpeg").unlink()

    said = told(machine)

    assert "sudo apt-get install -y --no-install-recommends ffmpeg\n" in said
    assert "the tests that meet them are skipped" in said


def test_an_installation_that_fails_stops_nothing(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(names: list[str], why: str, steps: Steps) -> None:
        raise CommandFailed("installing ffmpeg", "Temporary failure resolving", machine / "log.txt")

    monkeypatch.setattr(debian, "install", fails)
    (machine / "bin" / "ffmpeg").unlink()

    said = told(machine)

    assert "check the network" in said
    assert "the tests that meet them are skipped" in said


def test_without_apt_what_is_missing_is_named(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "is_here", lambda: False)
    (machine / "lib" / FILES[1]).unlink()

    assert "gir1.2-gst-rtsp-server-1.0. Until then" in told(machine)


def test_a_skipped_test_says_how_to_get_what_it_waits_for(machine: Path) -> None:
    (machine / "lib" / FILES[0]).unlink()
    (machine / "lib" / FILES[2]).unlink()

    said = peers.how_to_get(peers.missing_rtsp_server())

    assert said.endswith("apt-get install --no-install-recommends python3-gi gstreamer1.0-plugins-base")


def test_trouble_of_another_kind_is_not_passed_over(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(names: list[str], why: str, steps: Steps) -> None:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(debian, "install", breaks)
    (machine / "bin" / "ffmpeg").unlink()

    with pytest.raises(ValueError, match="mistake"):
        told(machine)
