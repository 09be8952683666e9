"""An event loop whose time passes as far as somebody waits, and at once: nothing in it is ever held up."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


class MadeUpTime:
    """In place of ``time.monotonic``, for as long as the patch lasts."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now_s = 1_000.0
        patch.setattr(time, "monotonic", lambda: self.now_s)

    def run(self, story: Coroutine[Any, Any, T]) -> T:
        with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(_Selector(self))) as runner:
            return runner.run(story)


class _Selector(selectors.DefaultSelector):
    def __init__(self, clock: MadeUpTime) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(timeout if timeout is None else 0)
        if not ready and timeout:
            self._clock.now_s += timeout
        return ready
