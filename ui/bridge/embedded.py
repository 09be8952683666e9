"""The embedded station's news on the GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.sync.embedded import EmbeddedStation, Ready


class EmbeddedBridge(QObject):
    """Keeps a station running on this machine as long as the desk is.

    Signals:
        ready(Ready): it can be reached; again after each time it had to be started anew.
        failed(AppError): it cannot start, and is not tried again.
    """

    ready = Signal(object)
    failed = Signal(object)

    def __init__(self, data: Path, port: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = EmbeddedStation(data, port, on_ready=self._on_ready, on_failed=self._on_failed)

    @property
    def pid(self) -> int | None:
        return self._station.pid

    def start(self) -> None:
        self._station.start()

    def stop(self) -> None:
        self._station.stop()

    def _on_ready(self, ready: Ready) -> None:
        # Called on the supervisor's thread; the signal crosses over.
        self.ready.emit(ready)

    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)
