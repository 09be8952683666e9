"""What was seen of talk during a demo: how many bursts, how fast the floor was had, how late words were heard."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from PySide6.QtCore import QObject

from app.domain.event import BurstEnded, BurstStarted, Event
from app.domain.talk import BurstRow, Hearing
from app.picture.changes import Changes
from app.voice.talk_state import Phase
from ui.bridge.voice import Voice
from ui.models.scene import Scene

_HEARD = frozenset({Hearing.PLAYED, Hearing.ACKNOWLEDGED})
_FAILED = frozenset({Hearing.FAILED})
#: Receipts are gathered, at the ends and at the station, before they are told.
_RECEIPTS_S = 3.0


class Log(Protocol):
    """The rows of the talk log."""

    @property
    def numbers(self) -> list[int]: ...
    def burst(self, number: int) -> BurstRow | None: ...


class DemoVoice(QObject):
    """Looks at the bursts and receipts of the picture, at the desk's own talking, at its ear and at its talk log.

    Args:
        operator: number of who works at the desk.
    """

    def __init__(self, scene: Scene, voice: Voice, log: Log, operator: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._voice, self._log, self._operator = scene, voice, log, operator
        #: What was told by the feed, whatever became of it; and when each was over.
        self._told: set[int] = set()
        self._over_s: dict[int, float] = {}
        self._bursts: dict[int, BurstRow] = {}
        #: By the moment of the grant.
        self._access_ms: dict[float, float] = {}
        self._delays_ms: dict[int, tuple[float, ...]] = {}
        scene.happened.connect(self._on_happened)
        scene.changed.connect(self._on_scene)
        voice.changed.connect(self._on_voice)

    @property
    def has_talked_both_ways(self) -> bool:
        """Whether the desk has played somebody's burst, and somebody one of the desk's."""
        own = [burst for burst in self._bursts.values() if burst.by == self._operator]
        others = [burst for burst in self._bursts.values() if burst.by != self._operator]
        is_heard = any(self._operator in _ends(burst, _HEARD) for burst in others)
        return is_heard and any(_ends(burst, _HEARD) for burst in own)

    def has_whole_log(self, by_s: float) -> bool:
        """Whether every burst stands in the talk log, and those that were over for a while with who heard them.

        Args:
            by_s: monotonic time that is looked back from.
        """
        over = [number for number, over_s in self._over_s.items() if over_s <= by_s - _RECEIPTS_S]
        return self._told <= set(self._log.numbers) and all(_is_answered(self._log.burst(each)) for each in over)

    def figures(self) -> dict[str, Any]:
        """The keys of the report's ``voice``; None for what was not seen.

        ``access_ms`` is from the press of the desk's key to the grant. ``mouth_to_ear_ms`` is from a word of a
        terminal to its sound at the desk, over all packets that were played. ``receipts`` count each end of each
        burst.
        """
        self._look_at_delays()
        delays_ms = [delay_ms for burst in self._delays_ms.values() for delay_ms in burst]
        return {
            "bursts": len(self._bursts),
            "access_ms": {"p95": _p95(list(self._access_ms.values()))},
            "mouth_to_ear_ms": {"p95": _p95(delays_ms)},
            "receipts": {
                "played": sum(len(_ends(burst, _HEARD)) for burst in self._bursts.values()),
                "failed": sum(_failed(burst) for burst in self._bursts.values()),
            },
        }

    def _on_happened(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event.fact, BurstStarted):
                self._told.add(event.fact.burst.number)
            elif isinstance(event.fact, BurstEnded):
                self._over_s[event.fact.burst] = time.monotonic()

    def _on_scene(self, changes: Changes) -> None:
        bursts = self._scene.picture.bursts
        told = [bursts[number] for number in changes.bursts if number in bursts]
        # Of an old burst the picture keeps no receipts.
        self._bursts.update({burst.number: burst for burst in told if not burst.is_short})
        if changes.bursts:
            # The listener remembers the last ones only.
            self._look_at_delays()

    def _on_voice(self) -> None:
        own = self._voice.own
        if own.phase is Phase.ON_AIR:
            self._access_ms[own.since_s] = 1000 * (own.since_s - own.pressed_s)

    def _look_at_delays(self) -> None:
        told = self._voice.listener.mouth_to_ear_ms
        self._delays_ms.update({burst: delays_ms for burst, delays_ms in told.items() if delays_ms})


def _ends(burst: BurstRow, hearings: frozenset[Hearing]) -> set[int]:
    return {receipt.number for receipt in burst.receipts if receipt.hearing in hearings}


def _is_answered(burst: BurstRow | None) -> bool:
    """What was said into a talkgroup of which nobody is on duty yet is for nobody to hear."""
    return burst is not None and bool(burst.receipts or burst.missed or not burst.units)


def _failed(burst: BurstRow) -> int:
    return len(_ends(burst, _FAILED)) + sum(len(missed.ends) for missed in burst.missed)


def _p95(values_ms: list[float]) -> float | None:
    return round(float(np.percentile(values_ms, 95)), 1) if values_ms else None
