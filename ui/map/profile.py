"""The web engine's profile for the map: nothing kept on disk, nothing fetched but from the desk and tile hosts."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from ui.map.layers import is_tile_origin
from ui.map.scheme import SCHEME, DeskScheme

_log = logging.getLogger(__name__)

#: Never leave the machine: the desk's own scheme, Qt's own script, what the page made itself.
_LOCAL_SCHEMES = frozenset({SCHEME.decode(), "qrc", "blob", "data"})


class Gate(QWebEngineUrlRequestInterceptor):
    """Lets a request through to the desk or to a tile host, and nothing else."""

    def __init__(self, origins: frozenset[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._origins = origins
        self._refused: set[str] = set()

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if url.scheme() in _LOCAL_SCHEMES:
            return
        if is_tile_origin(url.scheme(), url.authority(), self._origins):
            return
        info.block(True)
        if url.host() not in self._refused:
            self._refused.add(url.host())
            _log.warning("the map page may not fetch from %s", url.host() or url.scheme())


class MapProfile(QWebEngineProfile):
    """Off the record: without a storage name the engine keeps cache and cookies in memory."""

    def __init__(self, scheme: DeskScheme, origins: frozenset[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gate = Gate(origins, self)
        self.setUrlRequestInterceptor(self._gate)
        self.installUrlSchemeHandler(SCHEME, scheme)
        self.setSpellCheckEnabled(False)
        self.downloadRequested.connect(self._on_download)

    def _on_download(self, download: QWebEngineDownloadRequest) -> None:
        download.cancel()
