"""Talking and listening."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

TALK: dict[str, tuple[str, str]] = {
    "audio.unavailable": (
        QT_TRANSLATE_NOOP("sentence", "The sound device cannot be opened."),
        QT_TRANSLATE_NOOP("sentence", "Plug it in or choose another one; all but hearing works without it."),
    ),
    "floor.busy": (
        QT_TRANSLATE_NOOP("sentence", "Somebody is talking, and nobody else can wait for that."),
        QT_TRANSLATE_NOOP("sentence", "Press again when the call is free."),
    ),
    "floor.closed": (
        QT_TRANSLATE_NOOP("sentence", "This call is closed."),
        QT_TRANSLATE_NOOP("sentence", "Open a new one to talk."),
    ),
    "recording.unreadable": (
        QT_TRANSLATE_NOOP("sentence", "The recording cannot be read: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Look at the disk where the station keeps its recordings."),
    ),
    "voice.bad_key": (
        QT_TRANSLATE_NOOP("sentence", "The station sent no usable key for speech."),
        QT_TRANSLATE_NOOP("sentence", "Install the same version on the desk and on the station."),
    ),
    "voice.codec": (
        QT_TRANSLATE_NOOP("sentence", "Speech could not be encoded or decoded: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Start the desk again; look at its log if it stays."),
    ),
    "voice.not_protected": (
        QT_TRANSLATE_NOOP("sentence", "Speech could not be encrypted and was not sent: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Press again; look at the desk's log if it stays."),
    ),
}
