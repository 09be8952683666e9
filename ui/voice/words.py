"""What the talk bar says, from states to words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.errors import AppError
from app.domain.talk import BurstEnd, VoicePath
from app.picture.picture import Picture
from app.voice.talk_state import Phase, TalkState
from ui.widgets.burst_words import clock_words, talker_name
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.sentences import sentence
from ui.widgets.talk_port import Held, SoundState, Talk, VoiceState

_ENDS = {
    BurstEnd.PRE_EMPTED: QT_TRANSLATE_NOOP("talk", "Stop: somebody with priority talks"),
    BurstEnd.TIME_LIMIT: QT_TRANSLATE_NOOP("talk", "Stop: your time is over"),
    BurstEnd.VANISHED: QT_TRANSLATE_NOOP("talk", "Stop: the station no longer heard you"),
    BurstEnd.REVOKED: QT_TRANSLATE_NOOP("talk", "Stop: you may no longer talk here"),
    BurstEnd.CALL_CLOSED: QT_TRANSLATE_NOOP("talk", "Stop: the call was closed"),
    BurstEnd.STATION_STOPPED: QT_TRANSLATE_NOOP("talk", "Stop: the station stops"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("talk", text)


def aim_words(name: str, heard: str, is_shout: bool) -> str:
    """``To Patrol: 9 hear now``, ``Aloud: 1 hears now, out of the loudspeakers of V-07``.

    Where there is no room for all, how many hear is left.
    """
    if is_shout:
        said = QT_TRANSLATE_NOOP("talk", "Aloud: {heard}, out of the loudspeakers of {name}")
    else:
        said = QT_TRANSLATE_NOOP("talk", "To {name}: {heard}")
    return _tr(said).format(name=name, heard=heard)


def own_words(talk: Talk, now_s: float, picture: Picture) -> str:
    """One's own state; empty while one does not talk."""
    own = talk.own
    match own.phase:
        case Phase.ASKED:
            return _tr(QT_TRANSLATE_NOOP("talk", "Asking …"))
        case Phase.QUEUED:
            return _queued_words(own, picture)
        case Phase.ON_AIR if not talk.sound.microphone:
            return _tr(QT_TRANSLATE_NOOP("talk", "NOT HEARD: no microphone"))
        case Phase.ON_AIR:
            words = _tr(QT_TRANSLATE_NOOP("talk", "ON AIR {time}, {left} left"))
            return words.format(time=clock_words(now_s - own.since_s), left=clock_words(own.left_s(now_s)))
        case Phase.DENIED:
            return _denied_words(own, picture)
        case Phase.REVOKED:
            return _revoked_words(own, talk.held.get(own.call or 0), picture)
        case _:
            return ""


def _queued_words(own: TalkState, picture: Picture) -> str:
    said = QT_TRANSLATE_NOOP("talk", "Waiting, {n} in line; {holder} talks")
    following = QT_TRANSLATE_NOOP("talk", "Waiting, you are next; {holder} talks")
    words = _tr(following if own.position == 1 else said)
    return words.format(n=own.position, holder=talker_name(own.holder, picture))


def _denied_words(own: TalkState, picture: Picture) -> str:
    why = sentence(AppError(own.code)).what
    if own.holder is None:
        return why
    words = _tr(QT_TRANSLATE_NOOP("talk", "{holder} talks. {why}"))
    return words.format(holder=talker_name(own.holder, picture), why=why)


def _revoked_words(own: TalkState, held: Held | None, picture: Picture) -> str:
    """By whom one was cut off, while that one talks."""
    if own.end is BurstEnd.PRE_EMPTED and held is not None:
        said = QT_TRANSLATE_NOOP("talk", "Stop: {name} talks with priority")
        urgent = QT_TRANSLATE_NOOP("talk", "Stop: EMERGENCY, {name} talks")
        return _tr(urgent if held.is_emergency else said).format(name=talker_name(held.by, picture))
    return _tr(_ENDS[own.end]) if own.end is not None else ""


def held_words(
    held: Held, waiting: Sequence[int], now_s: float, picture: Picture, *, is_muted: bool = False
) -> str:
    """``V-07 talking 0:04, next: D-03``, and who else waits; and whether it is heard, where that is a question."""
    said = QT_TRANSLATE_NOOP("talk", "{name} talking {time}")
    urgent = QT_TRANSLATE_NOOP("talk", "EMERGENCY: {name} talking {time}")
    words = _tr(urgent if held.is_emergency else said)
    words = words.format(name=talker_name(held.by, picture), time=clock_words(now_s - held.since_s))
    words = _hearing_words(held, is_muted=is_muted).format(words=words)
    if not waiting:
        return words
    following = talker_name(waiting[0], picture)
    if len(waiting) == 1:
        return _tr(QT_TRANSLATE_NOOP("talk", "{words}, next: {name}")).format(words=words, name=following)
    more = _tr(QT_TRANSLATE_NOOP("talk", "{words}, next: {name} and {n} more"))
    return more.format(words=words, name=following, n=len(waiting) - 1)


def _hearing_words(held: Held, *, is_muted: bool) -> str:
    if held.is_heard:
        # What was muted in mid-burst is told by the station a moment later.
        in_spite = is_muted and held.is_emergency
        return _tr(QT_TRANSLATE_NOOP("talk", "{words}, mute lifted")) if in_spite else "{words}"
    if is_muted:
        return _tr(QT_TRANSLATE_NOOP("talk", "{words}, muted here"))
    return _tr(QT_TRANSLATE_NOOP("talk", "{words}, not heard here"))


def path_words(voice: VoiceState) -> str:
    """How speech travels, in a word or two."""
    if voice.path is None:
        return _tr(QT_TRANSLATE_NOOP("talk", "No link"))
    name = "UDP" if voice.path is VoicePath.UDP else "WebSocket"
    if voice.loss < 0.005:
        return name
    return _tr(QT_TRANSLATE_NOOP("talk", "{path}, {n} % lost")).format(path=name, n=round(voice.loss * 100))


def path_told(voice: VoiceState, heard_after_ms: float | None) -> str:
    """The same at length; where there is none, why."""
    if voice.path is None:
        return str(sentence(voice.fault)) if voice.fault is not None else ""
    told = _tr(QT_TRANSLATE_NOOP("talk", "The way of speech: UDP, or WebSocket where that does not get through."))
    if heard_after_ms is None:
        return told
    heard = _tr(QT_TRANSLATE_NOOP("talk", "{told} What was heard last was said {n} ms before."))
    return heard.format(told=told, n=round(heard_after_ms))


def sound_words(sound: SoundState) -> str:
    """What there is no device for, or a file; empty while there is nothing to say."""
    if not sound.loudspeaker and not sound.microphone:
        return _tr(QT_TRANSLATE_NOOP("talk", "No microphone, no loudspeaker: all else works"))
    if not sound.loudspeaker:
        return _tr(QT_TRANSLATE_NOOP("talk", "No loudspeaker: everything works but hearing"))
    if not sound.microphone:
        return _tr(QT_TRANSLATE_NOOP("talk", "No microphone: everything works but talking"))
    if sound.missed_loudspeaker or sound.missed_microphone:
        missed = sound.missed_loudspeaker or sound.missed_microphone
        used = sound.loudspeaker if sound.missed_loudspeaker else sound.microphone
        return _tr(QT_TRANSLATE_NOOP("talk", "{missed} is gone; using {used}")).format(missed=missed, used=used)
    return _file_words(sound)


def sound_brief(sound: SoundState) -> str:
    """The same where there is little room; the names are in the tooltip and in the dialog."""
    if not sound.loudspeaker and not sound.microphone:
        return _tr(QT_TRANSLATE_NOOP("talk", "No sound devices"))
    if not sound.loudspeaker:
        return _tr(QT_TRANSLATE_NOOP("talk", "No loudspeaker"))
    if not sound.microphone:
        return _tr(QT_TRANSLATE_NOOP("talk", "No microphone"))
    missed = sound.missed_loudspeaker or sound.missed_microphone
    if missed:
        return _tr(QT_TRANSLATE_NOOP("talk", "{missed} is gone")).format(missed=missed)
    if sound.is_microphone_file and sound.is_loudspeaker_file:
        return _tr(QT_TRANSLATE_NOOP("talk", "Sound: files"))
    if sound.is_microphone_file:
        return _tr(QT_TRANSLATE_NOOP("talk", "Microphone: file"))
    return _tr(QT_TRANSLATE_NOOP("talk", "Loudspeaker: file")) if sound.is_loudspeaker_file else ""


def _file_words(sound: SoundState) -> str:
    if sound.is_microphone_file and sound.is_loudspeaker_file:
        words = _tr(QT_TRANSLATE_NOOP("talk", "{microphone} and {loudspeaker} instead of sound devices"))
        return words.format(microphone=sound.microphone, loudspeaker=sound.loudspeaker)
    if sound.is_microphone_file:
        return _tr(QT_TRANSLATE_NOOP("talk", "{name} instead of a microphone")).format(name=sound.microphone)
    if sound.is_loudspeaker_file:
        return _tr(QT_TRANSLATE_NOOP("talk", "{name} instead of a loudspeaker")).format(name=sound.loudspeaker)
    return ""
