"""Talking to the unit of a tile's source, by its button or key, for as long as either is held."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from ui.widgets.video.buttons import TileButtons


class TileTalk(Protocol):
    """What a tile asks before it offers to talk, and then does."""

    def why_not(self, source: int) -> str:
        """Why nobody would hear; empty where somebody does. Costs one pass over the terminals."""
        ...

    def hold(self, source: int, *, stays: bool) -> None:
        """Talk to the source's unit until ``let_go``, or with ``stays`` until the next press."""
        ...

    def let_go(self) -> None: ...


class TileTalking:
    """One tile's: what its button says, and whether it is held.

    Args:
        talk: None where one only looks.
    """

    def __init__(self, talk: TileTalk | None, buttons: TileButtons) -> None:
        self._talk, self._buttons = talk, buttons
        self._is_held = False

    def look(self, source: int | None) -> bool:
        """Let the button say whether one can talk now, and why not; gives whether."""
        if source is None or self._is_held:
            return self._is_held
        why = QCoreApplication.translate("video", "You do not talk from this desk")
        if self._talk is not None:
            why = self._talk.why_not(source)
        self._buttons.set_enabled("talk", not why, why)
        return not why

    def begin(self, source: int | None, *, stays: bool = False) -> None:
        if self._talk is not None and source is not None and not self._is_held and self.look(source):
            self._is_held = not stays
            self._talk.hold(source, stays=stays)

    def end(self) -> None:
        if self._talk is not None and self._is_held:
            self._is_held = False
            self._talk.let_go()
