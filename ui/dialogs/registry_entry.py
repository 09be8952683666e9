"""What differs between the pages of the registry: how a thing is listed, edited, ordered and retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from app.domain.command import Command
from app.domain.errors import AppError
from app.domain.event import Fact
from app.picture.changes import Changes
from ui.dialogs.registry_rows import Row
from ui.widgets.form import Field, Form


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What a page says, translated.

    Args:
        headers: of the list's columns. find: in its line. empty: when nothing is registered yet.
        register, retire: on buttons. new: the heading of an empty form.
    """

    headers: tuple[str, ...]
    find: str
    empty: str
    register: str
    retire: str
    new: str


class Entry(Protocol):
    """One kind of thing that is registered."""

    @property
    def words(self) -> EntryWords: ...
    @property
    def form(self) -> Form: ...
    @property
    def below(self) -> QWidget | None:
        """What stands under the form."""
        ...

    def touches(self, changes: Changes) -> bool:
        """Whether the list or the choices of the form may be others now."""
        ...

    def rows(self) -> Sequence[Row]:
        """All of them as they are now, in the order of the list."""
        ...

    def fill(self, number: int | None) -> None:
        """Show this one in the form; None is a new one."""
        ...

    def command(self, number: int | None) -> Command:
        """The order that makes so what the form says; the form is sound."""
        ...

    def retirement(self, number: int) -> Command: ...
    def question(self, number: int) -> str:
        """What is asked before it is retired: what goes with it."""
        ...

    def welcome(self) -> None:
        """The one that is shown was registered just now."""
        ...

    def registered(self, fact: Fact) -> int | None:
        """The number that a new one was given, if this fact says so."""
        ...

    def field_of(self, refusal: AppError) -> Field | None:
        """Which field a refusal is about."""
        ...
