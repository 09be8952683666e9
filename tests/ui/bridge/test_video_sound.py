from __future__ import annotations

import numpy as np
import pytest

from app.domain.errors import AppError
from app.media.sound import BYTES_PER_S, SoundBuffer
from app.voice.mixer import Mixer
from app.voice.wave import FRAME_SAMPLES
from ui.bridge.video_sound import TileSound, TileSounds

TENTH_S = BYTES_PER_S // 10


class Output:
    """A mixer without a loudspeaker."""

    def __init__(self) -> None:
        self.mixer = Mixer()
        self.fault: AppError | None = None

    def join(self, key, source) -> None:
        self.mixer.add(key, source)

    def leave(self, key) -> None:
        self.mixer.remove(key)

    def loudness(self) -> int:
        return int(np.abs(self.mixer.take(0.0)).max())


def loud(seconds_10: int) -> bytes:
    return np.full(TENTH_S * seconds_10 // 2, 8000, np.int16).tobytes()


@pytest.fixture
def output() -> Output:
    return Output()


def test_what_a_source_sends_is_heard_while_it_is_audible(output):
    sounds, sound = TileSounds(output), SoundBuffer()
    sounds.play({12: sound})
    assert output.loudness() == 0
    sound.put(loud(2))
    assert output.loudness() > 0
    sounds.play({})
    output.loudness()
    assert output.loudness() == 0
    assert len(output.mixer) == 0


def test_sound_from_before_is_not_heard_late(output):
    sound = SoundBuffer()
    sound.put(loud(2))
    TileSounds(output).play({12: sound})
    assert sound.seconds == 0


def test_a_source_that_is_opened_anew_is_heard_on(output):
    sounds, again = TileSounds(output), SoundBuffer()
    sounds.play({12: SoundBuffer()})
    sounds.play({12: again})
    again.put(loud(2))
    assert output.loudness() > 0


def test_a_late_piece_is_waited_for_rather_than_heard_in_shreds():
    sound = SoundBuffer()
    tile = TileSound(sound)
    sound.put(loud(1)[: FRAME_SAMPLES * 4 + 400])
    assert not tile.take(0.0).any()
    sound.put(loud(1))
    frames = [tile.take(0.0).any() for _ in range(7)]
    assert frames == [True] * 6 + [False]


def test_left_and_right_are_heard_as_one_at_their_own_loudness():
    sound = SoundBuffer()
    both = np.tile(np.array([16384, 0], np.int16), TENTH_S // 4)
    sound.put(both.tobytes())
    assert TileSound(sound).take(0.0) == pytest.approx(0.25)


def test_a_desk_without_a_loudspeaker_says_so(output):
    output.fault = AppError("sound.no_device")
    for sounds in (TileSounds(output), TileSounds(None)):
        sounds.play({12: SoundBuffer()})
        assert sounds.fault is not None
        assert sounds.fault.code == "sound.no_device"
