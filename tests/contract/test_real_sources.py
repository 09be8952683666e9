"""Video that is fetched from real servers, by what an operator registers: camera → ticket → reader → picture."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.media.reader import StreamReader
from app.media.state import ReaderState
from tests.contract import ffmpeg
from tests.contract.ffmpeg import needs_ffmpeg
from tests.contract.gstreamer import GREEN, RtspServer, needs_rtsp_server, rtsp_server
from tests.contract.nginx import PASSWORD, media_server, needs_nginx
from tests.contract.onlooker import Onlooker, is_live, reason, shows, until
from tests.contract.station_process import StationProcess
from tests.ports import free_port

#: RRGGBB as ffmpeg is told, and what a picture then holds.
AMBER, AMBER_BGR = "E0A020", (0x20, 0xA0, 0xE0)
BLUE, BLUE_BGR = "2040C0", (0xC0, 0x40, 0x20)
Run = Callable[[subprocess.Popen[bytes]], subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationProcess]:
    process = StationProcess(tmp_path_factory.mktemp("station")).start()
    yield process
    process.kill()


@pytest.fixture
def desk(station: StationProcess) -> Iterator[Onlooker]:
    with Onlooker(station) as onlooker:
        yield onlooker


@pytest.fixture
def rtsp() -> Iterator[RtspServer]:
    with rtsp_server() as server:
        yield server


@pytest.fixture
def running() -> Iterator[Run]:
    """Keeps a program until the test is over."""
    programs: list[subprocess.Popen[bytes]] = []

    def keep(program: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        programs.append(program)
        return program

    yield keep
    for program in programs:
        ffmpeg.end(program)


class Served:
    """What ffmpeg itself serves. It hears one reader, once: when that one has gone, so has the server."""

    def __init__(self, protocol: str, running: Run) -> None:
        self._protocol, self._running, self._port = protocol, running, free_port()
        self._program = self._started()

    @property
    def url(self) -> str:
        return ffmpeg.SERVED[self._protocol][1].format(login="", port=self._port)

    def serve_again(self) -> None:
        """Where it has gone: whoever opens it on a busy machine may need a second try."""
        if self._program.poll() is not None:
            self._program = self._started()

    def send_signal(self, number: int) -> None:
        self._program.send_signal(number)

    def _started(self) -> subprocess.Popen[bytes]:
        return self._running(ffmpeg.serve(self._protocol, self._port, ffmpeg.colour(AMBER)))


class Course:
    """The states that a reader goes through."""

    def __init__(self, reader: StreamReader) -> None:
        self._reader = reader
        self.states: list[ReaderState] = []

    def reached(self, state: ReaderState) -> bool:
        now = self._reader.status().state
        if not self.states or self.states[-1] is not now:
            self.states.append(now)
        return state in self.states


@needs_rtsp_server
@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
def test_a_camera_behind_a_password_is_fetched_by_rtsp(desk: Onlooker, rtsp: RtspServer, udp: bool) -> None:
    reader = desk.watch(desk.camera(rtsp.url(), udp=udp))

    frame = shows(reader, GREEN)

    assert (frame.source_width, frame.source_height) == (320, 180)


@needs_rtsp_server
def test_a_wrong_password_is_told_in_a_word_and_so_is_a_name_that_is_not_there(
    desk: Onlooker, rtsp: RtspServer
) -> None:
    wrong = desk.watch(desk.camera(rtsp.url(password="guess")))
    absent = desk.watch(desk.camera(rtsp.url("nothing")))

    until(lambda: reason(wrong) == "stream.refused")
    until(lambda: reason(absent) == "stream.absent")


@needs_rtsp_server
@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
def test_a_camera_that_dies_and_comes_back_is_shown_again(desk: Onlooker, rtsp: RtspServer, udp: bool) -> None:
    reader = desk.watch(desk.camera(rtsp.url(), udp=udp))
    until(lambda: is_live(reader))

    rtsp.kill()
    until(lambda: reason(reader) == "stream.unreachable")
    rtsp.start()

    until(lambda: is_live(reader))
    shows(reader, GREEN)


@needs_rtsp_server
@needs_ffmpeg
def test_servers_that_freeze_are_stale_are_closed_and_are_live_again_when_they_are_started_anew(
    desk: Onlooker, rtsp: RtspServer, running: Run
) -> None:
    servers = [Served(protocol, running) for protocol in ffmpeg.SERVED]
    cameras = [desk.camera(rtsp.url()), desk.camera(rtsp.url(), udp=True)]
    cameras += [desk.camera(server.url) for server in servers]
    readers = [desk.watch(camera) for camera in cameras]

    def are_live() -> bool:
        for server in servers:
            server.serve_again()
        return all(is_live(reader) for reader in readers)

    until(are_live)

    for server in (*servers, rtsp):
        server.send_signal(signal.SIGSTOP)

    # How soon is the reader's own affair, and proved of it alone; FFmpeg hands out what had come before, first.
    courses = [Course(reader) for reader in readers]
    until(lambda: [course for course in courses if not course.reached(ReaderState.STALE)] == [])
    until(lambda: [course for course in courses if not course.reached(ReaderState.RETRYING)] == [])
    for course in courses:
        assert course.states[-2:] == [ReaderState.STALE, ReaderState.RETRYING]
    # Thawed, this server now and then crashes or answers 503 for good: a camera that froze is switched off and on.
    rtsp.kill()
    rtsp.start()
    until(lambda: all(is_live(reader) for reader in readers[:2]))


@needs_ffmpeg
@pytest.mark.parametrize("protocol", ffmpeg.SERVED)
def test_what_ffmpeg_serves_is_fetched(desk: Onlooker, running: Run, protocol: str) -> None:
    server = Served(protocol, running)

    reader = desk.watch(desk.camera(server.url))

    shows(reader, AMBER_BGR, meanwhile=server.serve_again)
    reader.stop()


@needs_ffmpeg
def test_hls_is_fetched_from_any_web_server_and_shown_at_the_speed_of_life(
    desk: Onlooker, running: Run, tmp_path: Path
) -> None:
    port = free_port()
    running(ffmpeg.segment(tmp_path, ffmpeg.colour(AMBER)))
    web = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    running(subprocess.Popen(web, stderr=subprocess.DEVNULL))

    reader = desk.watch(desk.camera(f"http://127.0.0.1:{port}/camera.m3u8"))

    shows(reader, AMBER_BGR)
    until(lambda: 12 <= reader.status().figures.shown_fps <= 18)


@needs_nginx
@needs_ffmpeg
def test_a_media_server_is_fetched_by_rtmp_and_hls_and_that_it_turns_somebody_away_is_told(
    desk: Onlooker, running: Run, tmp_path: Path
) -> None:
    with media_server(tmp_path) as server:
        pushing = running(ffmpeg.push_twice(server.rtmp("slow"), server.rtmp("quick"), ffmpeg.colour(AMBER)))
        until(lambda: server.has_playlist("quick"))
        playlist, guessing = (desk.watch(desk.camera(server.hls("quick", word))) for word in (PASSWORD, "guess"))
        camera = desk.watch(desk.camera(server.rtmp("slow")))
        astray = desk.watch(desk.camera(server.rtmp("slow", application="nowhere")))

        # Until the next key frame nginx sends a reader of RTMP sound alone.
        codes: set[str] = set()
        shows(camera, AMBER_BGR, meanwhile=lambda: codes.add(reason(camera)))
        assert "stream.no_video" not in codes
        shows(playlist, AMBER_BGR)
        until(lambda: reason(guessing) == reason(astray) == "stream.refused")

        # The same camera with other codecs, for which the server has nobody connect anew.
        pushing.kill()
        pushing.wait()
        running(ffmpeg.push_flv(server.rtmp("slow"), ffmpeg.colour(BLUE), *ffmpeg.SORENSON))
        shows(camera, BLUE_BGR)
        camera.stop()
        # No thread goes on reading what it does not understand, beside those of the other three.
        until(lambda: sum(thread.name == "stream" for thread in threading.enumerate()) <= 3)


@pytest.mark.slow
@needs_ffmpeg
def test_hls_that_stands_still_is_not_live_again_by_its_old_pieces(
    desk: Onlooker, running: Run, tmp_path: Path
) -> None:
    port = free_port()
    segmenting = running(ffmpeg.segment(tmp_path, ffmpeg.colour(AMBER)))
    web = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    running(subprocess.Popen(web, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    reader = desk.watch(desk.camera(f"http://127.0.0.1:{port}/camera.m3u8"))
    shows(reader, AMBER_BGR)

    segmenting.send_signal(signal.SIGSTOP)
    course = Course(reader)
    until(lambda: course.reached(ReaderState.RETRYING))
    shown = reader.shown
    # Long enough to be opened again, played and found silent.
    with pytest.raises(AssertionError):
        until(lambda: is_live(reader), 12.0)

    assert reader.shown == shown
    segmenting.send_signal(signal.SIGCONT)
    until(lambda: is_live(reader))
