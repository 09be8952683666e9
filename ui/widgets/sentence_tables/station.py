"""Reaching the station."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

STATION: dict[str, tuple[str, str]] = {
    "station.unreachable": (
        QT_TRANSLATE_NOOP("sentence", "The station cannot be reached."),
        QT_TRANSLATE_NOOP("sentence", "Check its address and the network; the desk keeps trying."),
    ),
    "station.unreachable/unknown_host": (
        QT_TRANSLATE_NOOP("sentence", "No machine of this name is known."),
        QT_TRANSLATE_NOOP("sentence", "Check the spelling of the station's address."),
    ),
    "station.unreachable/refused": (
        QT_TRANSLATE_NOOP("sentence", "The machine answers, but no station runs at this address."),
        QT_TRANSLATE_NOOP("sentence", "Check the port in the address, and that the station is running."),
    ),
    "station.unreachable/timeout": (
        QT_TRANSLATE_NOOP("sentence", "The station does not answer in time."),
        QT_TRANSLATE_NOOP("sentence", "Check the network and the station's address; the desk keeps trying."),
    ),
    "station.tls_refused": (
        QT_TRANSLATE_NOOP("sentence", "This desk does not trust the station's certificate: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Give the desk the authority that signed it, with the setting ca_file."),
    ),
    "station.failed": (
        QT_TRANSLATE_NOOP("sentence", "The station failed on this (status {status})."),
        QT_TRANSLATE_NOOP("sentence", "Try again; if it stays, look at the station's log."),
    ),
    "station.refused": (
        QT_TRANSLATE_NOOP("sentence", "The station refused this (status {status})."),
        QT_TRANSLATE_NOOP("sentence", "Look at the station's log."),
    ),
    "station.incompatible": (
        QT_TRANSLATE_NOOP("sentence", "This desk does not understand the station's answer ({what})."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "station.not_ready": (
        QT_TRANSLATE_NOOP("sentence", "The station on this machine is still starting."),
        QT_TRANSLATE_NOOP("sentence", "Try again in a moment."),
    ),
    "station.stopping": (
        QT_TRANSLATE_NOOP("sentence", "The station is shutting down."),
        QT_TRANSLATE_NOOP("sentence", "Wait until it is back; the desk keeps trying."),
    ),
    "station.address_malformed": (
        QT_TRANSLATE_NOOP("sentence", "This is not the address of a station."),
        QT_TRANSLATE_NOOP("sentence", "Type it like https://station.example or http://192.0.2.7:8750."),
    ),
    "station.ca_file_unusable": (
        QT_TRANSLATE_NOOP("sentence", "The file {file} holds no certificate."),
        QT_TRANSLATE_NOOP("sentence", "Point the setting ca_file to a PEM file with the authority's certificate."),
    ),
}
