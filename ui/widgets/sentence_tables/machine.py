"""The machine that the station or the desk runs on: its disk, its ports, what is installed."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

MACHINE: dict[str, tuple[str, str]] = {
    "data.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another station already works on the folder {folder}."),
        QT_TRANSLATE_NOOP("sentence", "Stop it, or give this one a folder of its own with --data."),
    ),
    "desk.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another desk already works in the folder {folder}."),
        QT_TRANSLATE_NOOP("sentence", "Use that one, or give this one a folder of its own with --data."),
    ),
    "data.not_writable": (
        QT_TRANSLATE_NOOP("sentence", "The folder {folder} cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Change its rights, or choose another with --data."),
    ),
    "database.unusable": (
        QT_TRANSLATE_NOOP("sentence", "The database {file} cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Restore it from a backup, or start with another folder."),
    ),
    "storage.full": (
        QT_TRANSLATE_NOOP("sentence", "The station's disk is full; nothing was changed."),
        QT_TRANSLATE_NOOP("sentence", "Make room on the station's disk and try again."),
    ),
    "storage.failed": (
        QT_TRANSLATE_NOOP("sentence", "The station could not write to its disk: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Check the station's disk; nothing was changed."),
    ),
    "log.broken": (
        QT_TRANSLATE_NOOP("sentence", "The station's log is damaged at event {seq}."),
        QT_TRANSLATE_NOOP("sentence", "Restore the data folder from a backup."),
    ),
    "tracks.damaged": (
        QT_TRANSLATE_NOOP("sentence", "A part of the stored tracks is damaged."),
        QT_TRANSLATE_NOOP("sentence", "The rest can be read; restore the data folder from a backup."),
    ),
    "tracks.failed": (
        QT_TRANSLATE_NOOP("sentence", "The stored tracks could not be read or written ({reason})."),
        QT_TRANSLATE_NOOP("sentence", "Look at the station's log and its disk."),
    ),
    "tracks.not_writable": (
        QT_TRANSLATE_NOOP("sentence", "The stored tracks cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Change the rights of the folder, or make room on the disk."),
    ),
    "tracks.too_new": (
        QT_TRANSLATE_NOOP("sentence", "The stored tracks in {path} are from a newer version."),
        QT_TRANSLATE_NOOP("sentence", "Start the newer version of the station."),
    ),
    "port.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another program already uses port {port} on {host}."),
        QT_TRANSLATE_NOOP("sentence", "Stop it, or choose another port with --port."),
    ),
    "port.refused": (
        QT_TRANSLATE_NOOP("sentence", "The station may not listen on port {port} of {host}: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Choose a port above 1024 and an address of this machine."),
    ),
    "tls.unusable": (
        QT_TRANSLATE_NOOP("sentence", "The station's certificate or key cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Check the settings tls_cert and tls_key."),
    ),
    "settings.invalid": (
        QT_TRANSLATE_NOOP("sentence", "The setting {name} cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Correct it in {file}, in the environment or on the command line."),
    ),
    "report.not_writable": (
        QT_TRANSLATE_NOOP("sentence", "The report {file} cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Choose a folder that can be written."),
    ),
    "desk.not_installed": (
        QT_TRANSLATE_NOOP("sentence", "This installation has no desk: {module} is missing."),
        QT_TRANSLATE_NOOP("sentence", "Run python3 installers/bootstrap.py desk, which installs it."),
    ),
    "desk.library_missing": (
        QT_TRANSLATE_NOOP("sentence", "Qt cannot start: the system has no {library}."),
        QT_TRANSLATE_NOOP("sentence", "Run python3 installers/bootstrap.py desk: it installs it, or says how."),
    ),
    "app.unexpected": (
        QT_TRANSLATE_NOOP("sentence", "Something went wrong that nobody expected ({kind})."),
        QT_TRANSLATE_NOOP("sentence", "Try again; if it stays, send in the desk's log."),
    ),
}
