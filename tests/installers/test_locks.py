from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installers import lock

PROJECT = tomllib.loads((lock.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {file.stem: file for file in sorted(lock.REQUIREMENTS.glob("*.txt"))}
EXTRAS = PROJECT["project"]["optional-dependencies"]
DIRECT = {
    "station": PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"],
    "desk": EXTRAS["desk"],
    "test": EXTRAS["test"],
    "node": EXTRAS["node"],
}
#: Tools that write what the project ships; nobody needs them to run or to test it.
UNLOCKED = {"basemap"}


def locked(name: str) -> list[Requirement]:
    """What installing a lock brings, with the locks that it includes."""
    return [Requirement(pin.split("\\")[0]) for pin in lock.pins_in_force(name)]


def test_every_part_of_the_project_has_its_lock() -> None:
    assert set(LOCKS) == {entry.name for entry in lock.LOCKS} == set(DIRECT)
    assert set(EXTRAS) == set(DIRECT) - {"station"} | UNLOCKED


def holds(requirement: Requirement, python: str) -> bool:
    """Whether a requirement is meant for this Python on the machine that runs the test."""
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("name", LOCKS)
def test_every_direct_dependency_is_locked_at_a_version_that_it_allows(name: str, python: str) -> None:
    pins = [pin for pin in locked(name) if holds(pin, python)]
    for wanted in (wanted for wanted in map(Requirement, DIRECT[name]) if holds(wanted, python)):
        versions = [
            next(iter(pin.specifier)).version
            for pin in pins
            if canonicalize_name(pin.name) == canonicalize_name(wanted.name)
        ]
        assert versions, f"{wanted} is not in {name}.txt: run installers/lock.py"
        assert all(wanted.specifier.contains(version, prereleases=True) for version in versions), wanted


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_is_exact_and_has_the_hashes_of_its_files(name: str) -> None:
    for pin in lock.pins_in_force(name):
        specifier = Requirement(pin.split("\\")[0]).specifier
        assert [part.operator for part in specifier] == ["=="], pin
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}\b", pin), pin


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place(name: str) -> None:
    text = LOCKS[name].read_text(encoding="utf-8")

    assert "/" not in text
    assert "@" not in text
    assert {line.split()[0] for line in text.splitlines() if line.startswith("-")} <= {"-r"}


def test_packages_with_compiled_parts_are_locked_for_every_system() -> None:
    """A lock made from the wheels of one machine would have a hash or two of each."""
    hashes = {Requirement(pin.split("\\")[0]).name: pin.count("--hash=") for pin in lock.pins_in_force("test")}

    assert all(hashes[name] > 20 for name in ("numpy", "pydantic-core", "orjson", "websockets"))
    assert all(hashes[name] >= 4 for name in ("pyside6-addons", "shiboken6", "pyside6-qtads"))


@pytest.mark.parametrize(
    ("system", "python"), [("linux", "3.11"), ("linux", "3.13"), ("win32", "3.12"), ("darwin", "3.14")]
)
def test_no_package_is_locked_twice_for_one_machine(system: str, python: str) -> None:
    machine = {
        "sys_platform": system,
        "python_version": python,
        "python_full_version": f"{python}.2",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    versions: dict[str, set[str]] = {}
    for pin in locked("test"):
        if pin.marker is None or pin.marker.evaluate(machine):
            versions.setdefault(pin.name, set()).add(str(pin.specifier))

    assert {name for name, found in versions.items() if len(found) > 1} == set()


def test_pins_are_split_with_their_hashes() -> None:
    text = "-r base.txt\na==1 \\\n    --hash=sha256:0\nb==2 ; x \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"

    assert lock.pins(text) == [
        "-r base.txt\n",
        "a==1 \\\n    --hash=sha256:0\n",
        "b==2 ; x \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n",
    ]
