"""How the city talks: the handsets that its units carry, and what is set for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.simulator.voice.line import Line


@dataclass(frozen=True, slots=True)
class Speech:
    """What is set for the whole city.

    Args:
        every_s: somebody in the city speaks about so often, give or take a fifth; 0: nobody does by himself.
        unlinked: share of the units whose terminals do not link: there are always some that cannot hear.
        line: of every terminal. folder: keeps what each has heard, in a folder each; None: nothing is kept.
    """

    every_s: float = 7.5
    unlinked: float = 0.05
    line: Line = field(default_factory=Line)
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Handset:
    """A unit's terminal, as far as it is for speech.

    Args:
        unit, terminal: their numbers. voice_url: holds the token.
        talks: whether its unit speaks and acknowledges with it; a camera beside a phone only hears.
        renewed: asks the station for it again, after the token was renewed. Blocks, raises AppError.
    """

    unit: int
    terminal: int
    callsign: str
    voice_url: str = field(repr=False)
    renewed: Callable[[], str] = field(repr=False)
    talks: bool = True
