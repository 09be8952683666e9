"""What a stream may do to a reader: the reader says what is wrong and comes back by itself."""

from __future__ import annotations

import os
import random
import socket
import threading
from dataclasses import replace

import psutil
import pytest

from app.domain.errors import AppError
from app.media.source import Source
from app.media.state import Patience, ReaderState, ReaderStatus
from tests.app.media.conftest import CALM, next_frame, threads_of_readers, until
from tests.app.media.servers import OK, answers, falls_silent, lasting, plays, repeats, serving
from tests.app.media.streams import clip

USUAL = Patience()
#: The same limits, ten times as strict.
IMPATIENT = Patience(stale_s=0.25, silent_s=0.8, return_s=0.15)
#: Calls a stream stale as soon, and lets it be: what is closed soon may be so before a busy machine has looked.
WATCHFUL = replace(CALM, stale_s=IMPATIENT.stale_s)


def _told(reader, code: str) -> AppError:
    told: list[AppError] = []

    def look() -> bool:
        reason = reader.status().reason
        if reason is not None and reason.code == code:
            told.append(reason)
        return bool(told)

    until(look)
    return told[0]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("404 Not Found", "stream.absent"),
        ("401 Unauthorized", "stream.refused"),
        ("403 Forbidden", "stream.refused"),
        ("503 Service Unavailable", "stream.failed"),
    ],
)
def test_an_answer_without_a_stream_is_told_by_its_code(reading, status, code):
    with serving(answers(status)) as server:
        reader = reading(server.url)
        _told(reader, code)
        assert reader.status().state is ReaderState.RETRYING
        # Between two tries; during one there is none to wait for.
        until(lambda: reader.status().retry_in_s is not None)


def test_a_machine_without_a_server_is_unreachable_and_refused(reading):
    # Taken, so that no other server gets it, and not listened at.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        reader = reading(f"http://127.0.0.1:{taken.getsockname()[1]}/x")
        assert _told(reader, "stream.unreachable").params == {"reason": "refused"}


def test_what_keeps_a_source_from_being_asked_for_is_the_reason(reading):
    def no_ticket(quality) -> Source:
        raise AppError("station.unreachable", reason="refused")

    assert _told(reading(no_ticket), "station.unreachable").params == {"reason": "refused"}


def test_an_error_that_nobody_expected_is_told_and_tried_again(reading, caplog):
    calls: list[object] = []

    def broken(quality) -> Source:
        calls.append(quality)
        raise RuntimeError("a bug")

    _told(reading(broken), "stream.reader_failed")
    until(lambda: len(calls) >= 2)


def test_an_empty_stream_has_ended(reading):
    with serving(plays(b"")) as server:
        _told(reading(server.url), "stream.ended")


@pytest.mark.parametrize("length", [1, 187, 5_000, 400_000])
def test_garbage_is_unreadable(reading, length):
    with serving(plays(random.Random(length).randbytes(length))) as server:
        _told(reading(server.url), "stream.unreadable")


def test_endless_garbage_is_given_up_in_bounded_memory(reading):
    before = psutil.Process().memory_info().rss
    with serving(repeats(random.Random(1).randbytes(188 * 512))) as server:
        _told(reading(server.url), "stream.unreadable")
    assert psutil.Process().memory_info().rss - before < 150e6


def test_an_endless_header_is_given_up(reading):
    # Matroska: an EBML header, a segment of unknown size, then void elements for ever.
    head = bytes.fromhex("1a45dfa3 93 42868101 42f78101 42f28104 42f38108 42828477 65626d".replace(" ", ""))
    segment = bytes.fromhex("1853806701ffffffffffffff")
    void = b"\xec\x50\x00" + bytes(4096)

    def endless(connection: socket.socket, over) -> None:
        connection.sendall(OK + head + segment)
        while not over.is_set():
            connection.sendall(void)

    with serving(endless) as server:
        _told(reading(server.url), "stream.unreadable")


def test_a_playlist_in_a_body_opens_nothing(reading, tmp_path):
    secret = tmp_path / "secret.ts"
    secret.write_bytes(clip())
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode()
    with serving(plays(playlist)) as server:
        reader = reading(server.url)
        _told(reader, "stream.unreadable")
        assert reader.take() is None


def test_sound_alone_is_no_video(reading):
    with serving(plays(_without_pictures())) as server:
        _told(reading(server.url), "stream.no_video")


def test_pictures_beyond_4k_are_refused_by_their_size(reading):
    with serving(
        plays(clip(size=(7680, 4320), seconds=0.2, rate=5, codec="mjpeg", container="matroska"))
    ) as server:
        assert _told(reading(server.url), "stream.too_large").params == {"width": 7680, "height": 4320}


def test_a_codec_that_nobody_has_is_told(reading):
    strange = clip(container="matroska").replace(b"V_MPEG4/ISO/AVC", b"V_MPEG9/ISO/ZZZ")
    with serving(plays(strange)) as server:
        _told(reading(server.url), "stream.codec_unknown")


@pytest.mark.parametrize("share", [0.1, 0.37, 0.8])
@pytest.mark.parametrize("container", ["mpegts", "flv", "matroska", "mp4"])
def test_a_stream_that_breaks_off_is_opened_again_and_shown(reading, container, share):
    whole = clip(container=container)
    served: list[int] = []

    def manners(connection, over) -> None:
        served.append(1)
        part = whole[: int(len(whole) * share)] if len(served) == 1 else whole
        plays(part, then=None if len(served) == 1 else falls_silent)(connection, over)

    with serving(manners) as server:
        reader = reading(server.url)
        until(lambda: len(served) >= 2)
        until(lambda: reader.status().state is ReaderState.LIVE)
        next_frame(reader)


@pytest.mark.parametrize("container", ["mpegts", "flv", "matroska", "mp4"])
def test_flipped_bits_end_no_reader(reading, container):
    data = bytearray(clip(container=container))
    chance = random.Random(7)
    for _ in range(len(data) // 200):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    served: list[int] = []

    def manners(connection, over) -> None:
        served.append(1)
        plays(bytes(data) if len(served) == 1 else clip(), then=None if len(served) == 1 else falls_silent)(
            connection, over
        )

    with serving(manners) as server:
        reader = reading(server.url)
        until(lambda: len(served) >= 2)
        next_frame(reader)


def _becomes_stale(reader) -> list[ReaderStatus]:
    """What is told until it is stale, and then that."""
    looks: list[ReaderStatus] = []

    def look() -> bool:
        looks.append(reader.status())
        return looks[-1].state is ReaderState.STALE

    until(look)
    return looks


def test_silence_is_stale_within_three_seconds(reading):
    with serving(plays(clip(seconds=0.5), then=falls_silent)) as server:
        reader = reading(server.url, patience=WATCHFUL)
        next_frame(reader)
        *before, stale = _becomes_stale(reader)
        assert stale.reason is not None and stale.reason.code == "stream.silent"
        assert (stale.picture_age_s or 0) >= WATCHFUL.stale_s
        # It is told by whoever looks: nobody is shown an older picture as live, however late they look.
        assert all((look.picture_age_s or 0) < 4 * WATCHFUL.stale_s for look in before)
    assert USUAL.stale_s <= 3.0


def test_silence_is_closed_within_ten_seconds_and_what_follows_is_live(reading):
    served: list[int] = []
    first, more = plays(clip(seconds=0.5), then=falls_silent), lasting()

    def manners(connection, over) -> None:
        served.append(1)
        (first if len(served) == 1 else more)(connection, over)

    with serving(manners) as server:
        reader = reading(server.url, patience=IMPATIENT)
        until(lambda: len(server.asked) >= 2)
        until(lambda: reader.status().state is ReaderState.LIVE)
    # The watchdog looks four times a second, and the first pause is half a second.
    assert USUAL.silent_s + 1.0 <= 10.0


def test_a_source_that_accepts_and_says_nothing_is_stale(reading):
    with serving(falls_silent) as server:
        *_, stale = _becomes_stale(reading(server.url, patience=WATCHFUL))
        assert stale.reason is not None and stale.reason.code == "stream.silent"


def test_a_source_that_accepts_and_says_nothing_is_closed(reading):
    with serving(falls_silent) as server:
        reader = reading(server.url, patience=IMPATIENT)
        _told(reader, "stream.silent")
        until(lambda: len(server.asked) >= 2)


def test_a_source_that_trickles_is_closed_though_it_is_never_silent(reading):
    with serving(repeats(b"\x47", every_s=0.05)) as server:
        reader = reading(server.url, patience=IMPATIENT)
        until(lambda: reader.status().state is ReaderState.RETRYING)
        _told(reader, "stream.silent")


def test_another_size_and_another_codec_in_mid_stream_are_shown(reading):
    parts = [clip(size=(320, 180)), clip(size=(480, 360), first_s=2.0), clip(codec="mpeg4", first_s=4.0)]
    #: Of each part but the first: somebody has seen the one before it.
    seen = [threading.Event() for _ in parts[1:]]

    def manners(connection, over) -> None:
        connection.sendall(OK + parts[0])
        for part, may_come in zip(parts[1:], seen, strict=True):
            while not may_come.wait(0.05):
                if over.is_set():
                    return
            connection.sendall(part)
        repeats(clip(codec="mpeg4", seconds=1.0), every_s=0.5)(connection, over)

    with serving(manners) as server:
        reader = reading(server.url)
        assert next_frame(reader).source_width == 320
        seen[0].set()
        until(lambda: (frame := reader.take()) is not None and frame.source_width == 480)
        seen[1].set()
        # The mpeg4 part comes back as a new opening, whose first part is H.264 again.
        until(lambda: len(server.asked) >= 2)
        next_frame(reader)


def test_a_reader_holds_no_file_that_it_was_not_given(reading):
    process = psutil.Process()
    before = process.num_fds() if hasattr(process, "num_fds") else 0
    with serving(plays(os.urandom(10_000))) as server:
        reader = reading(server.url)
        _told(reader, "stream.unreadable")
        reader.close()
        until(lambda: not threads_of_readers())
    if before:
        assert process.num_fds() <= before


def _without_pictures() -> bytes:
    import io

    import av

    whole, file = io.BytesIO(clip(sound="aac")), io.BytesIO()
    with av.open(whole) as source, av.open(file, "w", format="mpegts") as output:
        track = source.streams.audio[0]
        copied = output.add_stream_from_template(track)
        for packet in source.demux(track):
            if packet.dts is not None:
                packet.stream = copied
                output.mux(packet)
    return file.getvalue()
