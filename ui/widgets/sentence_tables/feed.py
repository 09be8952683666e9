"""What the station sends to a desk."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

FEED: dict[str, tuple[str, str]] = {
    "feed.failed": (
        QT_TRANSLATE_NOOP("sentence", "The desk lost the thread of what the station sends."),
        QT_TRANSLATE_NOOP("sentence", "It starts over by itself; if this comes back, send in the desk's log."),
    ),
    "feed.gap": (QT_TRANSLATE_NOOP("sentence", "An event is missing; the desk takes a new picture."), ""),
    "feed.resync": (QT_TRANSLATE_NOOP("sentence", "The desk was away too long; it takes a new picture."), ""),
    "feed.silent": (QT_TRANSLATE_NOOP("sentence", "The station has gone silent; the desk connects anew."), ""),
    "feed.too_slow": (
        QT_TRANSLATE_NOOP("sentence", "This desk could not keep up, and the station let it go."),
        QT_TRANSLATE_NOOP("sentence", "It connects anew; close other programs if this comes back."),
    ),
    "picture.gap": (QT_TRANSLATE_NOOP("sentence", "An event is missing; the desk takes a new picture."), ""),
    "event.malformed": (
        QT_TRANSLATE_NOOP("sentence", "The station sent an event that this desk does not understand."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "frame.malformed": (
        QT_TRANSLATE_NOOP("sentence", "Positions arrived in a form that cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Bring both ends to the same version."),
    ),
}
