"""Running the station: the socket, the server, and what it says when it is ready."""

from __future__ import annotations

import asyncio
import errno
import gc
import json
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import uvicorn

from app.domain.errors import AppError
from app.settings import Settings
from app.station.create_app import create_app
from app.station.http_protocol import BoundedHttp
from app.station.reach import is_everywhere
from app.station.signals import ending_signals
from app.station.station import FIRST_LOGIN, Station


@dataclass(frozen=True, slots=True)
class Ready:
    """What a station says once it can be reached. ``password`` only ever at the very first start."""

    url: str
    station: str
    login: str = FIRST_LOGIN
    password: str | None = None


def serve(settings: Settings, *, as_child: bool = False) -> None:
    """Run a station until it is told to stop, by a signal or as below, and has finished what it acknowledged.

    Args:
        as_child: say ``Ready`` as one line of JSON on standard output, and stop when standard input ends, so that
            the station goes when the desk that started it goes, however that ends.

    Raises:
        AppError("port.in_use" | "port.refused" | "tls.unusable") or what ``Station`` raises: cannot start.
        KeyboardInterrupt: it was Ctrl+C that ended it.
    """
    listening = _listen(settings)
    with listening, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, listening, as_child))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where there is one (not on Windows): twice the requests for the same time."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(settings: Settings, listening: socket.socket, as_child: bool) -> None:
    # Asked now: a station that is stopped while it starts has closed its socket when it would say where it was.
    url = _url(settings, listening)
    with ending_signals() as came:
        station = Station(settings)
        try:
            # Before the start: a certificate that cannot be used must not use up the first password.
            server = _Server(_config(settings, station), station.end_answers)
            password = await station.start()
            if as_child:
                _stop_at_end_of_input(server)
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            # A supervisor, or the desk, starts another one in place of one that is broken.
            watching = asyncio.create_task(station.ended())
            watching.add_done_callback(lambda _: setattr(server, "should_exit", True))
            while not server.started and not serving.done():
                # A signal that came before the server took them.
                server.should_exit |= bool(came)
                await asyncio.sleep(0.005)
            if server.started:
                # What there is by now stays: a full collection that went through a large city held up speech.
                gc.collect()
                gc.freeze()
                _announce(Ready(url, station.id, password=password), as_child)
            await serving
            watching.cancel()
        finally:
            await station.stop()
    if signal.SIGINT in came:
        raise KeyboardInterrupt


class _Server(uvicorn.Server):
    """Ends what never ends by itself, before it waits for what is still being answered."""

    def __init__(self, config: uvicorn.Config, end_answers: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._end_answers = end_answers

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._end_answers()
        await super().shutdown(sockets)


def _config(settings: Settings, station: Station) -> uvicorn.Config:
    config = uvicorn.Config(
        create_app(station),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=BoundedHttp,
        # Frames are numbers that do not compress; pings find a dead line within 15 s.
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=5,
        ws_ping_timeout=10,
        # A call to as many units as an audience may have.
        ws_max_size=256 * 1024,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    try:
        config.load()
    except (OSError, ssl.SSLError) as error:
        raise AppError("tls.unusable", reason=str(error)) from error
    return config


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        # On Windows this option would let two stations share the port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise AppError("port.in_use", host=settings.host, port=settings.port) from error
        reason = error.strerror or ""
        raise AppError("port.refused", host=settings.host, port=settings.port, reason=reason) from error
    return listening


def _url(settings: Settings, listening: socket.socket) -> str:
    scheme = "https" if settings.tls_cert else "http"
    # Listening everywhere is no address; whoever starts us sits on this machine.
    host = ("::1" if ":" in settings.host else "127.0.0.1") if is_everywhere(settings.host) else settings.host
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"


def _announce(ready: Ready, as_child: bool) -> None:
    if as_child:
        line = {"url": ready.url, "station": ready.station, "login": ready.login, "password": ready.password}
        print(json.dumps(line), flush=True)
        return
    print(f"Station ready at {ready.url}", flush=True)
    if ready.password is not None:
        print("\nFirst start. Sign in as the administrator; this password is not shown again:\n", flush=True)
        print(f"    login     {ready.login}\n    password  {ready.password}\n", flush=True)


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    descriptor = sys.stdin.fileno()

    def wait() -> None:
        # Past Python's buffer: a thread that holds its lock at the end of the process would abort that.
        while os.read(descriptor, 1024):
            pass
        server.should_exit = True

    threading.Thread(target=wait, name="end-of-input", daemon=True).start()
