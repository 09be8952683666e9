"""Sentences: an error's code and parameters as what happened and what to do, in the desk's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.errors import AppError
from app.domain.operator import Role
from ui.widgets.durations import clock_text
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.sentence_table import SENTENCES
from ui.widgets.words import role_name

_UNKNOWN = (
    QT_TRANSLATE_NOOP("sentence", "Something went wrong that this desk has no words for: {code}."),
    QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``what`` happened, and what to ``do``; the latter is empty when there is nothing to be done."""

    what: str
    do: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.do}".strip()


def sentence(error: AppError) -> Sentence:
    """What a person reads about this error. Never fails: a code of a newer station is named as it is."""
    what, do = SENTENCES.get(f"{error.code}/{error.params.get('reason')}") or SENTENCES.get(error.code) or _UNKNOWN
    params = _Params({"code": error.code})
    params.update({name: _readable(name, value) for name, value in error.params.items()})
    return Sentence(_filled(what, params), _filled(do, params))


class _Params(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _filled(template: str, params: _Params) -> str:
    if not template:
        return ""
    return QCoreApplication.translate("sentence", template).format_map(params)


def _readable(name: str, value: object) -> str:
    text = "…" if value is None else str(value)
    if name == "until":
        return _moment(text)
    if name == "role":
        return role_name(Role(text)) if text in set(Role) else text
    # The sentence ends itself.
    return text.rstrip(".")


def _moment(text: str) -> str:
    try:
        return clock_text(datetime.fromisoformat(text), has_seconds=False)
    except ValueError:
        return text
