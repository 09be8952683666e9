from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.domain.errors import AppError
from app.media.frame import Frame
from ui.widgets.video.snapshot import Caption, save_snapshot

AT = datetime(2026, 3, 1, 12, 0, 4, 250_000, UTC)
WHERE = Caption("V-07 Kamppi/foot ../patrol", 12, AT, (24.94402, 60.17148))


@pytest.fixture
def frame() -> Frame:
    pixels = np.random.default_rng(1).integers(0, 256, (360, 640, 4), np.uint8)
    pixels[..., 3] = 255
    return Frame.of(pixels)


@pytest.mark.usefixtures("qapp")
class TestSnapshot:
    def test_the_picture_is_whole_and_its_hash_can_be_checked(self, frame, tmp_path):
        file = save_snapshot(frame, WHERE, tmp_path / "new" / "folder")
        with Image.open(file) as image:
            pixels = np.asarray(image.convert("RGB"))
            texts = dict(image.text)
        assert (pixels[:360] == frame.rgb[..., 2::-1]).all()
        assert pixels.shape[0] > 360
        assert hashlib.sha256(pixels[:360].tobytes()).hexdigest() == texts["Picture SHA-256"]

    def test_the_text_says_what_the_strip_says(self, frame, tmp_path):
        with Image.open(save_snapshot(frame, WHERE, tmp_path)) as image:
            texts = dict(image.text)
        assert texts["Title"] == WHERE.title
        assert texts["Creation Time"] == "2026-03-01T12:00:04.250Z"
        assert texts["Place"] == "24.94402 E 60.17148 N"
        assert texts["Picture Size"] == "640x360"

    def test_something_is_written_in_the_strip(self, frame, tmp_path):
        with Image.open(save_snapshot(frame, WHERE, tmp_path)) as image:
            strip = np.asarray(image.convert("L"))[360:]
        assert strip.max() > 150
        assert strip.min() < 40

    def test_a_title_does_not_leave_the_folder(self, frame, tmp_path):
        file = save_snapshot(frame, WHERE, tmp_path)
        assert file.parent == tmp_path
        assert file.name.startswith("20260301T120004250Z_V-07_Kamppi_foot_.._patrol_12_")

    def test_two_at_one_moment_do_not_replace_each_other(self, frame, tmp_path):
        other = Frame.of(np.zeros((360, 640, 4), np.uint8))
        assert save_snapshot(frame, WHERE, tmp_path) != save_snapshot(other, WHERE, tmp_path)

    def test_a_folder_that_cannot_be_written_to_is_named(self, frame, tmp_path):
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(AppError, match="snapshot.not_written") as raised:
            save_snapshot(frame, WHERE, tmp_path / "file")
        assert raised.value.params["folder"] == str(tmp_path / "file")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    def test_a_full_disk_leaves_nothing_half_written(self, frame, tmp_path):
        file = save_snapshot(frame, WHERE, tmp_path)
        file.unlink()
        file.with_suffix(".part").symlink_to("/dev/full")
        with pytest.raises(AppError, match="snapshot.not_written"):
            save_snapshot(frame, WHERE, tmp_path)
        assert list(tmp_path.iterdir()) == []
