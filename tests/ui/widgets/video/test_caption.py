"""What a caption says, and what is left of a name where there is little room for it."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from ui.bridge.video_status import SourceState, SourceStatus
from ui.theme.fonts import ui_font
from ui.theme.tokens import DARK
from ui.widgets.video.caption import Caption


def fitting(title: str, width: int, *, is_compact: bool = True) -> str:
    caption = Caption()
    caption.title, caption.is_compact = title, is_compact
    return caption._fitting_title(QFontMetrics(ui_font(DARK, 11)), width)


def test_a_callsign_is_kept_whole_as_long_as_it_fits(qapp):
    callsign = QFontMetrics(ui_font(DARK, 11)).horizontalAdvance("V-07")
    assert fitting("V-07 Kamppi foot patrol", callsign + 2) == "V-07"
    assert fitting("V-07 Kamppi foot patrol", callsign - 2).endswith("…")


def test_with_room_for_all_or_for_more_the_name_stays_as_long_as_it_can_be(qapp):
    assert fitting("V-07 Kamppi", 400) == "V-07 Kamppi"
    middle = fitting("V-07 Kamppi foot patrol", 90)
    assert middle.startswith("V-07 K")
    assert middle.endswith("…")


def test_a_live_picture_is_told_with_how_late_it_comes_and_another_with_its_age():
    caption = Caption()
    caption.status = SourceStatus(1, SourceState.LIVE, picture_age_s=0.04, latency_ms=320)
    assert caption.age == "0.3 s"
    caption.status = SourceStatus(1, SourceState.STALE, picture_age_s=7.0, latency_ms=320)
    assert caption.age == "7 s"


def test_no_rate_is_told_before_it_is_measured():
    caption = Caption()
    caption.status = SourceStatus(1, SourceState.LIVE, fps=0.0, bitrate_bps=0.0)
    assert caption.figures == []
    caption.status = SourceStatus(1, SourceState.LIVE, fps=15.0, bitrate_bps=500_000.0)
    assert len(caption.figures) == 2
