"""Whatever comes in at the doors of speech: the station stays up, and the next word is heard."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from app.domain import voice
from app.domain.errors import AppError
from app.domain.talk import CallKind, VoicePath
from app.voice.rtp import PAYLOAD_TYPE, Packet
from tests.contract.voice_end import SPEECH, End
from tests.contract.voice_scene import Scene

#: A failure may take as long as a wait, so it is not made smaller.
_quick = settings(
    max_examples=100,
    phases=(Phase.generate,),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
_WAIT_S = 3.0
_reports = st.sampled_from((200, 201, 202, 203, 204, 205))


class Stage:
    """Somebody talks, somebody hears, and somebody who may talk elsewhere means no good."""

    def __init__(self, scene: Scene, runner: asyncio.Runner) -> None:
        self._scene, self._runner = scene, runner
        self.talker, self.hearer = runner.run(scene.terminal(0)), runner.run(scene.terminal(1))
        self.ssrc = runner.run(self.talker.floor(scene.group)).ssrc
        self.villain = runner.run(scene.other())
        self.own_ssrc = runner.run(self.villain.floor(scene.town.talkgroup(scene.strangers))).ssrc
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", scene.port(self.talker)))

    def close(self) -> None:
        self._socket.close()
        self._runner.run(self._scene.leave())

    def protected(self, packet: bytes) -> bytes:
        """With the villain's own key, which is good for its own packets."""
        return self.villain.connection._protector.protect(packet)

    def throw(self, data: bytes) -> None:
        """In at both doors: as a datagram, and as a frame of the villain's."""
        self._socket.send(data)
        self.villain.connection._enqueue(data)

    def is_heard(self) -> None:
        """The next word, by the way that it should come; and all that was thrown has been taken by then."""
        came = len(self.hearer.packets)
        self.villain.connection.say(voice.RequestFloor(call=0))
        denied = len(self.villain.all(voice.FloorDenied))
        self._runner.run(self.villain.until(lambda: len(self.villain.all(voice.FloorDenied)) > denied, _WAIT_S))
        self._runner.run(self.talker.speak(self.ssrc, 1, pause_s=0))
        self._runner.run(self.hearer.until(lambda: len(self.hearer.packets) > came, _WAIT_S))
        assert self.hearer.packets[-1].payload == SPEECH
        assert self.talker.connection.path is self.hearer.connection.path is VoicePath.UDP
        assert self.villain.ended is None


@pytest.fixture
def stage(scene: Scene) -> Iterator[Stage]:
    with asyncio.Runner() as runner:
        stage = Stage(scene, runner)
        yield stage
        stage.close()


def test_any_bytes_that_come_in_are_thrown_away(stage: Stage) -> None:
    genuine = stage.protected(Packet(7, 960, stage.own_ssrc, SPEECH).pack())
    theirs = stage.talker.connection._protector.protect(Packet(7, 960, stage.ssrc, SPEECH).pack())

    @_quick
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        base = data.draw(st.sampled_from((genuine, theirs, b"")))
        cut = base[: data.draw(st.integers(0, len(base)))]
        stage.throw(cut + data.draw(st.binary(max_size=60)))
        at = data.draw(st.integers(0, max(0, len(base) - 1)))
        flipped = bytes((data.draw(st.integers(0, 255)),))
        stage.throw(base[:at] + flipped + base[at + 1 :])
        stage.is_heard()

    attack()


def test_reports_and_packets_of_any_content_do_no_harm_though_they_are_rightly_protected(stage: Stage) -> None:
    @_quick
    @given(st.booleans(), st.integers(0, 255), _reports, st.binary(max_size=80))
    def attack(is_own_number: bool, first: int, kind: int, rest: bytes) -> None:
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
        stage.is_heard()

    attack()


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
    ends: list[End] = []
    with asyncio.Runner() as runner:
        stage = Stage(scene, runner)

        @_quick
        @given(st.lists(_messages, max_size=6))
        def attack(messages: list[object]) -> None:
            # A dispatcher may cut off a unit.
            assume(not any(_asks_for(scene.group, message) for message in messages))
            if not ends or ends[-1].ended is not None:
                ends.append(runner.run(scene.at(scene.town.desk_door(), waits_for_udp=False)))
            for message in messages:
                ends[-1].connection._enqueue(json.dumps(message))
            stage.is_heard()

        attack()
        stage.close()
    codes = {end.ended.code for end in ends if end.ended is not None}
    assert codes == {"station.incompatible"}
