"""What terminals report."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

REPORTS: dict[str, tuple[str, str]] = {
    "gateway.unknown": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported to a gateway that does not exist."),
        QT_TRANSLATE_NOOP("sentence", "Type its address into it again; the registry shows it."),
    ),
    "method.not_allowed": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported in a way that this gateway does not take."),
        QT_TRANSLATE_NOOP("sentence", "Check which app it runs and the address that was typed into it."),
    ),
    "report.too_large": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sent more at once than the station takes."),
        QT_TRANSLATE_NOOP("sentence", "Let its app send in smaller parts."),
    ),
    "report.malformed": (
        QT_TRANSLATE_NOOP("sentence", "A terminal's report cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Check which app it runs and the address that was typed into it."),
    ),
    "report.encrypted": (
        QT_TRANSLATE_NOOP("sentence", "OwnTracks encrypts its reports with a key that the station does not have."),
        QT_TRANSLATE_NOOP("sentence", "Empty the encryption key in the app; TLS protects the way."),
    ),
    "report.position_invalid": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported a position that is not on the Earth."),
        QT_TRANSLATE_NOOP("sentence", "Check the app and its location settings."),
    ),
    "report.time_invalid": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported a time that cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Check the app and the device's clock."),
    ),
    "report.replayed": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sent a report again that was taken before."),
        QT_TRANSLATE_NOOP(
            "sentence", "A phone that catches up does this once; if it goes on, start its app anew."
        ),
    ),
    "report.too_many": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reports faster than it may."),
        QT_TRANSLATE_NOOP("sentence", "Set a longer interval in its app; one report a second is plenty."),
    ),
    "terminal.unauthorised": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported with an address that is not, or no longer, valid."),
        QT_TRANSLATE_NOOP("sentence", "Type its present address into it; the registry shows it."),
    ),
    "terminal.not_a_gateway": (
        QT_TRANSLATE_NOOP("sentence", "A terminal spoke for others, which only a gateway may."),
        QT_TRANSLATE_NOOP("sentence", "Register it as a gateway."),
    ),
    "track.range_invalid": (
        QT_TRANSLATE_NOOP("sentence", "This is not a time range that a track can be shown for."),
        QT_TRANSLATE_NOOP("sentence", "Choose a shorter range that ends after it begins."),
    ),
}
