"""The product's words as a person reads them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.camera import Camera
from app.domain.operator import Role
from app.domain.terminal import TerminalKind
from app.domain.unit import Force, UnitStatus
from ui.widgets.i18n import QT_TRANSLATE_NOOP

_STATUS = {
    UnitStatus.OFF_DUTY: QT_TRANSLATE_NOOP("words", "Off duty"),
    UnitStatus.AVAILABLE: QT_TRANSLATE_NOOP("words", "Available"),
    UnitStatus.EN_ROUTE: QT_TRANSLATE_NOOP("words", "En route"),
    UnitStatus.ON_SCENE: QT_TRANSLATE_NOOP("words", "On scene"),
    UnitStatus.BUSY: QT_TRANSLATE_NOOP("words", "Busy"),
    UnitStatus.OUT_OF_SERVICE: QT_TRANSLATE_NOOP("words", "Out of service"),
}
_FORCE = {
    Force.DEDICATED: QT_TRANSLATE_NOOP("words", "Dedicated"),
    Force.SOCIAL: QT_TRANSLATE_NOOP("words", "Social"),
    Force.VOLUNTEER: QT_TRANSLATE_NOOP("words", "Volunteer"),
}
_TERMINAL = {
    TerminalKind.PHONE: QT_TRANSLATE_NOOP("words", "Phone"),
    TerminalKind.BODY_CAMERA: QT_TRANSLATE_NOOP("words", "Body camera"),
    TerminalKind.VEHICLE: QT_TRANSLATE_NOOP("words", "Vehicle set"),
    TerminalKind.GATEWAY: QT_TRANSLATE_NOOP("words", "Gateway"),
}
_ROLE = {
    Role.DISPATCHER: QT_TRANSLATE_NOOP("words", "Dispatcher"),
    Role.SUPERVISOR: QT_TRANSLATE_NOOP("words", "Supervisor"),
    Role.REVIEWER: QT_TRANSLATE_NOOP("words", "Reviewer"),
    Role.AUDITOR: QT_TRANSLATE_NOOP("words", "Auditor"),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("words", "Administrator"),
}
_PROTOCOL = {"osmand": "OsmAnd", "owntracks": "OwnTracks", "traccar": "Traccar", "batch": "batch"}


def status_name(status: UnitStatus) -> str:
    return _translated(_STATUS[status])


def force_name(force: Force) -> str:
    return _translated(_FORCE[force])


def terminal_kind_name(kind: TerminalKind) -> str:
    return _translated(_TERMINAL[kind])


def role_name(role: Role) -> str:
    return _translated(_ROLE[role])


def protocol_name(protocol: str) -> str:
    """A field protocol's proper name; one that is not known stands as it is."""
    return _PROTOCOL.get(protocol, protocol)


def camera_view_text(camera: Camera) -> str:
    """Which way it looks, how wide and how far: ``62° · 70° wide · 60 m``."""
    reach = _translated(QT_TRANSLATE_NOOP("words", "{n} m")).format(n=round(camera.range_m))
    if camera.heading_deg is None or camera.view_deg >= 360:
        return f"{_translated(QT_TRANSLATE_NOOP('words', 'all around'))} · {reach}"
    wide = _translated(QT_TRANSLATE_NOOP("words", "{n}° wide")).format(n=round(camera.view_deg))
    return f"{round(camera.heading_deg) % 360}° · {wide} · {reach}"


def _translated(word: str) -> str:
    return QCoreApplication.translate("words", word)
