"""Signing in, and what a role may do."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

SIGNING_IN: dict[str, tuple[str, str]] = {
    "session.refused": (
        QT_TRANSLATE_NOOP("sentence", "The login or the password is wrong."),
        QT_TRANSLATE_NOOP("sentence", "Type them again; after five failures the login is locked for ten minutes."),
    ),
    "session.locked": (
        QT_TRANSLATE_NOOP("sentence", "This login is locked until {until}: too many failed sign-ins."),
        QT_TRANSLATE_NOOP("sentence", "Wait until then, or ask an administrator for a new password."),
    ),
    "session.ended": (
        QT_TRANSLATE_NOOP("sentence", "The station has ended this session."),
        QT_TRANSLATE_NOOP("sentence", "Sign in again; orders that wait are kept."),
    ),
    "session.not_kept": (
        QT_TRANSLATE_NOOP("sentence", "This machine's keyring did not take that you stay signed in."),
        QT_TRANSLATE_NOOP("sentence", "Unlock it and sign in again, or type the password at the next start."),
    ),
    "session.missing": (
        QT_TRANSLATE_NOOP("sentence", "Nobody is signed in."),
        QT_TRANSLATE_NOOP("sentence", "Sign in first."),
    ),
    "session.signed_out": (
        QT_TRANSLATE_NOOP("sentence", "Nobody is signed in."),
        QT_TRANSLATE_NOOP("sentence", "Sign in first."),
    ),
    "session.unauthorised": (
        QT_TRANSLATE_NOOP("sentence", "The station does not know who asks."),
        QT_TRANSLATE_NOOP("sentence", "Sign in again."),
    ),
    "password.wrong": (
        QT_TRANSLATE_NOOP("sentence", "This is not the present password."),
        QT_TRANSLATE_NOOP("sentence", "Type the password you signed in with."),
    ),
    "role.not_allowed": (
        QT_TRANSLATE_NOOP("sentence", "The role {role} may not do this."),
        QT_TRANSLATE_NOOP("sentence", "Ask a supervisor or an administrator to do it."),
    ),
}
