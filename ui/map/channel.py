"""The one object that desk and page share; its other half is ``resources/map/src/channel.ts``."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.errors import AppError
from app.geo.coordinates import format_lon_lat, format_mgrs, format_projected
from app.geo.geodesy import area_m2, line_length_m
from ui.map.measures import area_text, length_text


class PageChannel(QObject):
    """Slots are called by the page, signals are heard by it or by the desk.

    To the page: ``settings_changed`` (fetch them again), ``action_asked`` (one of the toolbar's, by name),
    ``view_asked`` (lon, lat in degrees, zoom), ``pan_asked`` (pixels right and down, seconds), ``pixel_asked``,
    ``lasso_changed`` (fetch its card again).
    To the desk: the others.
    """

    settings_changed = Signal()
    action_asked = Signal(str)
    view_asked = Signal(float, float, float)
    pan_asked = Signal(float, float, float)
    pixel_asked = Signal(int, float, float)
    lasso_changed = Signal()

    page_is_ready = Signal()
    #: Unit numbers; "set", "add" or "toggle".
    units_chosen = Signal(list, str)
    #: The same, drawn around.
    lasso_drawn = Signal(list, str)
    lasso_closed = Signal()
    #: Whether it is a shout, and whether it stays when the button comes up.
    lasso_held = Signal(bool, bool)
    lasso_let_go = Signal()
    lasso_called = Signal(bool)
    lasso_looked_at = Signal(bool)
    view_moved = Signal(float, float, float)
    tool_chosen = Signal(str)
    layer_chosen = Signal(str)
    #: Unit number, 0 for none.
    follow_wished = Signal(int)
    trails_wished = Signal(bool)
    camera_chosen = Signal(int)
    cameras_wished = Signal(bool)
    #: A unit or a camera, and where on the page its picture goes.
    picture_asked = Signal(int, float, float)
    picture_done = Signal()
    #: Units or a camera that somebody drags out.
    drag_begun = Signal(list)
    #: Degrees: what can be seen there?
    video_place_chosen = Signal(float, float)
    #: See ``resources/map/src/channel.ts``, Figures.
    figures_reported = Signal(dict)
    #: A code and what the page knows of the cause.
    problem_reported = Signal(str, str)
    pixel_answered = Signal(int, float, float)

    def __init__(self, crs: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crs = crs

    @Slot()
    def page_ready(self) -> None:
        self.page_is_ready.emit()

    @Slot(list, str)
    def select(self, units: list[float], mode: str) -> None:
        self.units_chosen.emit([int(unit) for unit in units], mode)

    @Slot(list, str)
    def lasso(self, units: list[float], mode: str) -> None:
        self.lasso_drawn.emit([int(unit) for unit in units], mode)

    @Slot()
    def close_lasso(self) -> None:
        self.lasso_closed.emit()

    @Slot(bool, bool)
    def hold_lasso(self, is_shout: bool, stays: bool) -> None:
        self.lasso_held.emit(is_shout, stays)

    @Slot()
    def let_go_lasso(self) -> None:
        self.lasso_let_go.emit()

    @Slot(bool)
    def call_lasso(self, is_aimed: bool) -> None:
        self.lasso_called.emit(is_aimed)

    @Slot(bool)
    def look_at_lasso(self, is_looked_at: bool) -> None:
        self.lasso_looked_at.emit(is_looked_at)

    @Slot(float, float, float)
    def move_view(self, lon: float, lat: float, zoom: float) -> None:
        self.view_moved.emit(lon, lat, zoom)

    @Slot(str)
    def choose_tool(self, name: str) -> None:
        self.tool_chosen.emit(name)

    @Slot(str)
    def choose_layer(self, name: str) -> None:
        self.layer_chosen.emit(name)

    @Slot(int)
    def follow(self, unit: int) -> None:
        self.follow_wished.emit(unit)

    @Slot(bool)
    def show_trails(self, shown: bool) -> None:
        self.trails_wished.emit(shown)

    @Slot(int)
    def choose_camera(self, camera: int) -> None:
        self.camera_chosen.emit(camera)

    @Slot(bool)
    def show_cameras(self, shown: bool) -> None:
        self.cameras_wished.emit(shown)

    @Slot(int, float, float)
    def show_picture(self, number: int, left: float, top: float) -> None:
        self.picture_asked.emit(number, left, top)

    @Slot()
    def hide_picture(self) -> None:
        self.picture_done.emit()

    @Slot(list)
    def drag_out(self, numbers: list[float]) -> None:
        self.drag_begun.emit([int(number) for number in numbers])

    @Slot(float, float)
    def choose_video_place(self, lon: float, lat: float) -> None:
        self.video_place_chosen.emit(lon, lat)

    @Slot(dict)
    def report_figures(self, figures: dict[str, float]) -> None:
        self.figures_reported.emit(figures)

    @Slot(str, str)
    def report_problem(self, code: str, detail: str) -> None:
        self.problem_reported.emit(code, detail)

    @Slot(int, float, float)
    def answer_pixel(self, ask: int, x: float, y: float) -> None:
        self.pixel_answered.emit(ask, x, y)

    @Slot(str, list, result=dict)
    def measure(self, kind: str, lon_lat: list[float]) -> dict[str, str]:
        """Length ("distance") or area on the ellipsoid of points given as lon, lat, lon, lat …, as text."""
        text = area_text(area_m2(lon_lat)) if kind == "area" else length_text(line_length_m(lon_lat))
        return {"text": text}

    @Slot(float, float, result=dict)
    def describe(self, lon: float, lat: float) -> dict[str, str]:
        """How a place is written; empty where a system has no word for it."""
        try:
            mgrs = format_mgrs(lon, lat)
        except AppError:
            mgrs = ""
        return {"lon_lat": format_lon_lat(lon, lat), "mgrs": mgrs, "crs": self._in_crs(lon, lat)}

    def _in_crs(self, lon: float, lat: float) -> str:
        if not self._crs:
            return ""
        try:
            return format_projected(lon, lat, self._crs)
        except AppError:
            return ""
