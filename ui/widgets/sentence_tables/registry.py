"""Units, terminals, cameras and operators."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

REGISTRY: dict[str, tuple[str, str]] = {
    "unit.unknown": (
        QT_TRANSLATE_NOOP("sentence", "There is no unit with the number {number} any more."),
        QT_TRANSLATE_NOOP("sentence", "Somebody has retired it; choose another."),
    ),
    "terminal.unknown": (
        QT_TRANSLATE_NOOP("sentence", "There is no such terminal."),
        QT_TRANSLATE_NOOP("sentence", "Somebody has retired it; register it again if it is needed."),
    ),
    "camera.unknown": (
        QT_TRANSLATE_NOOP("sentence", "There is no camera with the number {number} any more."),
        QT_TRANSLATE_NOOP("sentence", "Somebody has retired it; register it again if it is needed."),
    ),
    "operator.unknown": (
        QT_TRANSLATE_NOOP("sentence", "There is no such operator."),
        QT_TRANSLATE_NOOP("sentence", "Somebody has retired this operator; choose another."),
    ),
    "callsign.taken": (
        QT_TRANSLATE_NOOP("sentence", "Another unit has the callsign {callsign}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another callsign."),
    ),
    "device_id.taken": (
        QT_TRANSLATE_NOOP("sentence", "Another terminal reports as {device_id}."),
        QT_TRANSLATE_NOOP("sentence", "Give this one an identifier of its own."),
    ),
    "camera.name_taken": (
        QT_TRANSLATE_NOOP("sentence", "Another camera is called {name}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another name; it is how cameras are told apart."),
    ),
    "login.taken": (
        QT_TRANSLATE_NOOP("sentence", "Another operator signs in as {login}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another login."),
    ),
    "unit.retired": (
        QT_TRANSLATE_NOOP("sentence", "{callsign} was registered once and is retired now."),
        QT_TRANSLATE_NOOP("sentence", "Register it again under another callsign."),
    ),
    "unit.off_duty": (
        QT_TRANSLATE_NOOP("sentence", "{callsign} is off duty."),
        QT_TRANSLATE_NOOP("sentence", "Start its duty first."),
    ),
    "status.use_duty_end": (
        QT_TRANSLATE_NOOP("sentence", "Off duty is not a status to set."),
        QT_TRANSLATE_NOOP("sentence", "End the unit's duty instead."),
    ),
    "gateway.has_no_unit": (
        QT_TRANSLATE_NOOP("sentence", "A gateway reports for many terminals and belongs to no unit."),
        QT_TRANSLATE_NOOP("sentence", "Leave the unit empty, or choose another kind."),
    ),
    "gateway.has_no_video": (
        QT_TRANSLATE_NOOP("sentence", "A gateway reports for many terminals and has no video of its own."),
        QT_TRANSLATE_NOOP("sentence", "Give the address to the terminal whose video it is."),
    ),
    "operator.last_administrator": (
        QT_TRANSLATE_NOOP("sentence", "This is the last administrator."),
        QT_TRANSLATE_NOOP("sentence", "Make somebody else an administrator first."),
    ),
}
