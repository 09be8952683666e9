"""Every visible text can be translated: what stands in ``tr`` is a text as marked, whose gaps are filled later."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ui.widgets.i18n import QT_TRANSLATE_NOOP

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "ui").rglob("*.py"))
_TEXT_AT = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}


def _texts(tree: ast.Module):
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in _TEXT_AT and len(call.args) > _TEXT_AT[name]:
                yield call.args[_TEXT_AT[name]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_text_is_put_together_inside_tr(file):
    for text in _texts(ast.parse(file.read_text(encoding="utf-8"))):
        # A name or a look-up is a text that was marked where it stands, in a table.
        assert not isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call), (
            f"line {text.lineno}: {ast.unparse(text)}"
        )


def test_a_marked_text_is_the_text():
    assert QT_TRANSLATE_NOOP("words", "Available") == "Available"
