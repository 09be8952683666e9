"""What was seen of live video during a demo: how many tiles, how smooth, how late, at what cost."""

from __future__ import annotations

import math
import time
from collections import Counter
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.media.burnt_clock import read
from app.media.frame import Frame
from ui.bridge.videos import Videos

_EVERY_MS = 1000
#: The first pictures after a pause were kept for who would come; what they say is not how late the line is.
_CATCHING_UP_S = 1.0


class DemoVideo(QObject):
    """Notes each picture that is handed to a tile, and reads the clock that is burnt into it."""

    def __init__(self, videos: Videos, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._videos = videos
        self._frames, self._cpu_s = 0, 0.0
        self._tiles_live = 0
        self._rates_fps: list[float] = []
        self._latencies_ms: list[int] = []
        #: Of each source: when its last picture came, and since when they come without a pause.
        self._last_s: dict[int, float] = {}
        self._since_s: dict[int, float] = {}
        self._lately: Counter[int] = Counter()
        self._counted_s = time.monotonic()
        videos.frame_shown.connect(self._on_frame)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._count)
        self._timer.start()

    @property
    def tiles_live(self) -> int:
        """Most sources that brought pictures in one and the same second."""
        return max(self._tiles_live, len(self._lately))

    def figures(self) -> dict[str, Any]:
        """The keys of the report's ``video``; None for what was not seen.

        ``fps`` is the median over all seconds of all tiles that were live in them. ``latency_ms`` is from drawing
        a picture to handing it to the screen, without those of the first second. ``cpu_ms_per_frame`` is
        decoding and scaling.
        """
        p50, p95 = np.percentile(self._latencies_ms, (50, 95)).tolist() if self._latencies_ms else (None, None)
        return {
            "tiles_live": self.tiles_live,
            "frames_shown": self._frames,
            "fps": round(float(np.median(self._rates_fps)), 2) if self._rates_fps else None,
            "latency_ms": {"p50": p50, "p95": p95},
            "cpu_ms_per_frame": round(1000 * self._cpu_s / self._frames, 2) if self._frames else None,
        }

    def _on_frame(self, source: int, frame: Frame) -> None:
        self._frames += 1
        self._lately[source] += 1
        at_ms = read(frame.rgb)
        if at_ms is not None and not self._is_catching_up(source):
            self._latencies_ms.append(time.time_ns() // 1_000_000 - at_ms)

    def _is_catching_up(self, source: int) -> bool:
        now_s = time.monotonic()
        if now_s - self._last_s.get(source, -math.inf) > _CATCHING_UP_S:
            self._since_s[source] = now_s
        self._last_s[source] = now_s
        return now_s - self._since_s[source] < _CATCHING_UP_S

    def _count(self) -> None:
        now_s = time.monotonic()
        past_s, self._counted_s = now_s - self._counted_s, now_s
        self._tiles_live = self.tiles_live
        self._rates_fps += [frames / past_s for frames in self._lately.values()]
        self._cpu_s += self._videos.load.cpu * past_s
        self._lately.clear()
