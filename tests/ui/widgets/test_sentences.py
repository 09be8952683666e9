from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from app.domain.errors import AppError
from ui.widgets.sentence_table import SENTENCES
from ui.widgets.sentences import sentence

ROOT = Path(__file__).resolve().parents[3]
_CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def _error_classes() -> set[str]:
    """AppError and what the code base derives from it, by name."""
    classes = {"AppError"}
    while True:
        found = {
            node.name
            for tree in _trees()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") in classes for base in node.bases)
        }
        if found <= classes:
            return classes
        classes |= found


def _trees() -> Iterator[ast.Module]:
    for room in ("app", "ui"):
        for file in (ROOT / room).rglob("*.py"):
            yield ast.parse(file.read_text(encoding="utf-8"), str(file))


def _codes_in(tree: ast.Module, classes: set[str]) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in classes:
            for argument in call.args[:1]:
                yield from _constants(tree, argument)


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


def _all_codes() -> set[str]:
    classes = _error_classes()
    return {code for tree in _trees() for code in _codes_in(tree, classes)}


def test_the_walk_finds_the_codes_of_the_code_base():
    assert {"picture.gap", "session.locked", "callsign.taken", "port.in_use"} <= _all_codes()


def test_every_error_code_of_the_code_base_has_a_sentence():
    assert sorted(code for code in _all_codes() if code not in SENTENCES) == []


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
