"""An HTTP body as a file that FFmpeg reads from, and that another thread can end at once."""

from __future__ import annotations

import base64
import http.client
import selectors
import socket
import ssl
import threading
import time
from urllib.parse import unquote, urljoin, urlsplit

from app.domain.errors import AppError
from app.media.chunked import Dechunker
from app.media.source import Source

_CONNECT_S = 5.0
_LOOK_S = 0.1
#: More than http.client's buffer holds.
_BUFFER = 65536
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 3


class HttpBody:
    """The body of ``GET`` on a source, read as it comes.

    Args:
        silent_s: a read that brings nothing for this long fails.
    Raises (by ``open`` and ``read``):
        AppError: ``stream.unreachable``, ``stream.tls_refused``, ``stream.absent``, ``stream.refused``,
            ``stream.failed``, ``stream.silent``, ``stream.interrupted``.
    """

    name = "body"

    def __init__(self, source: Source, silent_s: float) -> None:
        self._source, self._silent_s = source, silent_s
        self._lock = threading.Lock()
        self._is_aborted = False
        self._socket: socket.socket | None = None
        self._connection: http.client.HTTPConnection | None = None
        self._response: http.client.HTTPResponse | None = None
        #: The socket, where it is read without http.client; what of the body that has read already.
        self._raw: socket.socket | None = None
        self._begun = b""
        self._chunks: Dechunker | None = None
        #: Bytes so far, for the rate and for telling an empty body from an unreadable one.
        self.received = 0
        #: A body may not bring more than this before the first packet has been read from it; None: no limit.
        self.most: int | None = None
        #: What a read failed with; some of FFmpeg's readers take a failed read for an end.
        self.failure: AppError | None = None

    def open(self) -> None:
        url = self._source.url
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._ask(url)
            if response.status not in _REDIRECTS:
                break
            target = urljoin(url, response.getheader("Location", ""))
            self.close()
            if urlsplit(target).scheme not in ("http", "https"):
                raise AppError("stream.failed", status=response.status)
            url = target
        _check(response.status)
        self._go_raw()

    def read(self, size: int) -> bytes:
        """At least one byte, at most ``size``; none at the end of the body."""
        if self.failure is not None:
            # Some of FFmpeg's readers ask once more. PyAV would print a second error, with all that led to it.
            return b""
        try:
            data = self._next(size)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.failure = AppError("stream.silent" if isinstance(error, TimeoutError) else "stream.interrupted")
            raise self.failure from error
        except AppError as error:
            self.failure = error
            raise
        self.received += len(data)
        if self.most is not None and self.received > self.most:
            self.failure = AppError("stream.unreadable")
            raise self.failure
        return data

    def abort(self) -> None:
        """End whatever waits here, from any thread, at once."""
        with self._lock:
            self._is_aborted = True
            if self._socket is not None:
                _shut(self._socket)

    def close(self) -> None:
        """Give the socket back; only on the thread that reads."""
        with self._lock:
            opened, self._socket = self._socket, None
        if self._response is not None:
            self._response.close()
        if self._connection is not None:
            self._connection.close()
        if opened is not None:
            opened.close()
        self._response = self._connection = None

    def _next(self, size: int) -> bytes:
        if self._raw is None:
            assert self._response is not None
            return self._response.read1(size)
        # Live video comes in many small pieces, each of which would pass through five layers of http.client.
        if self._begun:
            data, self._begun = self._begun[:size], self._begun[size:]
        else:
            data = self._raw.recv(size)
        chunks = self._chunks
        if chunks is None:
            return data
        while data:
            body = b"" if chunks.is_over else chunks.body(data)
            if body or chunks.is_over:
                return body
            data = self._raw.recv(size)
        return data

    def _go_raw(self) -> None:
        """Read past http.client from here on, where its part is done with the headers."""
        opened, response = self._socket, self._response
        assert response is not None
        is_endless = response.length is None
        if opened is None or isinstance(opened, ssl.SSLSocket) or not is_endless:
            return
        opened.settimeout(0)
        # What came with the headers. It is all of it: nothing more is read into the buffer of a socket that waits
        # for nothing.
        self._begun = response.fp.read1(_BUFFER) or b""
        opened.settimeout(self._silent_s)
        self._chunks = Dechunker() if response.chunked else None
        self._raw = opened

    def _ask(self, url: str) -> http.client.HTTPResponse:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_tls = parts.scheme == "https"
        connection = http.client.HTTPConnection(host, parts.port or (443 if is_tls else 80))
        self._connection = connection
        connected = self._connect(host, connection.port)
        try:
            connection.sock = self._secured(connected, host) if is_tls else connected
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            is_own = parts.netloc == urlsplit(self._source.url).netloc
            connection.request("GET", path, headers=self._headers() if is_own else {})
            self._response = connection.getresponse()
        except ssl.SSLError as error:
            raise AppError("stream.tls_refused", reason=error.reason or "") from error
        except TimeoutError as error:
            raise AppError("stream.silent") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise AppError("stream.interrupted") from error
        return self._response

    def _headers(self) -> dict[str, str]:
        parts = urlsplit(self._source.url)
        headers = {"Connection": "close", "Accept": "*/*", **dict(self._source.headers)}
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return headers

    def _connect(self, host: str, port: int) -> socket.socket:
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise AppError("stream.unreachable", reason="unknown_host") from error
        failure = AppError("stream.unreachable", reason="timeout")
        for family, kind, protocol, _, address in addresses:
            opened = socket.socket(family, kind, protocol)
            try:
                self._dial(opened, address)
            except TimeoutError:
                opened.close()
            except OSError:
                failure = AppError("stream.unreachable", reason="refused")
                opened.close()
            except BaseException:
                opened.close()
                raise
            else:
                return opened
        raise failure

    def _dial(self, opened: socket.socket, address: tuple[object, ...] | str) -> None:
        """Connect without blocking, so that an abort is heard while a machine that is off does not answer."""
        opened.setblocking(False)
        deadline = time.monotonic() + _CONNECT_S
        opened.connect_ex(address)
        with selectors.DefaultSelector() as selector:
            selector.register(opened, selectors.EVENT_WRITE)
            while not selector.select(_LOOK_S):
                if self._is_aborted:
                    raise AppError("stream.interrupted")
                if time.monotonic() > deadline:
                    raise TimeoutError
        if fault := opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(fault, "connect")
        opened.settimeout(self._silent_s)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._keep(opened)

    def _secured(self, plain: socket.socket, host: str) -> ssl.SSLSocket:
        context = ssl.create_default_context(cafile=self._source.ca_file)
        secured = context.wrap_socket(plain, server_hostname=host)
        self._keep(secured)
        return secured

    def _keep(self, opened: socket.socket) -> None:
        with self._lock:
            self._socket = opened
            if self._is_aborted:
                raise AppError("stream.interrupted")


def _check(status: int) -> None:
    if status in (401, 403):
        raise AppError("stream.refused")
    if status in (404, 410):
        raise AppError("stream.absent")
    if status != 200:
        raise AppError("stream.failed", status=status)


def _shut(opened: socket.socket) -> None:
    # Not a TLS socket's own shutdown: it takes the TLS state away from under the thread that reads.
    try:
        socket.socket.shutdown(opened, socket.SHUT_RDWR)
    # The other end may have closed it first; then there is nothing to end.
    except OSError:
        return
