"""Cameras in the registry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.domain.camera import Camera, CameraFields
from app.domain.command import ChangeCamera, Command, RegisterCamera, RetireCamera
from app.domain.errors import AppError
from app.domain.event import CameraRegistered, Fact
from app.geo.coordinates import format_lon_lat
from app.geo.reading import read_place
from app.picture.changes import Changes
from ui.dialogs.address_editor import AddressEditor
from ui.dialogs.camera_address import CameraAddress
from ui.dialogs.camera_view import (
    MapPlace,
    heading_fault,
    heading_of,
    heading_text,
    headings,
    place_fault,
    place_hint,
    range_fault,
    range_of,
    view_fault,
    view_of,
)
from ui.dialogs.checks import check_optional, check_required
from ui.dialogs.registry_entry import EntryWords
from ui.dialogs.registry_rows import Row
from ui.models.scene import Scene
from ui.widgets.form import Field, Form, in_row
from ui.widgets.push_button import PushButton
from ui.widgets.sentences import sentence

#: What a new camera has until somebody says otherwise.
_NEW = CameraFields(name="new", lon_deg=0, lat_deg=0)


class CameraEntry(QObject):
    def __init__(
        self, scene: Scene, editor: AddressEditor, map_place: MapPlace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scene, self._map = scene, map_place
        self._number: int | None = None
        #: The place as the picture has it, beside its text, which is rounded to a metre.
        self._placed: tuple[str, float, float] | None = None
        self._centre = PushButton(self.tr("Map's centre"))
        self._centre.setToolTip(self.tr("Takes the place in the middle of the map"))
        self._centre.clicked.connect(self._on_centre)
        self._name = Field(self.tr("Name"), QLineEdit(), self._check_name)
        self._agency = Field(self.tr("Agency"), QLineEdit(), check_optional)
        self._place = Field(
            self.tr("Place"), QLineEdit(), lambda text: place_fault(text, map_place.crs), beside=self._centre
        )
        self._heading = Field(self.tr("Looks towards"), _heading_box(), heading_fault)
        self._view = Field(self.tr("Field of view, degrees"), QLineEdit(), view_fault)
        self._range = Field(self.tr("Range, metres"), QLineEdit(), range_fault)
        self._address = CameraAddress(editor)
        fields = (self._name, self._agency, self._place, self._heading, self._view, self._range)
        parts = (
            in_row(self._name, self._agency),
            self._place,
            in_row(self._heading, self._view, self._range),
            self._address,
        )
        self.form = Form((*fields, *editor.fields), self, parts)
        self._place.changed.connect(self._show_place)
        self.below: QWidget | None = None
        self.words = EntryWords(
            headers=(self.tr("Name"), self.tr("Agency"), self.tr("Looks towards"), self.tr("Video from")),
            find=self.tr("Find a camera"),
            empty=self.tr("No cameras are registered yet."),
            register=self.tr("Register camera"),
            retire=self.tr("Retire camera"),
            new=self.tr("New camera"),
        )

    def touches(self, changes: Changes) -> bool:
        return bool(changes.cameras)

    def rows(self) -> Sequence[Row]:
        cameras = sorted(self._scene.picture.cameras.values(), key=lambda camera: camera.name.casefold())
        return [
            Row(c.number, (c.name, c.agency, heading_text(c.heading_deg), _bare(c.pulls_from))) for c in cameras
        ]

    def fill(self, number: int | None) -> None:
        self._number = number
        camera = self._scene.picture.cameras.get(number) if number is not None else None
        shown = camera or _NEW
        place = format_lon_lat(camera.lon_deg, camera.lat_deg) if camera else ""
        self._placed = (place, camera.lon_deg, camera.lat_deg) if camera else None
        self._name.put(camera.name if camera else "")
        self._agency.put(shown.agency)
        self._place.put(place)
        self._show_place()
        self._heading.put(heading_text(shown.heading_deg))
        self._view.put(f"{shown.view_deg:g}")
        self._range.put(f"{shown.range_m:g}")
        self._address.show_host(camera.pulls_from if camera else "")

    def command(self, number: int | None) -> Command:
        lon_deg, lat_deg = self._lon_lat()
        fields = CameraFields(
            name=self._name.text,
            agency=self._agency.text,
            lon_deg=lon_deg,
            lat_deg=lat_deg,
            heading_deg=heading_of(self._heading.text),
            view_deg=view_of(self._view.text),
            range_m=range_of(self._range.text),
        )
        pull = self._address.pull()
        if number is None:
            assert pull is not None
            return RegisterCamera(camera=fields, pull=pull)
        return ChangeCamera(number=number, camera=fields, pull=pull)

    def retirement(self, number: int) -> Command:
        return RetireCamera(number=number)

    def question(self, number: int) -> str:
        asked = self.tr(
            "Retire the camera {name}? It leaves the map and every wall, and its address is forgotten."
        )
        return asked.format(name=self._scene.picture.cameras[number].name)

    def welcome(self) -> None:
        """It is on the list and on the map: that is enough."""

    def registered(self, fact: Fact) -> int | None:
        return fact.camera.number if isinstance(fact, CameraRegistered) else None

    def field_of(self, refusal: AppError) -> Field | None:
        return self._name if refusal.code == "camera.name_taken" else None

    def _lon_lat(self) -> tuple[float, float]:
        if self._placed is not None and self._placed[0] == self._place.text:
            return self._placed[1:]
        return read_place(self._place.text, self._map.crs)

    def _on_centre(self) -> None:
        line = self._place.line
        assert line is not None
        line.setText(format_lon_lat(*self._map.centre()))

    def _show_place(self) -> None:
        self._place.set_hint(place_hint(self._place.text, self._map.crs))

    def _check_name(self, text: str) -> str:
        if self._holder(text) not in (None, self._number):
            return str(sentence(AppError("camera.name_taken", name=text)))
        return check_required(text)

    def _holder(self, name: str) -> int | None:
        cameras: Sequence[Camera] = tuple(self._scene.picture.cameras.values())
        return next((c.number for c in cameras if c.name.casefold() == name.casefold()), None)


def _bare(host: str) -> str:
    """Without the scheme, which fills a column with what is the same for all."""
    return host.partition("://")[2]


def _heading_box() -> QComboBox:
    box = QComboBox(editable=True)
    box.addItems(headings())
    return box
