from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QImage, QPalette
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from ui.theme import sheets
from ui.theme.fonts import body_font
from ui.theme.icons import Icon, icon, keep_tinted
from ui.theme.look import Look
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import DARK, LIGHT, Mode


@pytest.fixture
def look(qapp):
    look = Look()
    look.dress(qapp)
    yield look
    qapp.setStyleSheet("")


def _colours(text: str) -> set[str]:
    return set(re.findall(r"#[0-9A-Fa-f]{6}\b", text))


def test_the_sheet_has_no_colour_of_its_own(qapp):
    assert not _colours(sheets.ALL)
    assert _colours(stylesheet(DARK, Path("x"))).isdisjoint(_colours(stylesheet(LIGHT, Path("x"))) - {"#0B1017"})


def test_wall_mode_scales_the_sheet_but_not_its_hairlines(qapp):
    wall = stylesheet(DARK.at_scale(1.5), Path("x"))
    assert "font-size: 20px" in wall
    assert "border: 1px solid" in wall
    assert "font-size: 13px" not in wall


def test_changing_the_mode_dresses_what_is_already_shown(look, qapp, qtbot):
    button = QPushButton("Order")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    with qtbot.waitSignal(look.changed):
        look.set_mode(Mode.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.panel
    assert button.grab().toImage() != before


def test_setting_the_mode_that_is_on_changes_nothing(look, qtbot):
    with qtbot.assertNotEmitted(look.changed):
        look.set_mode(Mode.DARK)


def test_wall_mode_makes_type_half_as_large_again_and_keeps_the_mode(look, qtbot):
    label = QLabel("57 on duty")
    qtbot.addWidget(label)
    label.ensurePolished()
    narrow = label.sizeHint().width()
    look.set_mode(Mode.LIGHT)
    look.set_wall(True)
    assert look.is_wall
    assert look.theme.mode is Mode.LIGHT
    assert label.sizeHint().width() > 1.3 * narrow
    look.set_wall(False)
    assert label.sizeHint().width() == narrow


def test_figures_are_tabular_even_where_the_sheet_sets_the_size(look, qtbot):
    label = QLabel("1")
    label.setProperty("role", "heading")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().pixelSize() == 15
    assert [tag.toString() for tag in label.font().featureTags()] == [b"tnum"]
    assert body_font(DARK).pixelSize() == 13


def test_the_pictures_of_the_sheet_are_there_in_the_colours_of_the_mode(look, qapp):
    for mode in Mode:
        look.set_mode(mode)
        paths = re.findall(r"url\(([^)]+)\)", qapp.styleSheet())
        assert len(paths) == 2
        assert all(not QImage(path).isNull() for path in paths)
        assert all(f"/{mode}/" in path for path in paths)


def test_every_icon_is_in_the_set(qapp):
    for which in Icon:
        assert not icon(DARK, which).pixmap(16, 16).isNull(), which


def test_an_icon_follows_the_theme_and_lets_its_target_go(look, qtbot):
    action = QAction("Find")
    keep_tinted(look, action, Icon.PALETTE)
    dark = action.icon().pixmap(16, 16).toImage()
    look.set_mode(Mode.LIGHT)
    assert action.icon().pixmap(16, 16).toImage() != dark
    del action
    look.set_mode(Mode.DARK)


def test_a_combo_box_shows_its_arrow(look, qtbot):
    box = QComboBox()
    qtbot.addWidget(box)
    box.resize(120, 28)
    box.show()
    corner = box.grab().toImage().copy(98, 4, 20, 20)
    assert len({corner.pixel(x, y) for x in range(20) for y in range(20)}) > 2
