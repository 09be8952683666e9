from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from app.domain.unit import UnitStatus
from ui.theme.badges import status_icon
from ui.theme.signs import sign_pixmap
from ui.theme.tokens import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")


def _shape(status: UnitStatus) -> bytes:
    image = sign_pixmap(DARK, status, "#FFFFFF", 2.0).toImage()
    return bytes(image.convertToFormat(QImage.Format.Format_Alpha8).constBits())


def test_no_two_signs_have_the_same_shape():
    assert len({_shape(status) for status in UnitStatus}) == len(UnitStatus)


def test_a_sign_is_drawn_in_the_ink_of_its_status_unless_told_otherwise():
    ink = sign_pixmap(DARK, UnitStatus.ON_SCENE).toImage().pixelColor(5, 5)
    assert ink.name().upper() == DARK.status[UnitStatus.ON_SCENE].ink
    told = sign_pixmap(DARK, UnitStatus.ON_SCENE, DARK.text_2).toImage().pixelColor(5, 5)
    assert told.name().upper() == DARK.text_2


def test_a_sign_has_the_size_of_the_theme_and_the_pixels_of_the_screen():
    assert sign_pixmap(DARK, UnitStatus.BUSY, device_ratio=2.0).width() == 20
    assert sign_pixmap(DARK.at_scale(1.5), UnitStatus.BUSY).width() == 15


def test_a_menu_shows_each_status_as_the_shape_of_its_badge():
    drawn = {bytes(status_icon(LIGHT, status).pixmap(16, 16).toImage().constBits()) for status in UnitStatus}
    assert len(drawn) == len(UnitStatus)
