from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from string import Formatter

import pytest

from app.domain.errors import AppError
from ui.widgets import sentence_tables
from ui.widgets.sentence_table import SENTENCES
from ui.widgets.sentences import sentence

ROOT = Path(__file__).resolve().parents[3]
_CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def _error_classes(trees: Iterable[ast.Module]) -> set[str]:
    """AppError and what the code base derives from it, by name."""
    derived = [
        (node.name, getattr(base, "id", ""))
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
    ]
    classes = {"AppError"}
    while found := {name for name, base in derived if base in classes} - classes:
        classes |= found
    return classes


def _trees() -> Iterator[ast.Module]:
    for room in ("app", "ui"):
        for file in (ROOT / room).rglob("*.py"):
            yield ast.parse(file.read_text(encoding="utf-8"), str(file))


def _errors_in(tree: ast.Module, classes: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Codes with the names of the parameters they are given."""
    errors = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name in classes]
    # An error class that has one code of its own names it for ``super().__init__``.
    own = {
        id(call)
        for error in errors
        for call in ast.walk(error)
        if ast.unparse(call).startswith("super().__init__(")
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        if id(call) in own or getattr(call.func, "id", getattr(call.func, "attr", "")) in classes:
            names = {keyword.arg for keyword in call.keywords if keyword.arg}
            for argument in call.args[:1]:
                for code in _constants(tree, argument):
                    yield code, names


def _constants(tree: ast.Module, argument: ast.expr) -> Iterator[str]:
    """The codes that an argument may be: a literal, one of two, or a variable that is set to literals."""
    if isinstance(argument, ast.Constant):
        yield str(argument.value)
    elif isinstance(argument, ast.IfExp):
        yield from _constants(tree, argument.body)
        yield from _constants(tree, argument.orelse)
    elif isinstance(argument, ast.Name):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == argument.id for t in node.targets):
                yield from (code for code in _constants(tree, node.value) if _CODE.fullmatch(code))


@lru_cache
def _all_errors() -> dict[str, set[str]]:
    # Read once: the whole code base takes seconds, and on a busy machine many.
    trees = tuple(_trees())
    classes = _error_classes(trees)
    errors: dict[str, set[str]] = {}
    for tree in trees:
        for code, names in _errors_in(tree, classes):
            errors.setdefault(code, set()).update(names)
    return errors


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _tables() -> Iterator[dict[str, tuple[str, str]]]:
    for found in iter_modules(sentence_tables.__path__):
        module = import_module(f"{sentence_tables.__name__}.{found.name}")
        yield getattr(module, found.name.upper())


def test_the_walk_finds_the_codes_of_the_code_base():
    assert {"picture.gap", "session.locked", "callsign.taken", "port.in_use"} <= set(_all_errors())


def test_every_error_code_of_the_code_base_has_a_sentence():
    assert sorted(code for code in _all_errors() if code not in SENTENCES) == []


def test_every_fault_that_the_map_page_reports_has_a_sentence():
    told = re.compile(r"(?:complain|onFailure)\(\"([a-z_.]+)\"")
    pages = (ROOT / "resources" / "map" / "src").rglob("*.ts")
    faults = {fault for page in pages for fault in told.findall(page.read_text(encoding="utf-8"))}
    assert "basemap" in faults
    assert sorted(faults - set(SENTENCES)) == []


def test_no_sentence_waits_for_a_parameter_that_nobody_gives():
    errors = _all_errors()
    for key, texts in SENTENCES.items():
        code = key.partition("/")[0]
        if code in errors:
            for text in texts:
                assert _placeholders(text) <= errors[code], key


def test_no_code_is_told_in_two_tables():
    assert sum(len(table) for table in _tables()) == len(SENTENCES)


def test_every_sentence_is_one_and_ends():
    for code, (what, do) in SENTENCES.items():
        for text in (what, do):
            assert not text or (text[0].isupper() or text[0] == "{"), code
            assert not text or text.endswith("."), code
        assert what, code


def test_every_placeholder_is_a_plain_name():
    for code, texts in SENTENCES.items():
        for text in texts:
            for _, name, spec, conversion in Formatter().parse(text):
                assert name is None or name.isidentifier(), code
                assert not spec, code
                assert not conversion, code


@pytest.mark.usefixtures("qapp")
class TestReading:
    def test_parameters_are_put_in_as_a_person_reads_them(self):
        said = sentence(AppError("role.not_allowed", role="dispatcher"))
        assert said.what == "The role Dispatcher may not do this."
        assert "supervisor" in said.do

    def test_a_moment_is_told_in_local_time_of_day(self):
        said = sentence(AppError("session.locked", until="2025-11-21T19:48:24.000Z"))
        assert re.search(r"until \d\d:\d\d:", said.what)

    def test_the_reason_chooses_the_sentence(self):
        assert "port" in sentence(AppError("station.unreachable", reason="refused")).do
        assert sentence(AppError("station.unreachable", reason="lost")).what == "The station cannot be reached."

    def test_a_missing_parameter_leaves_a_gap_and_no_error(self):
        assert sentence(AppError("callsign.taken")).what == "Another unit has the callsign …."

    def test_a_code_from_the_future_is_named(self):
        assert "moon.full" in sentence(AppError("moon.full")).what

    def test_braces_in_a_parameter_are_only_text(self):
        assert "{x}" in sentence(AppError("callsign.taken", callsign="{x}")).what
