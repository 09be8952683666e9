"""Orders: on their way, refused, or waiting in their file."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

ORDERS: dict[str, tuple[str, str]] = {
    "command.malformed": (
        QT_TRANSLATE_NOOP("sentence", "The station does not understand this order."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "request.malformed": (
        QT_TRANSLATE_NOOP("sentence", "The station does not accept what was given for {field}: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Correct it and try again."),
    ),
    "request.too_large": (
        QT_TRANSLATE_NOOP("sentence", "This is more than the station takes at once ({limit} bytes)."),
        QT_TRANSLATE_NOOP("sentence", "Send it in parts."),
    ),
    "idempotency.key_missing": (
        QT_TRANSLATE_NOOP("sentence", "An order came without the key that lets it be sent twice."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "idempotency.key_reused": (
        QT_TRANSLATE_NOOP("sentence", "Another order was given under the same key; this one was not carried out."),
        QT_TRANSLATE_NOOP("sentence", "Give the order again."),
    ),
    "order.key_taken": (
        QT_TRANSLATE_NOOP("sentence", "Another order waits under the same key; this one was not taken."),
        QT_TRANSLATE_NOOP("sentence", "Give the order again."),
    ),
    "order.not_storable": (
        QT_TRANSLATE_NOOP("sentence", "An order with a password does not wait for the station."),
        QT_TRANSLATE_NOOP("sentence", "Give it again when the station can be reached."),
    ),
    "order.withdrawn": (QT_TRANSLATE_NOOP("sentence", "The order was taken back before the station had it."), ""),
    "order.unreadable": (
        QT_TRANSLATE_NOOP("sentence", "An order that waited can no longer be read and was not sent."),
        QT_TRANSLATE_NOOP("sentence", "Look at the unit and give the order again."),
    ),
    "orders_file.full": (
        QT_TRANSLATE_NOOP("sentence", "The disk is full; the order was not taken."),
        QT_TRANSLATE_NOOP("sentence", "Make room on this machine's disk and give the order again."),
    ),
    "orders_file.unusable": (
        QT_TRANSLATE_NOOP("sentence", "The file of waiting orders {file} cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Check the disk and the rights of its folder."),
    ),
    "orders_file.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another desk on this machine uses the file of waiting orders {file}."),
        QT_TRANSLATE_NOOP("sentence", "Close the other desk first."),
    ),
    "orders_file.too_new": (
        QT_TRANSLATE_NOOP("sentence", "The file of waiting orders {file} is from a newer version."),
        QT_TRANSLATE_NOOP("sentence", "Start the newer version of the desk."),
    ),
    "outbox.failed": (
        QT_TRANSLATE_NOOP("sentence", "An order could not be sent."),
        QT_TRANSLATE_NOOP("sentence", "It is kept and tried again; if this stays, send in the desk's log."),
    ),
}
