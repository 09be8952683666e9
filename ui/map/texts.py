"""Every word on the map page; the page itself has none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def page_texts() -> dict[str, str]:
    """By the names in ``resources/map/src/settings.ts``; ``{n}`` and ``{layer}`` are filled in by the page."""
    return {
        "map": translate("map", "Map of units and cameras"),
        "tools": translate("map", "Map tools"),
        "select": translate("map", "Select (Shift+drag: box, Ctrl: add)"),
        "lasso": translate("map", "Lasso"),
        "distance": translate("map", "Measure distance"),
        "area": translate("map", "Measure area"),
        "follow": translate("map", "Follow the selected unit"),
        "trails": translate("map", "Trails of selected units"),
        "cameras": translate("map", "Cameras"),
        "video": translate("map", "Video nearest to a place"),
        "zoom_all": translate("map", "Show all units"),
        "zoom_selection": translate("map", "Zoom to selection"),
        "layers": translate("map", "Base maps"),
        "zoom_in": translate("map", "Zoom in"),
        "zoom_out": translate("map", "Zoom out"),
        "age_seconds": translate("map", "{n} s"),
        "age_more": translate("map", "over 4 min"),
        "metres": translate("map", "{n} m"),
        "kilometres": translate("map", "{n} km"),
        "no_units": translate("map", "No unit on duty has a position yet."),
        "ground_missing": translate(
            "map", "The base map “{layer}” cannot be shown. Units are drawn all the same; choose another with B."
        ),
        "ground_ends": translate("map", "The base map ends here"),
        "desk_silent": translate("map", "The map gets no positions from the desk. It keeps trying."),
        "hint_lasso": translate(
            "map", "Draw around units. Keyboard: Enter sets a corner, Shift+Enter closes, Esc ends."
        ),
        "hint_distance": translate(
            "map", "Click along the line, double click to finish. Keyboard: Enter, Shift+Enter, Backspace, Esc."
        ),
        "hint_area": translate(
            "map", "Click the corners, double click to finish. Keyboard: Enter, Shift+Enter, Backspace, Esc."
        ),
        "hint_video": translate(
            "map", "Click a place: the wall shows the video nearest to it. Keyboard: arrows, Enter, Esc."
        ),
    }
