"""Everything about one camera."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.camera import Camera
from app.geo.coordinates import format_lon_lat, format_mgrs
from ui.fleet.action_button import ActionButton
from ui.fleet.fact_lines import FactLines
from ui.fleet.preview import Preview
from ui.models.scene import Scene
from ui.theme.icons import Icon, icon
from ui.theme.look import Look
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import label, separator
from ui.widgets.words import camera_view_text

_ICON_PX = 28


class CameraPage(QScrollArea):
    """Name, picture, place and direction.

    Args:
        zoom: shows it on the map.
    """

    def __init__(
        self, scene: Scene, look: Look, preview: Preview, zoom: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scene, self._look, self._preview = scene, look, preview
        self._shown: int | None = None
        self._icon, self._name, self._agency = QLabel(), ElidedLabel(role="heading"), label(role="secondary")
        self._facts = FactLines(
            {
                "looks": self.tr("Looks"),
                "position": self.tr("Position"),
                "mgrs": self.tr("MGRS"),
                "video": self.tr("Video from"),
            },
            ("position", "mgrs"),
            look,
        )
        show = self.tr("Show  {key}").format(key=zoom.shortcut().toString())
        self._compose(ActionButton(zoom, show, look))
        look.changed.connect(self._draw_icon)
        self._draw_icon()

    @property
    def preview(self) -> Preview:
        return self._preview

    def show_camera(self, number: int | None) -> None:
        """Show this camera; None, or one that the picture does not have, stops looking at any."""
        self._shown = number if number in self._scene.picture.cameras else None
        self.refresh()

    def refresh(self) -> None:
        camera = self._scene.picture.cameras.get(self._shown or 0)
        self._preview.show_sources(self._shown, {} if camera is None else {camera.number: camera.name})
        if camera is not None:
            self._show(camera)

    def _show(self, camera: Camera) -> None:
        self._name.setText(camera.name)
        self._agency.setText(camera.agency or self.tr("Camera"))
        self._facts.put("looks", camera_view_text(camera))
        self._facts.put("position", format_lon_lat(camera.lon_deg, camera.lat_deg))
        self._facts.put("mgrs", format_mgrs(camera.lon_deg, camera.lat_deg))
        self._facts.put("video", camera.pulls_from)

    def _compose(self, show: QWidget) -> None:
        px = self._look.theme.px
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names = QVBoxLayout()
        names.setSpacing(px(2))
        names.addWidget(self._name)
        names.addWidget(self._agency)
        head = QHBoxLayout()
        head.setSpacing(px(6))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(10))
        layout.addLayout(head)
        for widget in (self._preview, show, separator(), self._facts):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(content)

    def _draw_icon(self) -> None:
        theme = self._look.theme
        side = theme.px(_ICON_PX)
        drawn = icon(theme, Icon.CAMERA)
        self._icon.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatioF()))
