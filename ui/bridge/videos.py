"""Videos: all live video of one workplace, from the readers' threads onto the screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import SIGNAL, QObject, Qt, QTimer, Signal

from app.domain.errors import AppError
from app.domain.event import CameraChanged, Event, StreamStarted, TerminalPullSet
from app.media.budget import Limits, Load
from app.media.frame import Frame
from app.media.gate import OpeningGate
from app.media.watchdog import Watchdog
from ui.bridge.jobs import Jobs
from ui.bridge.video_beat import Beat
from ui.bridge.video_channel import Channel, Tickets
from ui.bridge.video_hidden import HiddenOffers
from ui.bridge.video_reaper import Reaper
from ui.bridge.video_sharing import Sharing
from ui.bridge.video_sound import SoundOutput, TileSounds
from ui.bridge.video_status import Screen, Showing, SourceStatus, VideoDoor
from ui.bridge.video_telling import Telling
from ui.bridge.video_watching import Watching
from ui.models.scene import Scene
from ui.models.video_sources import Offer, VideoSources

T = TypeVar("T")

#: Screens are told how their sources are so often; every fourth time the budget is shared out anew.
_PULSE_MS = 250
_PULSES_A_SHARE = 4


class Videos(QObject):
    """One reader a source, whoever shows it; what nobody sees is not decoded.

    Args:
        limits: what all readers may take together.
        ca_file: whom to trust for a station with a certificate of its own.
        output: where the sound of unmuted tiles is heard; None for nowhere.
    Signals:
        changed(): once a second, and when the budget was shared out: ``load`` and statuses are new.
        failed(AppError): something that was asked for could not be done; for the window's notices.
        frame_shown(int, Frame): a source's picture was just handed to who shows it; for those who measure.
    """

    changed = Signal()
    failed = Signal(object)
    frame_shown = Signal(int, object)
    _woken = Signal()

    def __init__(
        self,
        scene: Scene,
        sources: VideoSources,
        door: VideoDoor,
        limits: Limits,
        ca_file: str | Path | None = None,
        parent: QObject | None = None,
        *,
        output: SoundOutput | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._sources, self._door = scene, sources, door
        self._ca_file = Path(ca_file) if ca_file else None
        self._gate, self._watchdog = OpeningGate(), Watchdog()
        self._reaper, self._watching = Reaper(), Watching(door.watching)
        self._sharing, self._telling = Sharing(limits, self._reaper), Telling(self.status)
        self._screens: dict[Screen, Showing | None] = {}
        self._channels: dict[int, Channel] = {}
        self._pulses = 0
        self._beat = Beat(self._on_beat, self)
        self._pulse = QTimer(self, interval=_PULSE_MS)
        self._pulse.timeout.connect(self._on_pulse)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._arrange)
        self._woken.connect(self._on_beat, Qt.ConnectionType.QueuedConnection)
        self._is_running = self._is_measured = False
        self._jobs = Jobs(3, "video job", self)
        self._heard = TileSounds(output)
        self._hidden = HiddenOffers(sources, door, self._jobs, self)
        self._hidden.found.connect(self._soon_arrange)

    @property
    def limits(self) -> Limits:
        return self._sharing.limits

    @property
    def load(self) -> Load:
        """What all sources together take now."""
        return self._sharing.load

    def start(self) -> None:
        self._is_running = True
        self._watchdog.start()
        self._reaper.start()
        self._watching.start()
        self._scene.changed.connect(self._on_scene_changed)
        self._scene.replaced.connect(self._on_scene_changed)
        self._scene.happened.connect(self._on_happened)
        self._soon.start()

    def stop(self) -> None:
        """End everything; back within 2 s. Screens that are still attached keep what they show."""
        if not self._is_running:
            return
        self._is_running = False
        self._scene.changed.disconnect(self._on_scene_changed)
        self._scene.replaced.disconnect(self._on_scene_changed)
        self._scene.happened.disconnect(self._on_happened)
        for timer in (self._beat, self._pulse, self._soon):
            timer.stop()
        self._heard.stop()
        for channel in self._channels.values():
            self._sharing.end(channel)
        self._channels.clear()
        self._watching.stop()
        self._jobs.shutdown()
        self._reaper.stop()
        self._watchdog.stop()

    def attach(self, screen: Screen) -> None:
        """Serve a screen from now on, until it is detached."""
        self._screens[screen] = None
        self.refresh(screen)

    def detach(self, screen: Screen) -> None:
        self._screens.pop(screen, None)
        self._take_from_channels(screen)
        self._soon_arrange()

    def refresh(self, screen: Screen) -> None:
        """What the screen shows is another source, size, sight or focus: look at it anew."""
        if screen not in self._screens:
            return
        showing, before = screen.showing(), self._screens[screen]
        if showing == before:
            return
        self._screens[screen] = showing
        if showing is None or before is None or before.source != showing.source:
            self._take_from_channels(screen)
        if showing is not None and (before is None or before.source != showing.source):
            channel = self._channels.get(showing.source)
            if channel is not None and channel.frame is not None:
                screen.show(channel.frame)
        self._soon_arrange()

    def status(self, source: int) -> SourceStatus:
        channel = self._channels.get(source) or self._new_channel(source)
        is_known = channel.reader is not None or source in self._hidden
        status = channel.status(None if is_known else self._sources.why_none(source))
        if channel.is_audible and (fault := self._heard.fault) is not None:
            return replace(status, sound_fault=fault)
        return status

    def still(self, source: int) -> Frame | None:
        """The newest picture in full size; None while there is none. From any thread; takes some milliseconds."""
        channel = self._channels.get(source)
        reader = None if channel is None else channel.reader
        return None if reader is None else reader.still()

    def take_still(
        self, source: int, make: Callable[[Frame], T], on_ok: Callable[[T], None], owner: QObject
    ) -> None:
        """Make something of the newest picture in full size, on another thread; a failure is told by ``failed``.

        Args:
            on_ok: gets the result on the GUI thread, unless the owner is gone by then.
        """
        channel = self._channels.get(source)
        reader = None if channel is None else channel.reader

        def work() -> T:
            frame = None if reader is None else reader.still()
            if frame is None:
                raise AppError("snapshot.no_picture")
            return make(frame)

        self._jobs.run(work, on_ok, self.failed.emit, owner)

    def _new_channel(self, source: int) -> Channel:
        tickets = Tickets(source, self._door.ticket, self._ca_file)
        return Channel(source, tickets, self._gate, self._watchdog, self._woken.emit)

    def _take_from_channels(self, screen: Screen) -> None:
        """At once: the next picture may come before things are arranged."""
        for channel in self._channels.values():
            if screen in channel.screens:
                channel.screens.remove(screen)

    def _soon_arrange(self) -> None:
        if self._is_running and not self._soon.isActive():
            self._soon.start()

    def _arrange(self) -> None:
        """Sort screens to their sources, share out the budget, open and end readers."""
        shown: dict[int, list[Showing]] = {}
        seeing: dict[int, list[Screen]] = {}
        for screen in self._screens:
            # Asked anew: a tile that was scrolled out of sight does not always hear of it.
            showing = self._screens[screen] = screen.showing()
            if showing is not None:
                shown.setdefault(showing.source, []).append(showing)
                if showing.is_visible:
                    seeing.setdefault(showing.source, []).append(screen)
        # To emit at every picture for nobody is dear.
        self._is_measured = self.receivers(SIGNAL("frame_shown(int,PyObject)")) > 0
        for source in shown.keys() - self._channels.keys():
            self._channels[source] = self._new_channel(source)
        for source, channel in list(self._channels.items()):
            channel.showings, channel.screens = shown.get(source, []), seeing.get(source, [])
            if (stream := self._sources.stream(source)) is not None:
                channel.expect(stream.width, stream.height, stream.bitrate_bps, takes_wishes=stream.takes_wishes)
        self._share()
        self._watching.set(self._heights())
        self._heard.play(
            {c.source: c.reader.sound for c in self._channels.values() if c.reader is not None and c.is_audible}
        )
        self._set_timers()
        self._telling.tell(self._screens, self._channels, is_full=True)
        self.changed.emit()

    def _share(self) -> None:
        self._hidden.look(source for source, channel in self._channels.items() if channel.showings)
        self._sharing.share([channel for source, channel in self._channels.items() if self._offers(source)])
        for source, channel in list(self._channels.items()):
            if not self._offers(source):
                self._sharing.end(channel)
            if not channel.showings and channel.reader is None:
                del self._channels[source]

    def _offers(self, source: int) -> bool:
        return self._sources.offer(source) is not Offer.NONE or source in self._hidden

    def _heights(self) -> dict[int, int]:
        """Of terminals; what cameras send is not the station's to ask for."""
        seen = {source: channel.height_asked for source, channel in self._channels.items() if channel.height}
        return {source: height for source, height in seen.items() if self._sources.camera(source) is None}

    def _set_timers(self) -> None:
        self._beat.keep_up(sum(channel.reader is not None for channel in self._channels.values()))
        is_telling = bool(self._channels) or any(showing is not None for showing in self._screens.values())
        if is_telling and not self._pulse.isActive():
            self._pulse.start()
        elif not is_telling:
            self._pulse.stop()

    def _on_beat(self) -> None:
        for channel in self._channels.values():
            reader = channel.reader
            if reader is not None and (frame := reader.take()) is not None:
                channel.frame = frame
                for screen in channel.screens:
                    screen.show(frame)
                if self._is_measured and channel.screens:
                    self.frame_shown.emit(channel.source, frame)

    def _on_pulse(self) -> None:
        self._pulses += 1
        if self._pulses % _PULSES_A_SHARE:
            self._telling.tell(self._screens, self._channels, is_full=False)
        else:
            self._arrange()

    def _on_scene_changed(self) -> None:
        self._soon_arrange()

    def _on_happened(self, events: list[Event]) -> None:
        for event in events:
            match event.fact:
                case StreamStarted(stream=stream):
                    channel = self._channels.get(stream.terminal)
                    if channel is not None and channel.reader is not None:
                        channel.reader.kick()
                case CameraChanged(camera=camera, pull_changed=True):
                    self._reopen(camera.number)
                case TerminalPullSet(terminal=terminal) if self._sources.offer(terminal) is not Offer.PUSH:
                    self._reopen(terminal)

    def _reopen(self, source: int) -> None:
        """It is fetched elsewhere from now on: ``_arrange`` asks for a new ticket."""
        channel = self._channels.get(source)
        if channel is not None:
            self._sharing.end(channel)
            self._soon_arrange()
