"""The demo: a desk, a station and a city of phones, all in a folder that is thrown away."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.domain.errors import AppError
from app.logs import set_up_logs
from app.settings import Settings, load_settings
from app.sync.embedded import Ready
from ui.demo_report import DemoReport
from ui.demo_video import DemoVideo
from ui.demo_visit import DemoVisit
from ui.demo_voice import DemoVoice
from ui.desk import Desk, make_application, quit_when_told, watch_crashes
from ui.dialogs.sign_in import SignInRequest
from ui.workplace import Workplace

logger = logging.getLogger(__name__)

_CODE = Path(__file__).resolve().parents[1]
#: A desk that is not up by then will not come up.
_PATIENCE_MS = 90_000
#: In a demo of so many units and so long, somebody must have been seen to film, and heard.
_MANY_UNITS, _LONG_S = 6, 20.0
#: Receipts may come late on a busy machine.
_RECEIPTS_AT_MOST_S, _LOOK_AGAIN_MS = 20.0, 500
#: What the visit says: nobody is there to speak into a microphone.
_PHRASE = _CODE / "resources" / "speech" / "low-report-7.opus"
_SCREEN = (1920, 1080)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo was asked for.

    Args:
        seconds: how long it runs once the desk is up; None until the window is closed.
        screenshots: folder for a PNG of every perspective.
        report: file for the figures.
    """

    seconds: float | None
    screenshots: Path | None
    report: Path | None
    seed: int
    units: int

    @property
    def is_long(self) -> bool:
        """Whether there is time to see video and to hear talk."""
        return self.units >= _MANY_UNITS and self.seconds is not None and self.seconds >= _LONG_S


def run_demo(demo: Demo) -> int:
    """Run it.

    Returns 0 only if units really moved, all that was said stands in the talk log with who heard it, and, where
    there was time for it, video was seen and talk was heard at both ends; or somebody closed the window, having
    seen for themselves.
    """
    with tempfile.TemporaryDirectory(prefix="watchfloor-demo-", ignore_cleanup_errors=True) as folder:
        settings = load_settings(data=Path(folder), port=0, station_url="", host="127.0.0.1")
        if demo.seconds is not None:
            settings = _with_files(settings)
        set_up_logs("WARNING")
        app = make_application()
        run = _Run(demo, settings, app)
        crashes = watch_crashes(run.desk, settings)
        quit_when_told(app)
        run.start()
        try:
            return app.exec()
        finally:
            run.stop()
            crashes.uninstall()


def _with_files(settings: Settings) -> Settings:
    """A visit speaks by itself, so it has a phrase for a microphone; and what it hears troubles nobody around."""
    files = {
        "microphone_file": settings.microphone_file or _PHRASE,
        "loudspeaker_file": settings.loudspeaker_file or settings.data / "heard.wav",
    }
    return settings.model_copy(update=files)


class _Run(QObject):
    def __init__(self, demo: Demo, settings: Settings, app: QApplication) -> None:
        super().__init__()
        self._demo, self._app = demo, app
        # The bootstrap may have become this process after a long installation.
        handed_over_s = float(os.environ.get("BOOTSTRAP_HANDED_OVER_AT", "0"))
        self._started_s = max(psutil.Process().create_time(), handed_over_s)
        self.desk = Desk(settings, None, self._sign_in)
        self.desk.opened.connect(self._on_opened)
        self.desk.station_ready.connect(self._on_station_ready)
        self._url, self._login, self._password = "", "", ""
        self._city: subprocess.Popen[bytes] | None = None
        self._report: DemoReport | None = None
        self._workplace: Workplace | None = None
        self._over_s: float | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_no_desk)

    def start(self) -> None:
        self._patience.start()
        self.desk.start(self._app)

    def stop(self) -> None:
        if self._city is not None:
            assert self._city.stdin is not None
            self._city.stdin.close()
            try:
                self._city.wait(3)
            except subprocess.TimeoutExpired:
                self._city.kill()
                self._city.wait()
        self.desk.stop()

    def _on_station_ready(self, ready: Ready) -> None:
        if not self._url:
            print(
                f"The demo's station is at {ready.url}; everything it keeps is thrown away at the end.", flush=True
            )
        self._url = ready.url

    def _sign_in(self, login: str, password: str) -> None:
        self._login, self._password = login, password
        request = SignInRequest(station="", login=login, password=password, remember=False)
        self.desk.door.sign_in(request, lambda _: None, self._on_refused, self)

    def _on_refused(self, error: AppError) -> None:
        logger.error("the demo cannot sign in: %s", error.code)
        self._app.exit(1)

    def _on_no_desk(self) -> None:
        logger.error("the desk did not come up in %d s", _PATIENCE_MS // 1000)
        self._app.exit(1)

    def _on_opened(self, workplace: Workplace) -> None:
        self._patience.stop()
        self._workplace = workplace
        assert workplace.voice is not None
        self._report = DemoReport(
            workplace.scene,
            workplace.feed,
            workplace.map_view,
            DemoVideo(workplace.videos, self),
            DemoVoice(
                workplace.scene,
                workplace.voice.voice,
                workplace.talk_log.pane.model,
                workplace.operator.number,
                self,
            ),
            self.desk.ticks,
            self._started_s,
            self,
        )
        self._start_city()
        if self._demo.seconds is not None:
            workplace.window.resize(*_SCREEN)
            report, is_long = self._report, self._demo.is_long
            visit = DemoVisit(
                workplace,
                self._demo.seconds,
                self._demo.screenshots,
                lambda: report.has_seen_and_heard or not is_long,
                lambda: report.glides_seen,
                self,
            )
            visit.seen.connect(self._on_seen)
            visit.over.connect(self._finish)
            visit.failed.connect(self._on_failed)
            visit.start()

    def _start_city(self) -> None:
        """The phones, in a process of their own, which ends when its standard input does."""
        command = [sys.executable, "-m", "app.simulator", "--as-child", "--station", self._url]
        command += ["--login", self._login, "--seed", str(self._demo.seed), "--units", str(self._demo.units)]
        command += ["--log-level", "WARNING"]
        self._city = subprocess.Popen(command, cwd=_CODE, stdin=subprocess.PIPE, start_new_session=True)
        assert self._city.stdin is not None
        self._city.stdin.write(self._password.encode() + b"\n")
        self._city.stdin.flush()

    def _on_seen(self) -> None:
        assert self._report is not None
        if self._demo.report is not None:
            try:
                self._report.save(self._demo.report)
            except AppError as error:
                self._on_failed(error)

    def _finish(self) -> None:
        report = self._report
        assert report is not None
        if self._over_s is None:
            self._over_s = time.monotonic()
        if not report.has_whole_talk_log(self._over_s) and time.monotonic() - self._over_s < _RECEIPTS_AT_MOST_S:
            QTimer.singleShot(_LOOK_AGAIN_MS, self, self._finish)
            return
        missing = report.missing(self._over_s, is_long=self._demo.is_long)
        for what in missing:
            logger.error("the demo did not see: %s", what)
        self._app.exit(1 if missing else 0)

    def _on_failed(self, error: AppError) -> None:
        logger.error("%s", error)
        self._app.exit(1)
