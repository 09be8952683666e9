"""Places, streets and maps."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

MAPS: dict[str, tuple[str, str]] = {
    "place.malformed": (
        QT_TRANSLATE_NOOP("sentence", "This is not a place."),
        QT_TRANSLATE_NOOP("sentence", "Type longitude and latitude like 24.9414 60.1719, or an MGRS reference."),
    ),
    "crs.unknown": (
        QT_TRANSLATE_NOOP("sentence", "No coordinate system {crs} is known."),
        QT_TRANSLATE_NOOP("sentence", "Name it by its EPSG code, like EPSG:3067."),
    ),
    "crs.out_of_area": (
        QT_TRANSLATE_NOOP("sentence", "This place lies outside the area of {crs}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another coordinate system for the map."),
    ),
    "basemap.missing": (
        QT_TRANSLATE_NOOP("sentence", "The base map {name} is not there."),
        QT_TRANSLATE_NOOP(
            "sentence", "Units are shown without it; install the product again, or name another in the settings."
        ),
    ),
    "page.missing": (
        QT_TRANSLATE_NOOP("sentence", "A part of the map page is missing: {name}."),
        QT_TRANSLATE_NOOP("sentence", "Install the product again."),
    ),
    "page.not_built": (
        QT_TRANSLATE_NOOP("sentence", "The map page is not built: {folder} is empty."),
        QT_TRANSLATE_NOOP("sentence", "Start the product with installers/bootstrap.py, which builds it."),
    ),
    "request.unknown": (
        QT_TRANSLATE_NOOP("sentence", "The map asked for something this desk does not have: {path}."),
        QT_TRANSLATE_NOOP("sentence", "Install the product again."),
    ),
    # The map page calls its faults by one word.
    "basemap": (
        QT_TRANSLATE_NOOP("sentence", "The base map cannot be shown."),
        QT_TRANSLATE_NOOP("sentence", "Units are shown without it; look at the desk's log for why."),
    ),
    "frames": (
        QT_TRANSLATE_NOOP("sentence", "The map has lost touch with the desk; what it shows is getting old."),
        QT_TRANSLATE_NOOP("sentence", "It tries again by itself; the list stays live."),
    ),
    "roster": (
        QT_TRANSLATE_NOOP("sentence", "The map cannot name the units."),
        QT_TRANSLATE_NOOP("sentence", "It tries again by itself; the list has their names."),
    ),
    "cameras": (
        QT_TRANSLATE_NOOP("sentence", "The map cannot show the cameras."),
        QT_TRANSLATE_NOOP("sentence", "It tries again when one of them changes; the registry has them all."),
    ),
    "trails": (
        QT_TRANSLATE_NOOP("sentence", "The trails cannot be drawn."),
        QT_TRANSLATE_NOOP("sentence", "It tries again by itself; look at the desk's log if it stays."),
    ),
    "painter": (
        QT_TRANSLATE_NOOP("sentence", "The map can no longer draw the units."),
        QT_TRANSLATE_NOOP("sentence", "Reset the layout or start the desk again; the list stays live."),
    ),
    "streets.unreadable": (
        QT_TRANSLATE_NOOP("sentence", "The street graph {file} cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Install the product again, or build its base maps anew."),
    ),
    "streets.no_way": (QT_TRANSLATE_NOOP("sentence", "No street leads from the one place to the other."), ""),
}
