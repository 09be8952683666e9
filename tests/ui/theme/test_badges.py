from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from app.domain.unit import Force, UnitStatus
from app.picture.freshness import Freshness
from ui.theme.badges import AGEING_SHARE, Badge, badge_image, badge_pixmap, shape_path
from ui.theme.contrast import TEXT, contrast, mix
from ui.theme.tokens import DARK, LIGHT, Shape

pytestmark = pytest.mark.usefixtures("qapp")


def _bytes(image: QImage) -> bytes:
    return bytes(image.constBits())


def test_no_two_badges_look_the_same_even_without_colour():
    on_duty = [status for status in UnitStatus if status is not UnitStatus.OFF_DUTY]
    grey = {
        _bytes(badge_image(DARK, Badge(force, status)).convertToFormat(QImage.Format.Format_Alpha8)): (
            force,
            status,
        )
        for force, status in product([Force.SOCIAL], on_duty)
    }
    assert len(grey) == len(on_duty)
    drawn = {_bytes(badge_image(DARK, Badge(force, status))) for force, status in product(Force, UnitStatus)}
    assert len(drawn) == len(Force) * len(UnitStatus)


def test_a_stale_badge_is_hollow_and_a_fresh_one_is_filled():
    def colour_beside_the_letter(freshness: Freshness) -> QColor:
        return badge_image(DARK, Badge(Force.DEDICATED, UnitStatus.ON_SCENE, freshness)).pixelColor(3, 10)

    assert colour_beside_the_letter(Freshness.FRESH) == QColor(DARK.status[UnitStatus.ON_SCENE].fill)
    assert colour_beside_the_letter(Freshness.STALE).alpha() == 0
    assert colour_beside_the_letter(Freshness.NONE).alpha() == 0
    assert colour_beside_the_letter(Freshness.AGEING) != colour_beside_the_letter(Freshness.FRESH)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.mode)
def test_the_letter_can_be_read_while_the_badge_fades(theme):
    for status, look in theme.status.items():
        assert contrast(theme.text, mix(theme.panel, look.fill, AGEING_SHARE)) >= TEXT, status


def test_a_badge_has_the_pixels_of_its_screen_and_of_the_wall():
    badge = Badge(Force.SOCIAL, UnitStatus.BUSY)
    assert badge_pixmap(DARK, badge, device_ratio=2.0).width() == 40
    assert badge_pixmap(DARK, badge, device_ratio=2.0).deviceIndependentSize().width() == 20
    assert badge_pixmap(DARK.at_scale(1.5), badge).width() == 30


def test_a_badge_drawn_once_is_taken_from_the_cache():
    badge = Badge(Force.VOLUNTEER, UnitStatus.AVAILABLE)
    assert badge_pixmap(DARK, badge).cacheKey() == badge_pixmap(DARK, badge).cacheKey()
    assert badge_pixmap(DARK, badge).cacheKey() != badge_pixmap(LIGHT, badge).cacheKey()


@pytest.mark.parametrize("shape", list(Shape))
def test_every_shape_stays_in_its_square_and_leaves_room_for_the_letter(shape):
    square = QRectF(0, 0, 20, 20)
    path = shape_path(shape, square)
    assert square.adjusted(-1.3, -1.3, 1.3, 1.3).contains(path.boundingRect())
    assert path.contains(QRectF(6, 6, 8, 8))
