"""What was seen of live video during a demo: how many tiles, how smooth, how late, at what cost."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.media.burnt_clock import read
from app.media.frame import Frame
from ui.bridge.videos import Videos

_EVERY_MS = 1000
#: A picture that is older than this was kept for who would come; what it says is not how late the line is.
_KEPT_MS = 2000


class DemoVideo(QObject):
    """Notes each picture that is handed to a tile, and reads the clock that is burnt into it."""

    def __init__(self, videos: Videos, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._videos = videos
        self._frames, self._cpu_s = 0, 0.0
        self._tiles_live = 0
        self._rates_fps: list[float] = []
        self._latencies_ms: list[int] = []
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
        a picture to handing it to the screen. ``cpu_ms_per_frame`` is decoding and scaling.
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
        if at_ms is not None:
            latency_ms = time.time_ns() // 1_000_000 - at_ms
            if latency_ms < _KEPT_MS:
                self._latencies_ms.append(latency_ms)

    def _count(self) -> None:
        now_s = time.monotonic()
        past_s, self._counted_s = now_s - self._counted_s, now_s
        self._tiles_live = self.tiles_live
        self._rates_fps += [frames / past_s for frames in self._lately.values()]
        self._cpu_s += self._videos.load.cpu * past_s
        self._lately.clear()
