"""The desk's own scheme: ``desk://HOST/PATH``, over which the map page gets everything it shows.

Hosts: ``map`` (the page and its scripts), ``live`` (what moves), ``basemap`` (vector tiles).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QBuffer, QByteArray, QObject, QUrl, QUrlQuery
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlScheme, QWebEngineUrlSchemeHandler

from app.domain.errors import AppError

_log = logging.getLogger(__name__)

SCHEME = b"desk"
PAGE_ORIGIN = "desk://map"


def register_scheme() -> None:
    """Make the scheme known to the web engine. Must run before the QApplication is made; again does nothing."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    _let_page_collect_garbage()
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(flags.SecureScheme | flags.CorsEnabled | flags.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def _let_page_collect_garbage() -> None:
    # The engine reads this once, when it starts; see resources/map/src/garbage.ts.
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if "--js-flags" not in flags:
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} --js-flags=--expose-gc".strip()


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back: media type, body, and further headers."""

    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the page: path without the leading slash, query values by name."""

    path: str
    query: Mapping[str, str]

    @classmethod
    def of(cls, url: QUrl) -> Request:
        return cls(
            url.path().lstrip("/"), dict(QUrlQuery(url).queryItems(QUrl.ComponentFormattingOption.FullyDecoded))
        )

    def number(self, name: str, default: int | None = None) -> int:
        """A query value as a number, not below 0.

        Raises:
            AppError("request.malformed"): missing or not a number.
        """
        text = self.query.get(name, "" if default is None else str(default))
        if not text.isdecimal():
            raise AppError("request.malformed", name=name)
        return int(text)

    def numbers(self, name: str, limit: int) -> list[int]:
        """A query value ``1,2,3`` as numbers, at most ``limit`` of them.

        Raises:
            AppError("request.malformed"): something else than numbers, or too many.
        """
        parts = self.query.get(name, "").split(",")
        if len(parts) > limit or not all(part.isdecimal() for part in parts):
            raise AppError("request.malformed", name=name)
        return [int(part) for part in parts]


#: Called once, now or later, with the reply. A page that is gone meanwhile is not told.
Answer = Callable[[Reply], None]
#: Answers requests to one host. Raises AppError("request.…") for what it does not have.
Host = Callable[[Request, Answer], None]


class DeskScheme(QWebEngineUrlSchemeHandler):
    """Hands each request to its host. Lives on the GUI thread, as the web engine calls it there."""

    def __init__(self, hosts: Mapping[str, Host], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hosts = hosts

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        host = self._hosts.get(url.host())
        if host is None or bytes(job.requestMethod().data()) != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        try:
            host(Request.of(url), _Pending(job).answer)
        except AppError as error:
            _log.warning("%s refused: %s", url.host(), error)
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)


class _Pending:
    """A request that may be answered later; the web engine deletes its job when the page goes away."""

    def __init__(self, job: QWebEngineUrlRequestJob) -> None:
        self._job: QWebEngineUrlRequestJob | None = job
        job.destroyed.connect(self._on_gone)

    def answer(self, reply: Reply) -> None:
        job, self._job = self._job, None
        if job is None:
            return
        headers = {"Access-Control-Allow-Origin": PAGE_ORIGIN, "Cache-Control": "no-store", **reply.headers}
        job.setAdditionalResponseHeaders(_multi_map(headers))
        body = QBuffer(job)
        body.setData(QByteArray(reply.body))
        job.reply(reply.media_type.encode(), body)

    def _on_gone(self) -> None:
        self._job = None


def _multi_map(headers: Mapping[str, str]) -> dict[QByteArray, QByteArray]:
    # PySide takes a QMultiMap as a dict of lists; its stubs do not know.
    lists = {QByteArray(name.encode()): [QByteArray(value.encode())] for name, value in headers.items()}
    return cast(dict[QByteArray, QByteArray], lists)
