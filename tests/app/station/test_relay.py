"""The relay beside a real log: who may push, who takes over, and what the log says of it."""

from __future__ import annotations

import asyncio
import gc
import itertools
from pathlib import Path

import pytest

from app.domain import command as orders
from app.domain import event as facts
from app.domain.command import Command
from app.domain.errors import AppError
from app.domain.stream import Container, StreamEnd
from app.domain.terminal import PushFault, TerminalFields, TerminalKind
from app.station import publishing as publishing_module
from app.station import relay as relay_module
from app.station.publishing import Publishing
from tests.app.media.containers import footage as footage_module
from tests.app.media.containers.footage import encode, footage
from tests.app.station.air import SECRETS, Air, Camera, in_the_air


async def _all_of(air: Air) -> bytes:
    tail = air.relay.live(2).tail
    link = await tail.entry()
    assert link is not None
    read = link.header
    while link is not None:
        read += link.data
        link = await tail.after(link)
    return read


def test_a_push_is_told_with_what_is_in_it_and_its_end(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        assert await air.push(Camera().send(footage("mpegts")).close()) == "done"
        await air.until(lambda: air.has_ended(StreamEnd.CLOSED))
        started = next(fact for fact in air.told if isinstance(fact, facts.StreamStarted))
        assert started.stream.container is Container.MPEG_TS
        assert (started.stream.video_codec, started.stream.audio_codec) == ("h264", "aac")
        assert (started.stream.width, started.stream.height) == (64, 48)
        assert air.shown is None

    in_the_air(tmp_path, story)


def test_readers_in_the_middle_get_header_and_last_key_frame_and_then_all_that_comes(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        stream, camera = footage("flv"), Camera()
        pushing = air.push(camera.send(stream[:-2_000]))
        await air.until(lambda: len(air.relay) == 1)
        readers = [asyncio.create_task(_all_of(air)) for _ in range(3)]
        await asyncio.sleep(0)
        camera.send(stream[-2_000:]).close()
        assert await pushing == "done"
        read = {await reader for reader in readers}
        assert len(read) == 1
        (data,) = read
        assert data.startswith(b"FLV")
        assert data.endswith(stream[-2_000:])

    in_the_air(tmp_path, story)


def test_a_second_publisher_takes_over_when_it_shows_something_and_not_before(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        stream = footage("mpegts")
        first, second = Camera().send(stream), Camera()
        pushing = air.push(first)
        await air.until(lambda: air.shown is not None)
        number = air.shown
        taking_over = air.push(second.send(stream[:188]))
        reading = asyncio.create_task(_all_of(air))
        await asyncio.sleep(0.02)
        assert not pushing.done()

        second.send(stream[188:])

        assert await pushing == "stream.taken_over"
        assert await reading
        await air.until(lambda: air.shown not in (None, number))
        assert air.has_ended(StreamEnd.TAKEN_OVER)
        second.close()
        assert await taking_over == "done"

    in_the_air(tmp_path, story)


def test_garbage_with_the_right_token_takes_nothing_over(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        camera = Camera().send(footage("webm"))
        pushing = air.push(camera)
        await air.until(lambda: air.shown is not None)
        assert await air.push(Camera().send(b"garbage" * 100)) == "stream.container_unknown"
        assert air.shown is not None and not pushing.done()
        camera.close()
        await pushing

    in_the_air(tmp_path, story)


NOTHING_IN_IT = b"\0\0\0\x08ftyp\0\0\0\x20mdat" + b"\0" * 24


def _refused(air: Air) -> list[PushFault]:
    return [fact.fault for fact in air.told if isinstance(fact, facts.PushRefused)]


@pytest.mark.parametrize(
    ("sent", "token", "fault"),
    [
        (b"garbage" * 100, "", PushFault.CONTAINER_UNKNOWN),
        (NOTHING_IN_IT, "", PushFault.NOT_FRAGMENTED),
        (b"", "", PushFault.NO_KEY_FRAME),
        (b"FLV\x01\x05\0\0\0\x09\0\0\0\0\x09\xff\xff\xff" + b"\0" * 9_000_000, "", PushFault.OVERSIZED),
        (footage("mpegts"), "2-nonsense", PushFault.UNAUTHORISED),
    ],
)
def test_why_a_terminal_that_sends_is_not_seen_is_told_once_until_it_shows_something(
    tmp_path: Path, sent: bytes, token: str, fault: PushFault
) -> None:
    async def story(air: Air) -> None:
        def fault_shown() -> PushFault | None:
            return air.commands.state.picture.terminals[2].push_fault

        for _ in range(3):
            await air.push(Camera().send(sent).close(), token)
        await air.until(lambda: fault_shown() is fault)
        await air.push(Camera().send(sent).close(), token)

        pushing = air.push(camera := Camera().send(footage("mpegts")))
        await air.until(lambda: air.shown is not None)
        assert fault_shown() is None
        await air.push(Camera().send(sent).close(), token)
        camera.close()
        assert await pushing == "done"
        await air.until(lambda: air.shown is None)

        assert _refused(air) == [fault]
        await air.push(Camera().send(sent).close(), token)
        await air.until(lambda: _refused(air) == [fault, fault])

    in_the_air(tmp_path, story)


def test_that_a_unit_off_duty_is_refused_is_no_news(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        await air.order(orders.EndDuty(unit=1))
        assert await air.push(Camera().send(b"garbage" * 100).close()) == "stream.off_duty"
        assert await air.push(Camera().close(), "2-nonsense") == "terminal.unauthorised"
        # Facts are told in their order: this one would come after theirs.
        await air.order(orders.StartDuty(unit=1))
        assert _refused(air) == []

    in_the_air(tmp_path, story)


def test_a_publisher_that_vanishes_in_mid_frame_ends_its_stream_and_comes_back(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        camera = Camera().send(footage("fmp4")[:-700])
        pushing = air.push(camera)
        await air.until(lambda: air.shown is not None)
        camera.vanish()
        assert await pushing == "done"
        await air.until(lambda: air.has_ended(StreamEnd.VANISHED) and air.shown is None)
        with pytest.raises(AppError, match=r"stream\.absent"):
            air.relay.live(2)
        again = Camera().send(footage("fmp4"))
        air.push(again)
        await air.until(lambda: air.shown is not None)

    in_the_air(tmp_path, story)


@pytest.mark.parametrize(
    ("command", "code", "reason"),
    [
        (orders.EndDuty(unit=1), "stream.off_duty", StreamEnd.OFF_DUTY),
        (orders.RetireUnit(number=1), "stream.no_unit", StreamEnd.OFF_DUTY),
        (
            orders.ChangeTerminal(number=2, terminal=TerminalFields(kind=TerminalKind.PHONE)),
            "stream.no_unit",
            StreamEnd.OFF_DUTY,
        ),
        (orders.RenewTerminalSecret(number=2), "terminal.unauthorised", StreamEnd.RETIRED),
        (orders.RetireTerminal(number=2), "terminal.unauthorised", StreamEnd.RETIRED),
    ],
)
def test_what_may_not_be_shown_any_more_is_cut_with_the_order_that_says_so(
    tmp_path: Path, command: Command, code: str, reason: StreamEnd
) -> None:
    async def story(air: Air) -> None:
        token = air.token
        pushing = air.push(Camera().send(footage("mpegts")))
        await air.until(lambda: air.shown is not None)
        await air.order(command)
        # In one commit with the order: no picture shows the one without the other.
        assert air.shown is None
        assert air.has_ended(reason)
        assert await pushing == code
        assert await air.push(Camera(), token) == code

    in_the_air(tmp_path, story)


def test_another_terminals_token_is_refused(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        await air.order(orders.RegisterTerminal(terminal=TerminalFields(kind=TerminalKind.BODY_CAMERA, unit=1)))
        other = SECRETS.token(max(air.commands.state.picture.terminals.values(), key=lambda one: one.number))
        assert await air.push(Camera(), other) == "terminal.unauthorised"
        assert await air.push(Camera(), "nonsense") == "terminal.unauthorised"

    in_the_air(tmp_path, story)


def test_a_publisher_that_says_nothing_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "SILENT_S", 0.3)

    async def story(air: Air) -> None:
        assert await air.push(Camera().send(footage("mpegts"))) == "stream.silent"
        await air.until(lambda: air.has_ended(StreamEnd.VANISHED))

    in_the_air(tmp_path, story)


def test_after_a_stop_or_a_crash_nothing_is_live(tmp_path: Path) -> None:
    async def live(air: Air) -> None:
        pushing = air.push(Camera().send(footage("mpegts")))
        await air.until(lambda: air.shown is not None)
        await air.relay.stop()
        assert await pushing == "station.stopping"
        assert air.has_ended(StreamEnd.STATION_STOPPED)

    in_the_air(tmp_path, live)

    async def crashed() -> None:
        air = Air(tmp_path)
        async with air:
            air.push(Camera().send(footage("mpegts")))
            await air.until(lambda: air.shown is not None)
            # As after a crash: the end never reaches the log.
            await air.commands.stop()

    asyncio.run(crashed())

    async def restarted(air: Air) -> None:
        await air.until(lambda: air.has_ended(StreamEnd.STATION_STOPPED))
        assert air.shown is None

    in_the_air(tmp_path, restarted)


def test_many_pushes_leave_nothing_behind(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        tasks = len(asyncio.all_tasks())
        for index in range(200):
            camera = Camera().send(footage("mpegts" if index % 2 else "flv"))
            pushing = air.push(camera)
            await air.until(lambda: len(air.relay) == 1)
            if index % 3:
                camera.close()
            else:
                camera.vanish()
            assert await pushing == "done"
        await air.until(lambda: sum(isinstance(fact, facts.StreamEnded) for fact in air.told) == 200)
        assert air.shown is None
        del pushing, camera

        def publishings() -> int:
            gc.collect()
            return sum(isinstance(thing, Publishing) for thing in gc.get_objects())

        # What was noted last is told before the task that noted it is over.
        await air.until(lambda: len(asyncio.all_tasks()) == tasks)
        await air.until(lambda: publishings() == 0)
        numbers = [fact.stream.number for fact in air.told if isinstance(fact, facts.StreamStarted)]
        assert len(numbers) == len(set(numbers)) == 200
        assert numbers == sorted(numbers)

    in_the_air(tmp_path, story)


def test_the_first_rate_is_told_and_not_every_flicker_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "WATCH_S", 0.02)
    # However long a busy machine takes over this.
    monkeypatch.setattr(relay_module, "_CHANGED_EVERY_S", 3600.0)

    async def story(air: Air) -> None:
        stream, camera = footage("mpegts"), Camera()

        async def film() -> None:
            for rounds in itertools.count():
                # Now more, now less; and what begins anew has lost packets.
                camera.send(stream * (1 + rounds % 2))
                await asyncio.sleep(0.01)

        filming = asyncio.create_task(film())
        air.push(camera)
        await air.until(lambda: any(isinstance(fact, facts.StreamChanged) for fact in air.told))
        publishing = air.relay.live(2)
        enough = publishing.received + 30 * len(stream)
        await air.until(lambda: publishing.received > enough)
        filming.cancel()
        told = [fact.stream for fact in air.told if isinstance(fact, facts.StreamChanged)]
        assert len(told) == 1
        assert told[0].bitrate_bps > 0

    in_the_air(tmp_path, story)


def test_another_size_in_the_same_push_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "WATCH_S", 0.02)
    monkeypatch.setattr(relay_module, "_CHANGED_EVERY_S", 3600.0)
    small = footage("mpegts")
    monkeypatch.setattr(footage_module, "SIZE", (128, 96))
    large = encode("mpegts", {}, "libx264", "aac")

    async def story(air: Air) -> None:
        camera = Camera().send(small)
        pushing = air.push(camera)
        await air.until(lambda: bool(air.commands.state.picture.streams))
        assert air.commands.state.picture.streams[2].width == 64
        camera.send(large)
        await air.until(lambda: air.commands.state.picture.streams[2].width == 128)
        camera.close()
        await pushing

    in_the_air(tmp_path, story)


def test_a_push_without_a_key_frame_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "WATCH_S", 0.02)
    monkeypatch.setattr(relay_module, "_OPENING_S", 0.1)

    async def story(air: Air) -> None:
        camera = Camera()
        pushing = air.push(camera)
        while not pushing.done():
            # Tables alone, again and again: it is not silent.
            camera.send(footage("mpegts")[: 2 * 188])
            await asyncio.sleep(0.005)
        assert await pushing == "stream.malformed"

    in_the_air(tmp_path, story)


def test_a_key_frame_that_lies_far_back_is_no_place_to_begin_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def begins(air: Air) -> bool:
        """Whether a reader that comes now has something to begin with at once."""
        stream, camera = footage("mpegts"), Camera()
        for at in range(0, len(stream), 188):
            camera.send(stream[at : at + 188])
        pushing = air.push(camera)
        await air.until(lambda: len(air.relay) == 1 and air.relay.live(2).received == len(stream))
        entry = asyncio.ensure_future(air.relay.live(2).tail.entry())
        await asyncio.sleep(0)
        is_there = entry.done()
        camera.close()
        await asyncio.gather(pushing, entry)
        return is_there

    async def story(air: Air) -> None:
        assert await begins(air)
        monkeypatch.setattr(publishing_module, "_ENTRY_BYTES", 100)
        assert not await begins(air)

    in_the_air(tmp_path, story)


def test_what_was_lost_of_a_short_stream_is_told_with_its_end(tmp_path: Path) -> None:
    packets = [footage("mpegts")[at : at + 188] for at in range(0, len(footage("mpegts")), 188)]
    # After the tables and the first key frame, every tenth.
    holed = b"".join(packet for index, packet in enumerate(packets) if index < 60 or index % 10)

    async def story(air: Air) -> None:
        camera = Camera().send(b"".join(packets))
        pushing = air.push(camera)
        await air.until(lambda: bool(air.commands.state.picture.streams))
        camera.send(holed).close()
        await pushing
        await air.until(lambda: air.has_ended(StreamEnd.CLOSED))
        (*_, last, _) = air.told
        assert isinstance(last, facts.StreamChanged)
        assert last.stream.lost > 0

    in_the_air(tmp_path, story)
