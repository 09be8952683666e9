"""A fixed camera: films one street without pause and hands it to an RTSP server, as RTP."""

from __future__ import annotations

import asyncio
import time

import av

from app.media.source import Quality
from app.simulator.video.coder import FORMATS, TICK, Coder
from app.simulator.video.orders import Watch
from app.simulator.video.scene import Scene

_FORM = FORMATS[Quality.MAIN]


class FixedCamera:
    """Films on the event loop until it is cancelled.

    Args:
        painting: see ``Camcorder``.
    """

    def __init__(self, watch: Watch, painting: asyncio.Lock) -> None:
        self._watch, self._painting = watch, painting

    async def run(self) -> None:
        watch = self._watch
        async with self._painting:
            scene = await asyncio.to_thread(Scene, watch.title, watch.place, watch.seed, is_vehicle=False)
        with av.open(watch.rtp_url, "w", format="rtp") as output:
            stream = output.add_stream("libx264", rate=_FORM.rate_fps)
            # Whoever joins later finds what the decoder needs before each key frame.
            coder = Coder(_FORM, stream.codec_context, more={"x264-params": "repeat-headers=1"})
            began_s = next_s = time.monotonic()
            while True:
                at_s = time.monotonic() - began_s
                frame = coder.frame(scene.draw(at_s, 0.0), time.time_ns() // 1_000_000)
                for packet in coder.coded(frame, round(at_s / TICK)):
                    packet.stream = stream
                    output.mux(packet)
                next_s = max(next_s + _FORM.every_s, time.monotonic())
                await asyncio.sleep(next_s - time.monotonic())
