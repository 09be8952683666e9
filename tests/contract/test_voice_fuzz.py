"""Whatever comes in at the doors of speech: the station stays up, and the next word is heard."""

from __future__ import annotations

import json
import secrets
import socket
import struct
from contextlib import suppress
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain import voice
from app.domain.errors import AppError
from app.domain.talk import CallKind, VoicePath
from app.voice.rtp import PAYLOAD_TYPE, Packet
from tests.contract.voice_end import SPEECH, End
from tests.contract.voice_scene import Scene

T = TypeVar("T")
_reports = st.sampled_from((200, 201, 202, 203, 204, 205))


def examples(strategy: st.SearchStrategy[T]) -> list[T]:
    """A hundred, thought out before anybody talks: who is not attended to meanwhile counts as gone."""
    found: list[T] = []

    @settings(
        max_examples=100,
        phases=(Phase.generate,),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(strategy)
    def think(example: T) -> None:
        found.append(example)

    think()
    return found


class Stage:
    """Somebody talks, somebody hears, and somebody who may talk elsewhere means no good."""

    def __init__(self, call: int, talker: End, hearer: End, villain: End, ssrc: int, own_ssrc: int) -> None:
        self._call, self.talker, self.hearer, self.villain = call, talker, hearer, villain
        self.ssrc, self.own_ssrc = ssrc, own_ssrc
        self._words = 0

    @classmethod
    async def of(cls, scene: Scene) -> Stage:
        talker, hearer, villain = await scene.terminal(0), await scene.terminal(1), await scene.other()
        granted, own = await talker.floor(scene.group), await villain.floor(scene.strangers_group)
        return cls(scene.group, talker, hearer, villain, granted.ssrc, own.ssrc)

    def protected(self, packet: bytes) -> bytes:
        """With the villain's own key, which is good for its own packets."""
        return self.villain.connection._protector.protect(packet)

    def throw(self, data: bytes) -> None:
        """In at both doors: as a datagram, and as a frame of the villain's."""
        port = self.talker.connection.welcome.udp_port
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as thrown:
            thrown.sendto(data, ("127.0.0.1", port))
        self.villain.connection._enqueue(data)

    async def is_heard(self) -> None:
        """The next word, by the way that it should come; and all that was thrown has been taken by then."""
        came, denied = len(self.hearer.packets), len(self.villain.all(voice.FloorDenied))
        self._words += 1
        if self._words % 25 == 0:
            # Nobody may talk for as long as a hundred words take on a busy machine.
            self.talker.connection.say(voice.ReleaseFloor(call=self._call))
            self.ssrc = (await self.talker.floor(self._call)).ssrc
        self.villain.connection.say(voice.RequestFloor(call=0))
        await self.villain.until(lambda: len(self.villain.all(voice.FloorDenied)) > denied)
        await self.talker.speak(self.ssrc, 1, pause_s=0)
        await self.hearer.until(lambda: len(self.hearer.packets) > came)
        assert self.hearer.packets[-1].payload == SPEECH
        assert self.talker.connection.path is self.hearer.connection.path is VoicePath.UDP
        assert self.villain.ended is None


def test_any_bytes_that_come_in_are_thrown_away(scene: Scene) -> None:
    lengths, octets = st.integers(0, 200), st.integers(0, 255)
    attacks = examples(st.tuples(st.integers(0, 2), lengths, st.binary(max_size=60), lengths, octets))

    async def act() -> None:
        stage = await Stage.of(scene)
        genuine = stage.protected(Packet(7, 960, stage.own_ssrc, SPEECH).pack())
        theirs = stage.talker.connection._protector.protect(Packet(7, 960, stage.ssrc, SPEECH).pack())
        for which, length, rest, place, octet in attacks:
            base = (genuine, theirs, b"")[which]
            stage.throw(base[: length % (len(base) + 1)] + rest)
            at = place % max(1, len(base))
            stage.throw(base[:at] + bytes((octet,)) + base[at + 1 :])
            await stage.is_heard()

    scene.play(act)


def test_reports_and_packets_of_any_content_do_no_harm_though_they_are_rightly_protected(scene: Scene) -> None:
    attacks = examples(st.tuples(st.booleans(), st.integers(0, 255), _reports, st.binary(max_size=80)))

    async def act() -> None:
        stage = await Stage.of(scene)
        for is_own_number, first, kind, rest in attacks:
            ssrc = stage.villain.connection.welcome.link if is_own_number else stage.own_ssrc
            report = struct.pack("!BBHI", first | 0x80, kind, len(rest) // 4 + 1, ssrc) + rest
            # libsrtp protects what begins as a packet does, whatever comes then.
            for inner in (report, report + report):
                with suppress(AppError):
                    stage.throw(stage.protected(inner))
            header = struct.pack(
                "!BBHII", first & 0x3F | 0x80, PAYLOAD_TYPE, secrets.randbelow(1 << 15), 960, stage.own_ssrc
            )
            with suppress(AppError):
                stage.throw(stage.protected(header + rest))
            await stage.is_heard()

    scene.play(act)


_numbers = st.one_of(st.integers(-5, 60), st.integers(-(2**70), 2**70))
_texts = st.text(max_size=50)
_anything = st.recursive(
    st.none() | st.booleans() | _numbers | st.floats() | _texts, lambda inner: st.lists(inner, max_size=4)
)
_audiences = st.one_of(
    st.fixed_dictionaries({"kind": st.just("units"), "units": st.lists(_numbers, max_size=5)}),
    st.fixed_dictionaries({"kind": st.just("terminals"), "terminals": st.lists(_numbers, max_size=5)}),
    st.fixed_dictionaries({"kind": st.just("agency"), "agency": _texts}),
)
_messages = st.one_of(
    st.fixed_dictionaries({"kind": st.just("monitor"), "calls": st.lists(_numbers, max_size=70)}),
    st.fixed_dictionaries(
        {
            "kind": st.just("call.open"),
            "request": _texts,
            "call": st.sampled_from([kind.value for kind in CallKind]),
            "audience": _audiences,
            "name": _texts,
        }
    ),
    st.fixed_dictionaries({"kind": st.sampled_from(("call.close", "floor.request")), "call": _numbers}),
    st.fixed_dictionaries({"kind": st.just("floor.release"), "call": _numbers, "packets": _numbers}),
    st.fixed_dictionaries({"kind": st.just("burst.played"), "burst": _numbers, "share": st.floats()}),
    st.fixed_dictionaries({"kind": st.just("burst.not_played"), "burst": _numbers, "reason": _texts}),
    st.fixed_dictionaries({"kind": st.just("burst.acknowledged"), "burst": _numbers}),
    st.fixed_dictionaries({"kind": st.just("path"), "path": st.sampled_from(("udp", "websocket"))}),
    st.dictionaries(_texts, _anything, max_size=4),
    _anything,
)


def _asks_for(call: int, message: object) -> bool:
    return isinstance(message, dict) and (message.get("kind"), message.get("call")) == ("floor.request", call)


def test_whatever_is_said_in_whatever_order_the_others_go_on(scene: Scene) -> None:
    attacks = examples(st.lists(_messages, max_size=6))
    ends: list[End] = []

    async def act() -> None:
        stage = await Stage.of(scene)
        for messages in attacks:
            if not ends or ends[-1].ended is not None:
                ends.append(await scene.at(scene.town.desk_door(), waits_for_udp=False))
            for message in messages:
                # A dispatcher may cut off a unit.
                if not _asks_for(scene.group, message):
                    ends[-1].connection._enqueue(json.dumps(message))
            await stage.is_heard()
        # Whatever the others said, this makes no sense.
        ends[-1].connection._enqueue("{}")
        await ends[-1].until(lambda: ends[-1].ended)

    scene.play(act)
    codes = {end.ended.code for end in ends if end.ended is not None}
    assert codes == {"station.incompatible"}
