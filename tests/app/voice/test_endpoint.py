from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.voice.endpoint import AudioIn, AudioOut, Framer, PacedOut, Ticker, WaveIn
from app.voice.resampling import resampled
from app.voice.wav import WavWriter, read_wav
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Wave, silence

#: Longer than anything here takes, however busy the machine.
WITHIN_S = 60.0


def ramp(samples: int) -> Wave:
    return (np.arange(samples) / 10_000).astype(np.float32)


@given(st.lists(st.integers(0, 3000), max_size=20))
def test_pieces_of_any_length_become_whole_frames(lengths):
    wave, framer, at = ramp(sum(lengths)), Framer(), 0
    frames = []
    for length in lengths:
        frames += framer.frames(wave[at : at + length])
        at += length
    assert len(frames) == wave.size // FRAME_SAMPLES
    assert np.array_equal(np.concatenate([*frames, silence(0)]), wave[: len(frames) * FRAME_SAMPLES])


def test_a_recording_is_a_microphone_at_the_pace_of_life():
    microphone: AudioIn = WaveIn(ramp(FRAME_SAMPLES * 10 - 5))
    frames: list[Wave] = []
    enough = threading.Event()
    begun_at = time.monotonic()

    def take(frame: Wave) -> None:
        frames.append(frame)
        if len(frames) == 15:
            enough.set()

    microphone.start(take)
    assert enough.wait(WITHIN_S)
    lasted_s = time.monotonic() - begun_at
    microphone.stop()
    count = len(frames)
    assert lasted_s >= 14 * FRAME_S - 0.005
    assert np.array_equal(np.concatenate(frames[:10])[:-5], ramp(FRAME_SAMPLES * 10 - 5))
    assert not np.concatenate(frames[10:15]).any()
    assert not [thread for thread in threading.enumerate() if "microphone" in thread.name]
    assert len(frames) == count


def test_a_recording_can_go_round():
    microphone = WaveIn(ramp(FRAME_SAMPLES * 2), is_repeated=True)
    frames = [microphone.next_frame() for _ in range(5)]
    assert np.array_equal(frames[4], frames[0])
    assert microphone.is_over.is_set()


def test_what_is_played_into_a_file_can_be_read_again(tmp_path: Path):
    tone = (0.5 * np.sin(np.arange(FRAME_SAMPLES) / 10)).astype(np.float32)
    stereo = np.repeat((tone * 32768).astype(np.int16)[:, None], 2, axis=1)
    written, enough = [], threading.Event()
    with WavWriter(tmp_path / "out.wav") as file:

        def sink(frame):
            file(frame)
            written.append(frame)
            if len(written) == 5:
                enough.set()

        loudspeaker: AudioOut = PacedOut(sink)
        loudspeaker.start(lambda: stereo)
        assert enough.wait(WITHIN_S)
        loudspeaker.stop()
    heard = read_wav(tmp_path / "out.wav")
    assert heard.size == len(written) * FRAME_SAMPLES
    assert np.abs(heard[:FRAME_SAMPLES] - tone).max() < 1e-4


class MadeUpTime:
    """A clock, and a ticker's event, that is waited for in no time at all."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self._is_over = False

    def monotonic(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> bool:
        self.now_s += seconds
        return self._is_over

    def set(self) -> None:
        self._is_over = True


def test_a_ticker_that_was_held_up_catches_up_but_not_with_everything(monkeypatch):
    time = MadeUpTime()
    monkeypatch.setattr("app.voice.endpoint.time", time)
    times: list[float] = []

    def tick() -> None:
        if not times:
            time.now_s += 0.5
        times.append(time.now_s)
        if len(times) == 40:
            time.set()

    ticker = Ticker("test", tick)
    ticker._over = time
    ticker._run()
    at_once = sum(at == times[0] for at in times)
    assert 10 <= at_once <= 13
    assert np.diff(times[at_once - 1 :]) == pytest.approx([FRAME_S] * (40 - at_once))


def test_a_ticker_may_stop_itself():
    over = threading.Event()

    def tick() -> None:
        ticker.stop()
        over.set()

    ticker = Ticker("test", tick)
    ticker.start()
    assert over.wait(WITHIN_S)


@pytest.mark.parametrize("data", [b"", b"RIFF1234WAVEfmt ", bytes(100)])
def test_what_is_no_wav_is_refused(tmp_path: Path, data: bytes):
    (tmp_path / "no.wav").write_bytes(data)
    with pytest.raises(AppError, match=r"recording\.unreadable"):
        read_wav(tmp_path / "no.wav")


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100])
def test_another_rate_holds_the_same_sound(rate_hz: int):
    def tone(rate: int) -> Wave:
        return (0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.float32)

    up = resampled(tone(rate_hz), rate_hz, RATE_HZ)
    assert up.size == RATE_HZ
    assert np.abs(up[2000:-2000] - tone(RATE_HZ)[2000:-2000]).max() < 0.01
    down = resampled(tone(RATE_HZ), RATE_HZ, rate_hz)
    assert down.size == rate_hz
    assert np.abs(down[1000:-1000] - tone(rate_hz)[1000:-1000]).max() < 0.01
