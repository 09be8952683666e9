"""Announcements."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

ANNOUNCING: dict[str, tuple[str, str]] = {
    "announcement.busy": (
        QT_TRANSLATE_NOOP("sentence", "Somebody is talking to them just now; it was not sent."),
        QT_TRANSLATE_NOOP("sentence", "Send it again when they are free."),
    ),
    "announcement.cut_off": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off."),
        QT_TRANSLATE_NOOP("sentence", "Send it again."),
    ),
    "announcement.cut_off/call_closed": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off: the call was closed."),
        QT_TRANSLATE_NOOP("sentence", "Send it again."),
    ),
    "announcement.cut_off/lost": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off: the connection for speech was lost."),
        QT_TRANSLATE_NOOP("sentence", "The desk connects anew by itself. Send it again then."),
    ),
    "announcement.cut_off/pre_empted": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off: somebody with priority talks."),
        QT_TRANSLATE_NOOP("sentence", "Send it again when they are free."),
    ),
    "announcement.cut_off/revoked": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off: this desk may no longer talk."),
        QT_TRANSLATE_NOOP("sentence", "Sign in again, with a role that dispatches."),
    ),
    "announcement.cut_off/station_stopped": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off: the station stops."),
        QT_TRANSLATE_NOOP("sentence", "Send it again when the station is back."),
    ),
    "announcement.cut_off/stopped": (
        QT_TRANSLATE_NOOP("sentence", "It was stopped here, before its end."),
        "",
    ),
    "announcement.cut_off/time_limit": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off: it lasted longer than one may talk."),
        QT_TRANSLATE_NOOP("sentence", "Make it shorter."),
    ),
    "announcement.cut_off/vanished": (
        QT_TRANSLATE_NOOP("sentence", "It was cut off: the station no longer heard this desk."),
        QT_TRANSLATE_NOOP("sentence", "Send it again; look at the network if it stays."),
    ),
    "announcement.name_taken": (
        QT_TRANSLATE_NOOP("sentence", "An announcement is called {name} already."),
        QT_TRANSLATE_NOOP("sentence", "Choose another name, or delete that one."),
    ),
    "announcement.not_kept": (
        QT_TRANSLATE_NOOP("sentence", "The announcement cannot be kept: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Look at the disk with the desk's data folder."),
    ),
    "announcement.nobody": (
        QT_TRANSLATE_NOOP("sentence", "Nobody could hear it; it was not sent."),
        QT_TRANSLATE_NOOP("sentence", "Send it again when somebody can."),
    ),
    "announcement.no_answer": (
        QT_TRANSLATE_NOOP("sentence", "The station did not answer; it was not sent."),
        QT_TRANSLATE_NOOP("sentence", "Send it again."),
    ),
    "announcement.no_link": (
        QT_TRANSLATE_NOOP("sentence", "There is no connection for speech; it was not sent."),
        QT_TRANSLATE_NOOP("sentence", "The desk connects anew by itself. Send it again then."),
    ),
    "announcement.speaking": (
        QT_TRANSLATE_NOOP("sentence", "This desk speaks an announcement there."),
        QT_TRANSLATE_NOOP("sentence", "Stop it in the announcements, or wait for its end."),
    ),
    "announcement.too_long": (
        QT_TRANSLATE_NOOP("sentence", "It is too long: it may last {limit_s} s."),
        QT_TRANSLATE_NOOP("sentence", "Make it shorter."),
    ),
    "speech.failed": (
        QT_TRANSLATE_NOOP("sentence", "The speech engine {engine} failed: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another voice, or speak it yourself."),
    ),
    "speech.silent": (
        QT_TRANSLATE_NOOP("sentence", "The speech engine {engine} made no sound of this text."),
        QT_TRANSLATE_NOOP("sentence", "Choose a voice of its language, or speak it yourself."),
    ),
}
