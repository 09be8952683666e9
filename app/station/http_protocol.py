"""HTTP as uvicorn speaks it, with an end to what is not a body."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Request line, headers, trailers: nothing honest comes near it.
_MOST_BYTES = 64 * 1024
_REFUSAL = b'{"code":"request.too_large","params":{}}'
_ANSWER = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(_REFUSAL), _REFUSAL)
)


class BoundedHttp(HttpToolsProtocol):
    """The parser collects headers, of anybody, for as long as they come; here they come to an end.

    What is counted is all that arrives without a head, a piece of body or a whole message being done by it.
    """

    _without_progress = 0
    _progressed = False

    def data_received(self, data: bytes) -> None:
        self._progressed = False
        super().data_received(data)
        self._without_progress = 0 if self._progressed else self._without_progress + len(data)
        if self._without_progress > _MOST_BYTES and not self.transport.is_closing():
            self.transport.write(_ANSWER)
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._progressed = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._progressed = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._progressed = True
        super().on_message_complete()
