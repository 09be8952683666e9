from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QSizeF
from PySide6.QtGui import QImage, QPainter

from app.domain.errors import AppError
from app.domain.terminal import PushFault
from app.media.cost import Step
from app.media.frame import Frame
from app.media.state import Level
from ui.bridge.video_status import Limit, SourceState, SourceStatus
from ui.theme.tokens import DARK
from ui.widgets.media_words import rate_text
from ui.widgets.video.meter import SEGMENTS, lit
from ui.widgets.video.picture import TilePicture
from ui.widgets.video.words import Tone, cut_words, words
from ui.widgets.video.zoom import MOST, Zoom

_shares = st.floats(0, 1)


def status(state: SourceState, **more: object) -> SourceStatus:
    return SourceStatus(12, state, **more)


@pytest.mark.usefixtures("qapp")
class TestWords:
    def test_a_live_picture_needs_none(self):
        assert words(status(SourceState.LIVE)) is None

    def test_a_silent_source_says_for_how_long_and_what_comes_next(self):
        said = words(
            status(SourceState.RETRYING, reason=AppError("stream.silent"), picture_age_s=8.4, retry_in_s=2.7)
        )
        assert said is not None
        assert (said.what, said.then) == ("No answer for 8 s.", "Trying again in 3 s.")

    def test_a_stale_picture_says_its_age(self):
        said = words(status(SourceState.STALE, picture_age_s=3.2))
        assert said is not None
        assert (said.what, said.then) == ("No picture for 3 s.", "Connecting anew in 5 s.")

    def test_what_is_about_to_be_opened_says_so(self):
        """Who chooses a unit sees this first. Nobody has paused anything."""
        assert words(status(SourceState.OFF)) == words(status(SourceState.OPENING))

    def test_a_source_that_begins_anew_flashes_no_words(self):
        """As terminals do each time that somebody makes a tile larger; one that does not come back is told of."""
        ended = AppError("stream.ended")
        assert words(status(SourceState.RETRYING, reason=ended, picture_age_s=0.8, retry_in_s=0.2)) is None
        said = words(status(SourceState.RETRYING, reason=ended, picture_age_s=2.5, retry_in_s=0.2))
        assert said is not None
        assert said.what == "The video was switched off at its source."
        assert words(status(SourceState.RETRYING, reason=ended, retry_in_s=0.2)) is not None

    def test_a_refused_one_says_why(self):
        said = words(status(SourceState.RETRYING, reason=AppError("stream.refused"), retry_in_s=0.2))
        assert said is not None
        assert "does not let this desk" in said.what
        assert said.then == "Trying again now."

    def test_off_duty_is_no_fault(self):
        said = words(status(SourceState.NONE, reason=AppError("stream.off_duty", callsign="V-07")))
        assert said is not None
        assert said.tone is Tone.QUIET
        assert (said.short, said.what) == ("Off duty", "V-07 is off duty, so its video is not taken.")

    @pytest.mark.parametrize("fault", PushFault)
    def test_a_terminal_that_sends_what_cannot_be_shown_is_not_said_to_send_nothing(self, fault):
        nothing = words(status(SourceState.NONE, reason=AppError("stream.absent")))
        said = words(status(SourceState.NONE, reason=AppError("stream.absent", reason=fault.value)))
        assert said is not None and nothing is not None
        assert (nothing.tone, said.tone) == (Tone.QUIET, Tone.FAULT)
        assert said.what != nothing.what and said.then != nothing.then

    @pytest.mark.parametrize("state", [state for state in SourceState if state is not SourceState.LIVE])
    def test_every_other_state_has_some(self, state):
        said = words(status(state))
        assert said is not None
        assert said.short and said.what

    def test_what_the_budget_took_is_said_with_the_reason(self):
        assert (
            cut_words(status(SourceState.LIVE, step=Step.KEYS, cut_by=Limit.MACHINE))
            == "Key frames only: this computer is at its limit"
        )
        assert (
            cut_words(status(SourceState.LIVE, step=Step.SUB, cut_by=Limit.LINE))
            == "Small picture: the network is at its limit"
        )
        assert cut_words(status(SourceState.LIVE, step=Step.MAIN)) == ""


class TestZoom:
    @given(
        st.lists(st.tuples(st.floats(0.2, 4), _shares, _shares), max_size=6), st.floats(-2, 2), st.floats(-2, 2)
    )
    def test_it_never_leaves_the_picture(self, steps, right, down):
        zoom = Zoom()
        for factor, x, y in steps:
            zoom = zoom.by(factor, QPointF(x, y)).moved(right, down)
        part = zoom.part_of(QSizeF(640, 360))
        assert 1 <= zoom.factor <= MOST
        assert part.left() >= -1e-6 and part.right() <= 640 + 1e-6
        assert part.top() >= -1e-6 and part.bottom() <= 360 + 1e-6

    def test_the_point_under_the_mouse_stays_where_it_is(self):
        zoom = Zoom().by(2, QPointF(0.25, 0.5))
        part = zoom.part_of(QSizeF(100, 100))
        assert part.x() + 0.25 * part.width() == pytest.approx(25)

    def test_pushing_to_the_right_shows_what_is_left_of_it(self):
        zoom = Zoom().by(4).moved(0.5, 0)
        assert zoom.x == pytest.approx(0.375)


def test_silence_lights_nothing_and_full_scale_everything():
    assert lit(None) == lit(Level(-90, -90)) == 0
    assert lit(Level(-3, 0)) == SEGMENTS
    assert 0 < lit(Level(-30, -25)) < SEGMENTS


@pytest.mark.usefixtures("qapp")
def test_rates_are_written_short():
    assert rate_text(383_400) == "380 kbit/s"
    assert rate_text(4_400) == "4 kbit/s"
    assert rate_text(996_000) == "1.0 Mbit/s"
    assert rate_text(12_345_678) == "12 Mbit/s"
    assert rate_text(2_449_000) == "2.4 Mbit/s"


def test_what_is_wanted_is_the_area_in_device_pixels():
    picture = TilePicture()
    picture.lay_out(QRect(0, 0, 300, 200), 1.5)
    assert picture.wish == (450, 300)


@pytest.mark.usefixtures("qapp")
def test_on_a_fine_screen_each_pixel_of_the_picture_is_one_of_the_screen():
    pixels = np.random.default_rng(4).integers(0, 256, (180, 320, 4), np.uint8)
    pixels[..., 3] = 255
    picture = TilePicture()
    picture.lay_out(QRect(0, 0, 160, 90), 2.0)
    picture.put(Frame.of(pixels))
    screen = QImage(320, 180, QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(2.0)
    painter = QPainter(screen)
    picture.paint(painter, picture.rect, DARK, is_dimmed=False)
    painter.end()
    shown = np.frombuffer(screen.constBits(), np.uint8).reshape(180, 320, 4)
    assert (shown[..., :3] == pixels[..., :3]).all()
