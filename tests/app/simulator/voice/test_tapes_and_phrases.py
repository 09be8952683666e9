from __future__ import annotations

import random
import runpy
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import AppError
from app.simulator.voice.phrases import FOLDER, Clips, Phrases
from app.simulator.voice.tapes import Tapes
from app.voice.level import SpeechDetector, level_of
from app.voice.ogg import OggReader
from app.voice.sound_file import read_sound
from app.voice.wav import read_wav, write_wav
from app.voice.wave import FRAME_SAMPLES, RATE_HZ


def test_of_the_tapes_the_newest_stay_and_what_is_not_one_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "burst-old.wav").touch()
    tapes = Tapes(tmp_path / "heard", most=3)
    wave = np.full(FRAME_SAMPLES, 0.25, np.float32)
    kept = [tapes.keep(burst, wave) for burst in (8, 9, 10, 100)]
    assert sorted(file.name for file in (tmp_path / "heard").iterdir()) == [
        "burst-10.wav",
        "burst-100.wav",
        "burst-9.wav",
    ]
    assert np.allclose(read_wav(kept[-1]), wave)
    assert (tmp_path / "burst-old.wav").exists()


def test_the_phrases_are_small_and_all_of_them_are_speech() -> None:
    files = sorted(FOLDER.glob("*.opus"))
    assert len(files) > 50
    assert sum(file.stat().st_size for file in files) < 200_000
    for file in files:
        wave = read_sound(file)
        detector = SpeechDetector()
        assert any(detector.hears(frame) for frame in wave[: wave.size // 960 * 960].reshape(-1, 960)), file.name
        assert 0.2 < wave.size / RATE_HZ < 4, file.name
        assert -26 < level_of(wave).rms_dbfs < -18, file.name


def test_each_file_says_what_its_maker_had_it_say() -> None:
    made = runpy.run_path(str(FOLDER / "make.py"), run_name="make")
    texts = {
        f"{voice.name}-{kind}-{name}": str(text)
        for voice in made["VOICES"]
        for kind, phrases in made["PHRASES"].items()
        for name, text in phrases.items()
    }
    assert {file.stem: OggReader(file).comments["TITLE"] for file in FOLDER.glob("*.opus")} == texts


@pytest.mark.parametrize(("callsign", "signs"), [("D-03", "d03"), ("Heli/7", "7"), ("", "")])
def test_a_unit_says_as_much_of_its_callsign_as_there_are_clips_for(callsign: str, signs: str) -> None:
    sizes = {file.stem: read_sound(file).size for file in FOLDER.glob("*.opus")}
    possible = {
        sum(sizes[f"{voice}-sign-{sign}"] for sign in signs) + (RATE_HZ // 10 if signs else 0) + sizes[report]
        for report in sizes
        for voice, kind, _ in [report.split("-")]
        if kind == "report"
    }
    assert Phrases(callsign).report(random.Random(1)).size in possible
    answers = [Phrases(callsign).answer(random.Random(2)) for _ in range(2)]
    assert np.array_equal(*answers)


def test_a_folder_without_phrases_and_a_clip_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        Phrases("D-03", tmp_path)
    assert refused.value.code == "recording.unreadable"
    (tmp_path / "clip.wav").write_bytes(b"nothing")
    with pytest.raises(AppError):
        Clips([tmp_path / "clip.wav"])


def test_clips_come_one_after_the_other_and_then_again(tmp_path: Path) -> None:
    lengths = (FRAME_SAMPLES, 2 * FRAME_SAMPLES)
    files = [tmp_path / f"{length}.wav" for length in lengths]
    for file, length in zip(files, lengths, strict=True):
        write_wav(file, np.zeros(length, np.float32))
    clips, chance = Clips(files), random.Random(1)
    assert [clips.report(chance).size, clips.answer(chance).size, clips.report(chance).size] == [960, 1920, 960]
