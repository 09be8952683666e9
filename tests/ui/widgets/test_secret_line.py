from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QGuiApplication

from ui.theme.look import Look
from ui.widgets.qr_code import QrCode
from ui.widgets.secret_line import SecretLine

SECRET = "https://station.example/gateways/osmand/7-" + "x" * 200


@pytest.fixture
def line(qtbot):
    line = SecretLine("Server URL", Look())
    qtbot.addWidget(line)
    line.put(SECRET)
    line.resize(300, 60)
    line.show()
    return line


def test_a_secret_is_masked_and_not_even_there_until_it_is_shown(line):
    assert "station" not in line.shown_text
    line.show_button.click()
    assert line.shown_text == SECRET
    line.show_button.click()
    assert "station" not in line.shown_text


def test_the_mask_does_not_tell_how_long_the_secret_is(line):
    masked = line.shown_text
    line.put("short")
    assert line.shown_text == masked


def test_a_secret_can_be_copied_without_being_shown(line):
    line._copy.click()
    assert QGuiApplication.clipboard().text() == SECRET
    assert "station" not in line.shown_text


def test_a_long_address_is_shown_to_its_end(line, qtbot):
    low = line.height()
    line.show_button.click()
    qtbot.waitUntil(lambda: line.sizeHint().height() > low)


def test_a_code_is_covered_until_it_is_shown(qtbot):
    code = QrCode(Look())
    qtbot.addWidget(code)
    code.put("https://station.example/7-secret")
    code.resize(code.sizeHint())

    def blacks() -> int:
        image = code.grab().toImage()
        return sum(
            image.pixelColor(x, y).lightness() == 0 for x in range(0, image.width(), 2) for y in range(0, 200, 2)
        )

    assert blacks() == 0
    code.set_shown(True)
    assert blacks() > 500


def test_what_is_typed_off_the_screen_stands_in_a_face_that_tells_its_letters_apart(line):
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    assert line._shown.font().family() == fixed.family()
    line._look.set_wall(True)
    assert line._shown.font().pixelSize() > Look().theme.px(13)
    assert line._shown.font().family() == fixed.family()
