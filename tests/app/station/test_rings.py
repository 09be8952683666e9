"""The last minute of what terminals push, across breaks of their lines."""

from __future__ import annotations

from pathlib import Path

from app.domain import command as orders
from app.domain.stream import StreamEnd
from tests.app.media.containers.footage import FRAMES, decode, footage
from tests.app.station.air import Air, Camera, in_the_air


def test_the_last_minute_is_kept_in_runs_that_can_be_played(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        camera = Camera().send(footage("mpegts"))
        pushing = air.push(camera)
        await air.until(lambda: len(air.relay) == 1)
        shown = _last_minute(air)
        assert shown[0][0]
        assert len(shown) >= FRAMES - 1
        camera.close()
        await pushing

    in_the_air(tmp_path, story)


def test_a_line_that_breaks_does_not_cost_the_last_minute(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        for _ in range(3):
            camera = Camera().send(footage("mpegts"))
            pushing = air.push(camera)
            await air.until(lambda: len(air.relay) == 1)
            camera.vanish()
            await pushing
        assert len(_last_minute(air)) >= 3 * (FRAMES - 1)
        # A push that takes over goes on where the other is, whatever it packs its pictures in.
        for form in ("mpegts", "flv"):
            air.push(Camera().send(footage(form)))
            await air.until(lambda: len(air.relay) == 1)
        await air.until(lambda: air.has_ended(StreamEnd.TAKEN_OVER))
        runs = air.relay.last_minute(2)
        assert sum(len(decode(run.data())) for run in runs) >= 5 * (FRAMES - 1)

    in_the_air(tmp_path, story)


def test_of_a_unit_that_went_off_duty_no_minute_is_kept_live_or_not(tmp_path: Path) -> None:
    async def story(air: Air) -> None:
        camera = Camera().send(footage("mpegts"))
        pushing = air.push(camera)
        await air.until(lambda: len(air.relay) == 1)
        camera.close()
        await pushing
        assert air.relay.last_minute(2)
        await air.order(orders.EndDuty(unit=1))
        assert air.relay.last_minute(2) == []

    in_the_air(tmp_path, story)


def _last_minute(air: Air) -> list[tuple[bool, float]]:
    return decode(b"".join(run.data() for run in air.relay.last_minute(2)))
