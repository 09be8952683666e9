"""Which way packets go, with a clock that the test turns."""

from __future__ import annotations

from app.domain.talk import VoicePath
from app.voice.path import PathChoice, Step

TICK_S = 0.05


class Clock:
    def __init__(self, choice: PathChoice, *, answers: bool, speech: bool = False) -> None:
        self.choice, self.answers, self.speech = choice, answers, speech
        self.now_s = 100.0
        self.probes: list[float] = []

    def run(self, seconds: float) -> float | None:
        """Until the way changes, or so long. When it did, in seconds from the beginning of this run."""
        began_s = self.now_s
        while self.now_s < began_s + seconds:
            self.now_s += TICK_S
            step = self.choice.tick(self.now_s, is_talking=self.speech, is_hearing=False)
            if step.probes:
                self.probes.append(self.now_s)
            if step.has_changed or (step.probes and self.answers and self.choice.heard(self.now_s)):
                return self.now_s - began_s
        return None


def test_udp_is_taken_as_soon_as_it_answers() -> None:
    clock = Clock(PathChoice(100.0, has_udp=True), answers=True)
    changed_s = clock.run(5)
    assert changed_s is not None and changed_s <= 0.1
    assert clock.choice.path is VoicePath.UDP


def test_where_udp_never_answers_it_is_tried_for_a_second_every_ten() -> None:
    clock = Clock(PathChoice(100.0, has_udp=True), answers=False)
    assert clock.run(30) is None
    assert clock.choice.path is VoicePath.WEBSOCKET
    assert len({round(at - 100) // 10 for at in clock.probes}) == 3
    assert max(at - 100 for at in clock.probes if at < 109) < 1.1


def test_an_idle_way_is_probed_every_five_seconds_and_closed_a_second_after_it_falls_silent() -> None:
    clock = Clock(PathChoice(100.0, has_udp=True), answers=True)
    clock.run(1)
    clock.probes.clear()
    assert clock.run(20) is None
    assert 3 <= len(clock.probes) <= 4
    clock.answers = False
    changed_s = clock.run(10)
    assert changed_s is not None and changed_s <= 6.2
    assert clock.choice.path is VoicePath.WEBSOCKET


def test_with_speech_on_it_a_silent_way_is_closed_within_a_second() -> None:
    clock = Clock(PathChoice(100.0, has_udp=True), answers=True, speech=True)
    clock.run(3)
    clock.answers = False
    changed_s = clock.run(5)
    assert changed_s is not None and changed_s <= 1.1


def test_a_machine_that_stood_still_asks_again_before_it_closes_a_way() -> None:
    clock = Clock(PathChoice(100.0, has_udp=True), answers=True, speech=True)
    clock.run(3)
    clock.answers = False
    clock.probes.clear()
    while not clock.probes:
        clock.run(TICK_S)
    clock.now_s += 2.0
    clock.answers = True
    assert clock.run(5) is None
    assert clock.choice.path is VoicePath.UDP and len(clock.probes) > 1


def test_speech_that_comes_is_proof_enough() -> None:
    clock = Clock(PathChoice(100.0, has_udp=True), answers=True)
    clock.run(1)
    clock.probes.clear()
    for _ in range(100):
        clock.now_s += 0.02
        clock.choice.heard(clock.now_s)
        assert clock.choice.tick(clock.now_s, is_talking=False, is_hearing=True) == Step()


def test_a_station_without_udp_is_never_probed() -> None:
    clock = Clock(PathChoice(100.0, has_udp=False), answers=True)
    assert clock.run(30) is None and not clock.probes
