"""Every container: whole streams come out of the middle, however the bytes came in; bad ones are refused."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise, repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.stream import Container
from app.media.containers.piece import FRAME_BYTES, HEADER_BYTES
from app.media.containers.sniff import cutter_for, sniff
from tests.app.media.containers.footage import FRAMES, GROUP, KINDS, SIZE, cut, decode, encode, footage

every_kind = pytest.mark.parametrize("kind", KINDS)
_QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_REFUSALS = {"stream.malformed", "stream.oversized"}
CODECS = {"libx264": "h264", "libx265": "hevc", "libvpx": "vp8", "mpeg2video": "mpeg2video"}


@every_kind
def test_a_stream_can_be_begun_at_every_key_piece_and_shows_a_key_frame_first(kind: str) -> None:
    cutter, pieces = cut(kind, [footage(kind)])
    keys = [index for index, piece in enumerate(pieces) if piece.is_key]

    assert len(keys) == FRAMES // GROUP
    for order, begin in enumerate(keys):
        shown = decode(cutter.header + b"".join(piece.data for piece in pieces[begin:]))
        assert shown[0][0], f"from key piece {order}"
        # The last frame of what is cut off at the end may still be on its way.
        assert FRAMES - order * GROUP - 1 <= len(shown) <= FRAMES - order * GROUP


@every_kind
def test_a_cutter_knows_what_is_in_the_container(kind: str) -> None:
    cutter, _ = cut(kind, [footage(kind)])

    assert sniff(footage(kind)) is KINDS[kind][0]
    assert cutter.tracks.video_codec == CODECS[KINDS[kind][3]]
    assert cutter.tracks.audio_codec in ("aac", "opus")
    assert (cutter.tracks.width, cutter.tracks.height) == SIZE
    assert cutter.tracks.lost == 0


@every_kind
def test_key_pieces_tell_the_media_time(kind: str) -> None:
    _, pieces = cut(kind, [footage(kind)])

    times = [piece.time_s for piece in pieces if piece.is_key and piece.time_s is not None]
    assert [b - a for a, b in pairwise(times)] == pytest.approx([1.0, 1.0], abs=0.05)


@every_kind
@_QUICK
@given(st.data())
def test_it_does_not_matter_how_the_bytes_come_in(kind: str, data: st.DataObject) -> None:
    stream = footage(kind)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12), label="cuts"))
    bounds = [0, *cuts, len(stream)]
    whole, at_once = cut(kind, [stream])

    parted, pieces = cut(kind, [stream[a:b] for a, b in pairwise(bounds)])

    assert parted.header == whole.header
    assert parted.tracks == whole.tracks
    first = next(index for index, piece in enumerate(pieces) if piece.is_key)
    other = next(index for index, piece in enumerate(at_once) if piece.is_key)
    assert b"".join(p.data for p in pieces[first:]) == b"".join(p.data for p in at_once[other:])
    assert [p.time_s for p in pieces if p.is_key] == [p.time_s for p in at_once if p.is_key]


@pytest.mark.parametrize("kind", ["mpegts", "flv", "webm", "fmp4 absolute"])
def test_bytes_may_come_one_at_a_time(kind: str) -> None:
    stream = footage(kind)[:20_000]
    _, at_once = cut(kind, [stream])

    _, pieces = cut(kind, [stream[i : i + 1] for i in range(len(stream))])

    assert sum(p.is_key for p in pieces) == sum(p.is_key for p in at_once)


@every_kind
@_QUICK
@given(st.data())
def test_damage_is_passed_on_or_refused_and_nothing_else(kind: str, data: st.DataObject) -> None:
    stream = bytearray(footage(kind))
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(stream) - 1))
        match data.draw(st.sampled_from(["set", "cut", "put"])):
            case "set":
                stream[at] = data.draw(st.integers(0, 255))
            case "cut":
                del stream[at : at + data.draw(st.integers(1, 400))]
            case "put":
                stream[at:at] = data.draw(st.binary(max_size=40))
        if not stream:
            return
    _feed_hostile(KINDS[kind][0], bytes(stream))


@pytest.mark.parametrize("container", Container)
@_QUICK
@given(st.binary(max_size=4_000), st.booleans())
def test_garbage_is_refused_and_nothing_else(container: Container, garbage: bytes, has_front: bool) -> None:
    fronts = {
        Container.MPEG_TS: b"\x47\x40\x00\x10",
        Container.FLV: b"FLV\x01\x05\0\0\0\x09\0\0\0\0",
        Container.WEBM: b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01" + b"\xff" * 7,
        Container.FMP4: b"\0\0\0\x08ftyp",
    }
    _feed_hostile(container, fronts[container] * has_front + garbage)


def _feed_hostile(container: Container, stream: bytes) -> None:
    assert _refusal_of(container, (stream[at : at + 700] for at in range(0, len(stream), 700))) in _REFUSALS | {
        None
    }


def _refusal_of(container: Container, chunks: Iterable[bytes]) -> str | None:
    cutter = cutter_for(container)
    try:
        for chunk in chunks:
            cutter.feed(chunk)
    except AppError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("container", "front", "more"),
    [
        (Container.MPEG_TS, b"", b"\x47\x1f\xff\x10" + b"\0" * 184),
        (Container.MPEG_TS, b"", b"\0" * 188),
        (Container.FLV, b"FLV\x01\x05\0\0\0\x09\0\0\0\0\x09\xff\xff\xff" + b"\0" * 7, b"\0" * 1000),
        (Container.WEBM, b"\x1a\x45\xdf\xa3\x08" + b"\xff" * 7, b"\0" * 1000),
        (Container.WEBM, b"\x1a\x45\xdf\xa3\x80\x16\x54\xae\x6b\x10\xff\xff\xff", b"\0" * 1000),
        (Container.FMP4, b"\x7f\xff\xff\xffmoov", b"\0" * 1000),
        (Container.FMP4, b"\0\0\0\x01free\0\xff\xff\xff\xff\xff\xff\xff", b"\0" * 1000),
    ],
)
def test_a_header_or_a_frame_without_an_end_is_refused_before_it_fills_memory(
    container: Container, front: bytes, more: bytes
) -> None:
    chunks = repeat(more, (FRAME_BYTES + HEADER_BYTES) // len(more))

    assert _refusal_of(container, chain([front], chunks)) in _REFUSALS


def test_an_mp4_that_can_only_be_read_as_a_whole_is_refused_as_such() -> None:
    for stream in (b"\0\0\0\x08ftyp\0\0\0\x20mdat" + b"\0" * 24, b"\0\0\0\x08ftyp\0\0\0\x08moov"):
        with pytest.raises(AppError) as caught:
            cutter_for(Container.FMP4).feed(stream)
        assert caught.value.params == {"reason": "not_fragmented"}


def test_packets_that_a_transport_stream_lost_are_counted() -> None:
    stream = footage("mpegts")
    packets = [stream[at : at + 188] for at in range(0, len(stream), 188)]
    del packets[40:43]

    cutter, _ = cut("mpegts", packets)

    assert 1 <= cutter.tracks.lost <= 3


def test_a_transport_stream_may_be_joined_in_the_middle_of_a_packet() -> None:
    stream = footage("mpegts")[100:]

    assert sniff(stream) is Container.MPEG_TS
    _, pieces = cut("mpegts", [stream])
    assert sum(piece.is_key for piece in pieces) >= 2


@pytest.mark.parametrize(("muxer", "container"), [("mpegts", Container.MPEG_TS), ("webm", Container.WEBM)])
def test_sound_alone_can_be_begun_every_second(muxer: str, container: Container) -> None:
    cutter = cutter_for(container)

    pieces = cutter.feed(encode(muxer, {}, "", "libopus" if muxer == "webm" else "aac"))

    assert 2 <= sum(piece.is_key for piece in pieces) <= 4
    assert cutter.tracks.video_codec == ""


@given(st.binary(max_size=800))
def test_what_is_no_container_is_told_as_such(head: bytes) -> None:
    try:
        told = sniff(head) or "later"
    except AppError as error:
        told = error.code
    assert told in {*Container, "stream.container_unknown"} if len(head) >= 376 else told != ""
