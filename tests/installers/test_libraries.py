from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installers import debian, libraries
from installers.steps import Steps, Trouble
from tests.installers.fakes import RecordedSteps, executable

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt's wheels are complete")

ALL_HERE = "\n".join(f"\t{name} (libc6,x86-64) => /lib/{name}" for name in libraries.LIBRARIES)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian for x86_64 with everything: a loader's cache to change and a folder of fonts."""
    executable(tmp_path / "bin" / "ldconfig", f'cat "{tmp_path}/cache"')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (tmp_path / "cache").write_text(ALL_HERE)
    (tmp_path / "fonts" / "truetype").mkdir(parents=True)
    (tmp_path / "fonts" / "truetype" / "DejaVuSans.ttf").touch()
    monkeypatch.setattr(libraries, "_FONT_FOLDERS", (str(tmp_path / "fonts"), str(tmp_path / "none")))
    monkeypatch.setattr(debian, "is_here", lambda: True)
    return tmp_path


def without(machine: Path, library: str) -> None:
    kept = [line for line in ALL_HERE.splitlines() if not line.startswith(f"\t{library} ")]
    (machine / "cache").write_text("\n".join(kept))


@pytest.fixture
def asked(machine: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages that apt was asked for, and then has put in place."""
    packages: list[str] = []

    def install(names: list[str], why: str, steps: Steps) -> None:
        packages.extend(names)
        (machine / "cache").write_text(ALL_HERE)

    monkeypatch.setattr(debian, "install", install)
    return packages


def test_a_complete_system_is_asked_nothing(machine: Path, asked: list[str]) -> None:
    libraries.ensure(RecordedSteps(machine))

    assert asked == []


def test_a_missing_library_brings_its_package_and_a_face_for_han_along(machine: Path, asked: list[str]) -> None:
    without(machine, "libasound.so.2")

    libraries.ensure(RecordedSteps(machine))

    assert asked == ["libasound2t64|libasound2", "fonts-wqy-microhei"]


def test_a_library_for_32_bit_programs_does_not_count(machine: Path, asked: list[str]) -> None:
    without(machine, "libnss3.so")
    with open(machine / "cache", "a") as cache:
        cache.write("\n\tlibnss3.so (libc6) => /lib/i386-linux-gnu/libnss3.so\n")

    libraries.ensure(RecordedSteps(machine))

    assert asked[0] == "libnss3"


def test_a_system_without_any_face_gets_one(machine: Path, asked: list[str]) -> None:
    (machine / "fonts" / "truetype" / "DejaVuSans.ttf").rename(machine / "fonts" / "Symbols.ttf")

    libraries.ensure(RecordedSteps(machine))

    assert "fonts-dejavu-core" in asked


def test_what_apt_could_not_bring_is_named(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(machine, "libEGL.so.1")
    monkeypatch.setattr(debian, "install", lambda *_: None)

    with pytest.raises(Trouble, match=r"libEGL\.so\.1"):
        libraries.ensure(RecordedSteps(machine))


def test_without_apt_the_libraries_are_named_and_the_start_goes_on(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(machine, "libEGL.so.1")
    monkeypatch.setattr(debian, "is_here", lambda: False)
    steps = RecordedSteps(machine)

    libraries.ensure(steps)

    assert "libEGL.so.1" in steps.said.getvalue()


@pytest.mark.skipif(shutil.which("readelf") is None, reason="binutils are not installed")
def test_every_library_that_the_installed_qt_links_to_is_in_the_table() -> None:
    """Guards the table against an upgrade of Qt; what PySide6 carries itself, and libc, need no package."""
    pyside = pytest.importorskip("PySide6")
    folder = Path(pyside.__file__).parent / "Qt"
    names = (
        "Core",
        "Gui",
        "Widgets",
        "Network",
        "DBus",
        "WebChannel",
        "WebEngineCore",
        "Svg",
        "Multimedia",
        "XcbQpa",
    )
    files = [folder / "lib" / f"libQt6{name}.so.6" for name in names]
    files += [folder / "plugins" / "platforms" / f"libq{name}.so" for name in ("offscreen", "xcb", "wayland")]
    needed = {name for file in files for name in linked(file)}
    carried = {file.name for file in folder.glob("lib/*.so*")} | {
        file.name for file in folder.parent.glob("*.so*")
    }
    everywhere = re.compile(r"ld-linux.*|lib(c|m|dl|rt|pthread|resolv|gcc_s|stdc\+\+)\.so\.\d+")
    # These come in one package with libnspr4.so, libnss3.so and libglib-2.0.so.0.
    alongside = {"libnssutil3.so", "libsmime3.so", "libgthread-2.0.so.0", "libplds4.so", "libplc4.so"}

    missing = {name for name in needed - carried - alongside if not everywhere.fullmatch(name)}

    assert missing - set(libraries.LIBRARIES) == set()


def linked(file: Path) -> list[str]:
    """The libraries that a shared object itself asks for, without those that they ask for in turn."""
    shown = subprocess.run(["readelf", "-d", str(file)], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+)\]", shown)
