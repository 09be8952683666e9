"""The wall."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

WALL = {
    "wall.no_terminal": (
        QT_TRANSLATE_NOOP("sentence", "Nobody of those carries a terminal that could send video."),
        QT_TRANSLATE_NOOP("sentence", "Register a terminal for the unit, or choose another one."),
    ),
    "wall.nothing_chosen": (
        QT_TRANSLATE_NOOP("sentence", "No unit and no camera is chosen."),
        QT_TRANSLATE_NOOP("sentence", "Choose some in the list or on the map, and add them to the wall then."),
    ),
    "wall.nothing_live": (
        QT_TRANSLATE_NOOP("sentence", "No terminal sends video now, and there is no camera."),
        QT_TRANSLATE_NOOP("sentence", "Ask a crew to switch its video on, or register a camera."),
    ),
    "wall.full": (
        QT_TRANSLATE_NOOP("sentence", "Every tile of the wall is taken."),
        QT_TRANSLATE_NOOP("sentence", "Clear a tile; what is near the place is shown there."),
    ),
}
