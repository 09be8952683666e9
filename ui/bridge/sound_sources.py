"""Whether the microphone that is heard is still plugged in, as the sound server of a Linux desktop knows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QStandardPaths, QTimer, Signal

from ui.bridge.sound_server import server_address

_EVERY_MS = 1000
#: The server is asked anew when it has not answered for so many times.
_MOST_WAITS = 5
_END_MS = 1000


class SourceWatch(QObject):
    """Asks ``pactl`` once a second; where there is none, nothing is ever told.

    Qt 6.11 goes on naming the last microphone when that is unplugged, and PulseAudio takes what is captured from a
    loudspeaker from then on. Belongs to the thread that captures, needs its event loop, and holds nothing up.

    Args:
        source: what Qt calls the device: with PulseAudio, or PipeWire in its place, its name there.
    Signals:
        gone(): it was there, and is not any more; told once.
    """

    gone = Signal()

    def __init__(self, source: bytes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._was_there = False
        self._waits = 0
        self._process = QProcess(self)
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.finished.connect(self._on_answered)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def start(self) -> None:
        address, program = server_address(), QStandardPaths.findExecutable("pactl")
        if address is None or not program:
            return
        # With a server that is named, none is started in place of one that has ended.
        env = QProcessEnvironment.systemEnvironment()
        env.insert("PULSE_SERVER", address)
        self._process.setProcessEnvironment(env)
        self._process.setProgram(program)
        self._process.setArguments(["list", "short", "sources"])
        self._timer.start()
        self._ask()

    def stop(self) -> None:
        """No process is left."""
        self._timer.stop()
        self._process.kill()
        self._process.waitForFinished(_END_MS)

    def _ask(self) -> None:
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self._waits = 0
            self._process.start()
            return
        self._waits += 1
        if self._waits >= _MOST_WAITS:
            self._process.kill()

    def _on_answered(self, code: int, status: QProcess.ExitStatus) -> None:
        answer = bytes(self._process.readAllStandardOutput().data())
        if code != 0 or status is not QProcess.ExitStatus.NormalExit:
            return
        if self._source in sources(answer):
            self._was_there = True
            return
        # What was never there is a device that Qt has from elsewhere: of that the server knows nothing.
        self._timer.stop()
        if self._was_there:
            self._was_there = False
            self.gone.emit()


def sources(listed: bytes) -> frozenset[bytes]:
    """The names in what ``pactl list short sources`` says: number, name, driver, format and state, with tabs."""
    rows = (line.split(b"\t") for line in listed.splitlines())
    return frozenset(row[1] for row in rows if len(row) > 1)
