"""The web view that shows the page: one page, one channel, no way out of it."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QCursor, QMouseEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from ui.map.scheme import SCHEME

_log = logging.getLogger(__name__)

_Attribute = QWebEngineSettings.WebAttribute
_Level = QWebEnginePage.JavaScriptConsoleMessageLevel
_LOG_LEVELS = {
    _Level.InfoMessageLevel: logging.DEBUG,
    _Level.WarningMessageLevel: logging.WARNING,
    _Level.ErrorMessageLevel: logging.ERROR,
}


class MapWeb(QWebEngineView):
    """An empty view; ``open`` gives it its page.

    Signals:
        died(): the renderer process ended, by itself or by force.
    """

    died = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._channel = QWebChannel(self)

    def open(self, profile: QWebEngineProfile, desk: QObject) -> None:
        """Make the page, with ``desk`` as the object it shares with us. The profile must outlive this view."""
        page = _MapPage(profile, self)
        settings = page.settings()
        settings.setAttribute(_Attribute.LocalStorageEnabled, False)
        settings.setAttribute(_Attribute.PluginsEnabled, False)
        settings.setAttribute(_Attribute.ErrorPageEnabled, False)
        settings.setAttribute(_Attribute.ShowScrollBars, False)
        settings.setAttribute(_Attribute.FullScreenSupportEnabled, False)
        settings.setAttribute(_Attribute.NavigateOnDropEnabled, False)
        self._channel.registerObject("desk", desk)
        page.setWebChannel(self._channel)
        page.renderProcessTerminated.connect(self._on_terminated)
        self.setPage(page)

    def set_ground(self, color: str) -> None:
        """What shows until the page is drawn."""
        self.page().setBackgroundColor(QColor(color))

    def release(self) -> None:
        """The left button is up: after a drag the page was not told, as the drag took it."""
        page = self.focusProxy()
        if page is None:
            return
        at = QCursor.pos()
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        local = QPointF(page.mapFromGlobal(at))
        no_key = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseButtonRelease, local, QPointF(at), left, none, no_key)
        QCoreApplication.sendEvent(page, event)

    def _on_terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        _log.warning("the map's renderer ended: %s, code %d", status.name, code)
        self.died.emit()


class _MapPage(QWebEnginePage):
    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        return QUrl(url).scheme() == SCHEME.decode()

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        _log.log(_LOG_LEVELS[level], "map page: %s (%s:%d)", message, source, line)
