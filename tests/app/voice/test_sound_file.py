"""Files in place of a microphone and a loudspeaker."""

from __future__ import annotations

import numpy as np
import pytest

from app.domain.errors import AppError
from app.voice.ogg import OggWriter
from app.voice.opus import Encoder
from app.voice.sound_file import RollingWav, read_sound
from app.voice.spectrum import intelligibility
from app.voice.wav import read_wav
from app.voice.wave import FRAME_SAMPLES, RATE_HZ, Wave
from tests.app.voice.speech import hum


def stereo(value: int) -> np.ndarray:
    return np.full((FRAME_SAMPLES, 2), value, np.int16)


def frames_of(wave: Wave) -> list[Wave]:
    return list(wave[: wave.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES))


def test_wav_and_ogg_are_told_apart_by_what_is_in_them(tmp_path):
    wave = hum(2.0)
    as_wav, as_ogg = tmp_path / "one", tmp_path / "other"
    with RollingWav(as_wav) as written:
        for frame in frames_of(wave):
            written(np.repeat((frame * 32767).astype(np.int16)[:, None], 2, axis=1))
    encoder = Encoder()
    with OggWriter(as_ogg, serial=1) as written_ogg:
        for at, frame in enumerate(frames_of(wave)):
            written_ogg.write(encoder.encode(frame), at * FRAME_SAMPLES)
    assert np.abs(read_sound(as_wav)[:RATE_HZ] - wave[:RATE_HZ]).max() < 0.001
    assert intelligibility(wave, read_sound(as_ogg)) > 0.9


def test_what_is_no_sound_is_refused(tmp_path):
    (tmp_path / "letter.wav").write_text("Dear all")
    for name in ("letter.wav", "nowhere.wav"):
        with pytest.raises(AppError, match=r"recording\.unreadable"):
            read_sound(tmp_path / name)


def test_what_is_too_large_to_be_held_is_refused_unread(tmp_path):
    with (tmp_path / "year.wav").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(AppError, match=r"recording\.unreadable"):
        read_sound(tmp_path / "year.wav")


def test_a_file_can_be_heard_while_it_is_written(tmp_path):
    written = RollingWav(tmp_path / "heard.wav")
    for at in range(50):
        written(stereo(at))
    assert read_wav(tmp_path / "heard.wav").size == 50 * FRAME_SAMPLES
    written.close()


def test_a_file_without_end_takes_the_room_of_two_parts_and_has_the_newest(tmp_path):
    with RollingWav(tmp_path / "heard.wav", part_s=0.2) as written:
        for at in range(25):
            written(stereo(at))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["heard.before.wav", "heard.wav"]
    newest = [read_wav(tmp_path / name) for name in ("heard.before.wav", "heard.wav")]
    values = np.rint(np.concatenate(newest)[::FRAME_SAMPLES] * 32768)
    assert values.tolist() == list(range(10, 25))
