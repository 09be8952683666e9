"""Talking and listening."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

TALK: dict[str, tuple[str, str]] = {
    "audio.microphone_gone": (
        QT_TRANSLATE_NOOP("sentence", "Stop: the microphone is gone, nobody hears you."),
        QT_TRANSLATE_NOOP("sentence", "Plug it in or choose another one, and press again."),
    ),
    "audio.no_microphone": (
        QT_TRANSLATE_NOOP("sentence", "There is no microphone; nothing was sent."),
        QT_TRANSLATE_NOOP("sentence", "Plug one in; it is taken by itself."),
    ),
    "audio.unavailable": (
        QT_TRANSLATE_NOOP("sentence", "The sound device cannot be opened."),
        QT_TRANSLATE_NOOP("sentence", "Plug it in or choose another one; all but hearing works without it."),
    ),
    "call.kind_invalid": (
        QT_TRANSLATE_NOOP("sentence", "A call of this kind cannot be opened like this: {kind}."),
        QT_TRANSLATE_NOOP("sentence", "Choose one unit for a private call, several for a group."),
    ),
    "call.nobody": (
        QT_TRANSLATE_NOOP("sentence", "There is nobody in this call."),
        QT_TRANSLATE_NOOP("sentence", "Choose at least one unit or terminal that the station knows."),
    ),
    "call.not_allowed": (
        QT_TRANSLATE_NOOP("sentence", "This call cannot be opened or talked in from here."),
        QT_TRANSLATE_NOOP("sentence", "Ask a dispatcher to open it."),
    ),
    "call.too_many": (
        QT_TRANSLATE_NOOP("sentence", "As many calls are open as the station holds."),
        QT_TRANSLATE_NOOP("sentence", "Close those that nobody needs."),
    ),
    "call.too_many_own": (
        QT_TRANSLATE_NOOP("sentence", "You have as many calls open as one may have."),
        QT_TRANSLATE_NOOP("sentence", "Close one; those in which nobody talks close after ten minutes."),
    ),
    "call.too_often": (
        QT_TRANSLATE_NOOP("sentence", "Too many calls were opened in too short a time."),
        QT_TRANSLATE_NOOP("sentence", "Wait a second and press again."),
    ),
    "call.unknown": (
        QT_TRANSLATE_NOOP("sentence", "This call is closed."),
        QT_TRANSLATE_NOOP("sentence", "Open a new one to talk."),
    ),
    "floor.busy": (
        QT_TRANSLATE_NOOP("sentence", "Somebody is talking, and nobody else can wait for that."),
        QT_TRANSLATE_NOOP("sentence", "Press again when the call is free."),
    ),
    "floor.closed": (
        QT_TRANSLATE_NOOP("sentence", "This call is closed."),
        QT_TRANSLATE_NOOP("sentence", "Open a new one to talk."),
    ),
    "floor.no_answer": (
        QT_TRANSLATE_NOOP("sentence", "The station did not answer; nothing was sent."),
        QT_TRANSLATE_NOOP("sentence", "Let go and press again."),
    ),
    "floor.link_lost": (
        QT_TRANSLATE_NOOP("sentence", "Stop: the connection is lost, nobody hears you."),
        QT_TRANSLATE_NOOP("sentence", "The desk connects anew by itself; then press again."),
    ),
    "floor.no_target": (
        QT_TRANSLATE_NOOP("sentence", "Nobody is chosen to talk to."),
        QT_TRANSLATE_NOOP("sentence", "Choose a group in the talk bar, or units on the map."),
    ),
    "floor.no_link": (
        QT_TRANSLATE_NOOP("sentence", "There is no connection for speech; nothing was sent."),
        QT_TRANSLATE_NOOP("sentence", "The desk connects anew by itself."),
    ),
    "floor.too_often": (
        QT_TRANSLATE_NOOP("sentence", "The key was pressed too often in too short a time."),
        QT_TRANSLATE_NOOP("sentence", "Wait a second and press again; an emergency goes through at once."),
    ),
    "hearing.lost": (
        QT_TRANSLATE_NOOP("sentence", "None of it arrived."),
        QT_TRANSLATE_NOOP("sentence", "Say it again."),
    ),
    "hearing.muted": (
        QT_TRANSLATE_NOOP("sentence", "The call is muted there."),
        QT_TRANSLATE_NOOP("sentence", "Reach them another way."),
    ),
    "hearing.no_loudspeaker": (
        QT_TRANSLATE_NOOP("sentence", "There is no loudspeaker there."),
        QT_TRANSLATE_NOOP("sentence", "Reach them another way."),
    ),
    "recording.absent": (
        QT_TRANSLATE_NOOP("sentence", "There is no recording of this burst."),
        QT_TRANSLATE_NOOP("sentence", "It was too short, is too old, or the station's disk was full."),
    ),
    "recording.unreadable": (
        QT_TRANSLATE_NOOP("sentence", "The recording cannot be read: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Look at the disk where the station keeps its recordings."),
    ),
    "talkgroup.name_taken": (
        QT_TRANSLATE_NOOP("sentence", "A talkgroup is called {name} already."),
        QT_TRANSLATE_NOOP("sentence", "Choose another name."),
    ),
    "talkgroup.of_agency": (
        QT_TRANSLATE_NOOP("sentence", "This is the talkgroup of {agency}."),
        QT_TRANSLATE_NOOP("sentence", "It stays as long as the agency has units."),
    ),
    "talkgroup.unknown": (
        QT_TRANSLATE_NOOP("sentence", "This talkgroup does not exist any more."),
        QT_TRANSLATE_NOOP("sentence", "Choose another one."),
    ),
    "voice.absent": (
        QT_TRANSLATE_NOOP("sentence", "The terminal is not linked for speech."),
        QT_TRANSLATE_NOOP("sentence", "Wait until it is back, or look at its network."),
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
    "voice.off_duty": (
        QT_TRANSLATE_NOOP("sentence", "Its unit is off duty, so the terminal neither hears nor talks."),
        QT_TRANSLATE_NOOP("sentence", "Start the unit's duty first."),
    ),
    "voice.refused": (
        QT_TRANSLATE_NOOP("sentence", "The station does not let this end talk."),
        QT_TRANSLATE_NOOP("sentence", "Sign in again, with a role that dispatches."),
    ),
    "voice.silent": (
        QT_TRANSLATE_NOOP("sentence", "The station was silent for too long, so the link for speech was given up."),
        QT_TRANSLATE_NOOP("sentence", "It is opened again by itself."),
    ),
    "voice.taken_over": (
        QT_TRANSLATE_NOOP("sentence", "The terminal has linked for speech a second time; the new link is used."),
        QT_TRANSLATE_NOOP("sentence", "Make sure that only one device uses this terminal's address."),
    ),
    "voice.too_slow": (
        QT_TRANSLATE_NOOP("sentence", "The line to the station is too slow for speech."),
        QT_TRANSLATE_NOOP("sentence", "It is tried again by itself; look at the network if it stays."),
    ),
}
