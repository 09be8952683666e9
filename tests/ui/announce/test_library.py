from __future__ import annotations

import numpy as np
import pytest

from app.domain.errors import AppError
from app.voice.alignment import realigned
from app.voice.spectrum import intelligibility
from app.voice.wave import RATE_HZ
from tests.app.voice.speech import hum
from ui.announce.library import Library

WAVE = hum()[: 3 * RATE_HZ + 77]


def test_what_is_kept_is_there_again_with_its_name_and_its_text(tmp_path):
    library = Library(tmp_path / "announcements")
    assert library.all() == ()
    kept = library.keep("Road closed", "The road is closed.\nÜberall.", WAVE)
    assert Library(tmp_path / "announcements").all() == (kept,)
    assert (kept.name, kept.text) == ("Road closed", "The road is closed.\nÜberall.")
    assert kept.duration_s == pytest.approx(WAVE.size / RATE_HZ, abs=0.03)
    assert intelligibility(WAVE, realigned(WAVE, library.load(kept))) > 0.95


def test_a_name_is_changed_and_the_sound_is_not(tmp_path):
    library = Library(tmp_path)
    kept = library.keep("Road closed", "", WAVE)
    before = library.load(kept)
    renamed = library.rename(kept, "North gate closed")
    assert [one.name for one in library.all()] == ["North gate closed"]
    assert np.array_equal(library.load(renamed), before)
    library.keep("Road closed", "", WAVE)
    with pytest.raises(AppError, match="name_taken"):
        library.rename(renamed, "road CLOSED")
    with pytest.raises(AppError, match="name_taken"):
        library.keep("North gate closed", "", WAVE)


def test_what_is_deleted_is_gone_and_what_is_no_announcement_is_left_out(tmp_path):
    library = Library(tmp_path)
    kept = library.keep("Road closed", "", WAVE)
    (tmp_path / "other.ogg").write_bytes(b"OggS, but no more")
    assert library.all() == (kept,)
    library.delete(kept)
    library.delete(kept)
    assert library.all() == ()
    with pytest.raises(AppError, match="unreadable"):
        library.load(kept)


def test_a_disk_that_takes_nothing_is_told(tmp_path):
    (tmp_path / "announcements").write_text("a file where the folder should be")
    with pytest.raises(AppError, match="not_kept"):
        Library(tmp_path / "announcements").keep("Road closed", "", WAVE)


def test_a_name_is_never_longer_than_a_call_may_be_called(tmp_path):
    library = Library(tmp_path)
    kept = library.keep("Road " * 40, "", WAVE)
    assert len(kept.name) == 80
    assert len(library.rename(kept, "é" * 200).name) == 80
