"""The desk: builds what is needed and wires it; nothing else."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.errors import AppError
from app.logs import set_up_logs
from app.media.heaps import share_one_heap
from app.settings import Settings
from app.sync.embedded import Ready
from app.sync.rest import StationClient
from ui.bridge.crash import CrashWatch
from ui.bridge.embedded import EmbeddedBridge
from ui.bridge.garbage import Garbage
from ui.bridge.jobs import Jobs
from ui.bridge.keeper import Keeper
from ui.bridge.sources import StationSources
from ui.bridge.ticks import TickWatch
from ui.dialogs.sign_in import SignInPane
from ui.map.scheme import register_scheme
from ui.map.setup import map_options
from ui.map.view import MapView
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.paths import desk_folder
from ui.station_door import StationDoor
from ui.theme.look import Look
from ui.theme.tokens import Mode

if TYPE_CHECKING:
    from ui.workplace import Workplace

#: So long nothing need be seen of a desk that starts.
PATIENCE_MS = 1500


class Desk(QObject):
    """From the first window to the last: the station if it is ours, signing in, and the workplace.

    Args:
        keeper: remembers who stays signed in; None remembers nobody.
        on_first_start: is told the first administrator's login and password instead of the sign-in pane.
    Signals:
        opened(Workplace): somebody is signed in and the window is up.
        station_ready(Ready): the embedded station can be reached.

    Raises:
        AppError("desk.in_use"): another desk works in this data folder. AppError("data.not_writable").
    """

    opened = Signal(object)
    station_ready = Signal(object)

    def __init__(
        self,
        settings: Settings,
        keeper: Keeper | None,
        on_first_start: Callable[[str, str], None] | None = None,
    ) -> None:
        super().__init__()
        self._settings, self._keeper, self._on_first_start = settings, keeper, on_first_start
        self._lock = _lock(settings)
        self._remembered = QSettings(str(desk_folder(settings) / "window.ini"), QSettings.Format.IniFormat)
        self.ticks = TickWatch(self)
        self._jobs = Jobs(parent=self)
        self.look = Look(Mode(str(self._remembered.value("look/mode", settings.theme))), self)
        self.door = StationDoor(
            self._jobs,
            keeper or Keeper(),
            settings.station_url,
            str(settings.station_ca) if settings.station_ca else None,
            self,
        )
        self.door.opened.connect(self._on_opened)
        self.door.not_kept.connect(self.tell)
        self.embedded: EmbeddedBridge | None = None
        self._pane: SignInPane | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._on_slow)
        self.workplace: Workplace | None = None
        self._is_stopped = False

    def start(self, app: QApplication) -> None:
        self.look.dress(app)
        self.ticks.start()
        self._patience.start()
        if self._settings.station_url:
            self._begin()
            return
        self.embedded = EmbeddedBridge(self._settings.data, self._settings.port, self)
        self.embedded.ready.connect(self._on_station_ready)
        self.embedded.failed.connect(self.tell)
        self.embedded.start()
        # While the station starts: what takes longest at this end.
        import ui.workplace  # noqa: F401

    def stop(self) -> None:
        """Close everything, in the reverse order; what is still on its way to the desk shows nothing any more."""
        self._is_stopped = True
        self._patience.stop()
        if self.workplace is not None:
            left, self.workplace = self.workplace, None
            _take_down(left)
        pane, self._pane = self._pane, None
        if pane is not None:
            pane.close()
            pane.deleteLater()
        # Now: Qt would write it when the last reference goes, which may be long after the folder has.
        self._remembered.sync()
        self._jobs.shutdown()
        if self.embedded is not None:
            self.embedded.stop()
        self.ticks.stop()
        self._lock.release()
        # Now, while there is an application: a web view that outlives it takes the process down with it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def sign_in_pane(self) -> SignInPane:
        """The pane, shown; made when it is first needed."""
        if self._pane is None:
            self._pane = SignInPane(
                self.door,
                self.look,
                station=self._settings.station_url,
                login=str(self._remembered.value("sign_in/login", "")),
                remember=bool(self._remembered.value("sign_in/stay", True, bool)),
                has_station=bool(self._settings.station_url),
                can_stay=self._keeper is not None,
            )
            self.door.ask_keyring(self._pane.say_no_keyring, self._pane)
            self._pane.signed_in.connect(self._on_signed_in)
            self._pane.resize(560, 620)
        self._pane.show()
        self._pane.activateWindow()
        self._pane.focus_first()
        return self._pane

    def _on_slow(self) -> None:
        """Whoever opened the desk must not wait before an empty screen."""
        if self.workplace is not None or self._pane is not None or self._on_first_start is not None:
            return
        if self.embedded is not None and not self.door.own_url:
            self.sign_in_pane().show_starting()
        else:
            self.sign_in_pane().show_ready()

    def _begin(self) -> None:
        """The station can be asked: is somebody still signed in?"""
        if self._keeper is None:
            self.sign_in_pane().show_ready()
        else:
            self.door.resume(self._settings.station_url, lambda: self.sign_in_pane().show_ready())

    def _on_station_ready(self, ready: Ready) -> None:
        if self._is_stopped:
            return
        is_first = not self.door.own_url
        self.door.own_url = ready.url
        self.station_ready.emit(ready)
        if not is_first:
            return
        if ready.password is None:
            self._begin()
        elif self._on_first_start is not None:
            self._on_first_start(ready.login, ready.password)
        else:
            self.sign_in_pane().show_first_password(ready.login, ready.password)

    def tell(self, error: AppError) -> None:
        """Show an error where there is a window to show it in."""
        if self._is_stopped:
            return
        if self.workplace is not None:
            self.workplace.window.notices.failed(error)
        else:
            self.sign_in_pane().show_failed(error)

    def _on_opened(self, client: StationClient) -> None:
        operator = client.session.operator
        assert operator is not None
        self._remembered.setValue("sign_in/login", operator.login)
        if self.workplace is not None and self.workplace.operator == operator:
            self.workplace.go_on()
            self._hide_pane()
            return
        left, self.workplace = self.workplace, None
        from ui.workplace import Workplace

        self.workplace = Workplace(self._settings, self.look, self._jobs, client, operator, self._make_map)
        self.workplace.sign_in_asked.connect(self.sign_in_pane)
        self.workplace.sign_out_asked.connect(self._on_sign_out)
        self.workplace.start()
        # Only now: the application ends with its last window.
        self._hide_pane()
        _take_down(left)
        self.opened.emit(self.workplace)

    def _on_sign_out(self) -> None:
        self.door.sign_out()
        self.sign_in_pane().show_ready()
        left, self.workplace = self.workplace, None
        _take_down(left)

    def _on_signed_in(self) -> None:
        assert self._pane is not None
        if self._pane.can_stay:
            self._remembered.setValue("sign_in/stay", self._pane.is_to_stay)

    def _hide_pane(self) -> None:
        if self._pane is not None:
            self._pane.hide()

    def _make_map(self, scene: Scene, selection: Selection, sources: StationSources) -> MapView:
        return MapView(scene, selection, self.look, map_options(self._settings), sources)


def _take_down(workplace: Workplace | None) -> None:
    if workplace is not None:
        workplace.stop()
        workplace.deleteLater()


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The application, with what has to be said to Qt before there is one."""
    share_one_heap()
    if not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium refuses to sandbox for root.
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    # Chromium complains about services that a desk does not use.
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--log-level=3")
    register_scheme()
    app = QApplication(arguments or sys.argv[:1])
    app.setApplicationName("watchfloor")
    app.setApplicationDisplayName("Watchfloor")
    Garbage(app).start()
    return app


def run_desk(settings: Settings) -> int:
    """Open the desk and stay until it is closed. Returns the exit code."""
    app = make_application()
    desk = Desk(settings, Keeper())
    set_up_logs(settings.log_level, desk_folder(settings) / "desk.log")
    crashes = watch_crashes(desk, settings)
    quit_when_told(app)
    desk.start(app)
    try:
        return app.exec()
    finally:
        desk.stop()
        crashes.uninstall()


def quit_when_told(app: QApplication) -> None:
    """Have Ctrl+C in the terminal and an ordinary kill close the desk as its window does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())


def watch_crashes(desk: Desk, settings: Settings) -> CrashWatch:
    """Have every error that nobody foresaw logged, and told where the operator sees it."""
    crashes = CrashWatch(desk)
    crashes.install(desk_folder(settings) / "stacks.log")
    crashes.crashed.connect(lambda crash: desk.tell(AppError("app.unexpected", kind=crash.kind)))
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        # What is missing without a screen is known, and nobody can act on it.
        logging.getLogger("qt").setLevel(logging.ERROR)
    return crashes


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _lock(settings: Settings) -> FileLock:
    folder = desk_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(folder / "desk.lock", blocking=False)
        lock.acquire()
    except Timeout as error:
        raise AppError("desk.in_use", folder=str(settings.data)) from error
    except OSError as error:
        raise AppError("data.not_writable", folder=str(folder), reason=error.strerror or "") from error
    return lock
