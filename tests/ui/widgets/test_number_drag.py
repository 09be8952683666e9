"""What is seen under the pointer while units and cameras are dragged."""

from __future__ import annotations

from app.domain.camera import Camera
from app.domain.event import CameraRegistered
from tests.ui.models.crowd import HELSINKI, a_scene, a_unit, happen
from tests.ui.widgets.live_video import carries
from ui.theme.tokens import DARK
from ui.widgets.number_drag import drag_pixmap, drag_text, start_drag
from ui.widgets.number_mime import numbers_in


def a_picture():
    scene = a_scene([a_unit(number, f"D-{number:02}") for number in range(1, 8)])
    carries(scene, 3, 30)
    lon, lat = HELSINKI
    happen(scene, CameraRegistered(camera=Camera(number=40, name="Gate", lon_deg=lon, lat_deg=lat, pulls_from="")))
    return scene.picture


def test_units_terminals_and_cameras_are_named_and_of_many_the_rest_is_counted(qapp):
    picture = a_picture()
    assert drag_text(picture, [2, 30, 40]) == "D-02, D-03, Gate"
    assert drag_text(picture, range(1, 8)) == "D-01, D-02, D-03, D-04, and 3 more"


def test_the_plate_is_as_wide_as_its_text_and_sharp_on_a_dense_screen(qapp):
    short, long = (drag_pixmap(text, DARK, 1.0) for text in ("D-01", "D-01, D-02, D-03"))
    assert long.width() > short.width()
    dense = drag_pixmap("D-01", DARK, 2.0)
    assert dense.width() == 2 * short.width()
    assert dense.deviceIndependentSize() == short.size()


def test_a_drag_carries_the_numbers_in_their_order(qapp, monkeypatch, qtbot):
    from PySide6.QtWidgets import QWidget

    from ui.theme.look import Look
    from ui.widgets import number_drag

    carried = []
    monkeypatch.setattr(number_drag.QDrag, "exec", lambda drag, _: carried.append(numbers_in(drag.mimeData())))
    source = QWidget()
    qtbot.addWidget(source)
    start_drag(source, a_picture(), [3, 1], Look())
    start_drag(source, a_picture(), [], Look())
    assert carried == [[3, 1]]
