from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.domain.talk import BurstEnd, Priority
from app.voice.floor import Denial, Denied, Ended, Floor, Granted, Queued, Words

UNIT, DISPATCHER, EMERGENCY = Priority.UNIT, Priority.DISPATCHER, Priority.EMERGENCY
RANK = {UNIT: 0, DISPATCHER: 1, EMERGENCY: 2}


def test_a_free_floor_is_granted():
    floor = Floor(limit_s=30)
    assert floor.request(1, UNIT, 0) == (Granted(1, UNIT, 30),)
    assert floor.holder is not None and floor.holder.talker == 1


def test_of_two_in_the_same_instant_the_first_to_arrive_talks_and_the_other_waits():
    floor = Floor()
    assert floor.request(1, DISPATCHER, 5.0) == (Granted(1, DISPATCHER, 60),)
    assert floor.request(2, DISPATCHER, 5.0) == (Queued(2, 1, holder=1),)
    assert floor.request(3, DISPATCHER, 5.0) == (Queued(3, 2, holder=1),)
    assert floor.release(1, 9) == (Ended(1, BurstEnd.RELEASED), Granted(2, DISPATCHER, 60), Queued(3, 1, holder=2))


def test_a_dispatcher_cuts_off_a_unit_and_an_emergency_both():
    floor = Floor()
    floor.request(1, UNIT, 0)
    assert floor.request(2, DISPATCHER, 1) == (Ended(1, BurstEnd.PRE_EMPTED), Granted(2, DISPATCHER, 60))
    assert floor.request(3, EMERGENCY, 2) == (Ended(2, BurstEnd.PRE_EMPTED), Granted(3, EMERGENCY, 60))
    assert floor.request(4, EMERGENCY, 3) == (Queued(4, 1, holder=3),)


def test_who_waits_is_told_of_the_new_holder():
    floor = Floor()
    floor.request(1, UNIT, 0)
    floor.request(2, UNIT, 0)
    assert floor.request(3, DISPATCHER, 1)[-1] == Queued(2, 1, holder=3)


def test_a_higher_priority_waits_further_in_front():
    floor = Floor()
    floor.request(1, DISPATCHER, 0)
    floor.request(2, UNIT, 0)
    assert floor.request(3, DISPATCHER, 0) == (Queued(3, 1, holder=1), Queued(2, 2, holder=1))


def test_a_cancelled_wait_moves_the_others_up():
    floor = Floor()
    for talker in (1, 2, 3):
        floor.request(talker, UNIT, 0)
    assert floor.release(2, 1) == (Queued(3, 1, holder=1),)
    assert floor.release(2, 1) == ()


def test_asking_again_changes_nothing():
    floor = Floor(limit_s=30)
    floor.request(1, UNIT, 0)
    assert floor.request(1, UNIT, 10) == (Granted(1, UNIT, 20, is_new=False),)
    floor.request(2, UNIT, 10)
    assert floor.request(2, UNIT, 11) == (Queued(2, 1, holder=1),)
    assert floor.waiting == (2,)


def test_a_holder_in_an_emergency_keeps_the_floor_with_its_new_priority():
    floor = Floor()
    floor.request(1, UNIT, 0)
    assert floor.request(1, EMERGENCY, 1)[0] == Granted(1, EMERGENCY, 60, is_new=False)
    assert floor.request(2, DISPATCHER, 2) == (Queued(2, 1, holder=1),)


def test_what_becomes_an_emergency_has_the_whole_time_from_then_on():
    floor = Floor(limit_s=10, silence_s=100)
    floor.request(1, UNIT, 0)
    floor.request(1, EMERGENCY, 8)
    assert floor.request(1, EMERGENCY, 12) == (Granted(1, EMERGENCY, 6, is_new=False),), "but once"
    assert floor.tick(17.9) == ()
    assert floor.tick(18) == (Ended(1, BurstEnd.TIME_LIMIT),)


def test_nobody_talks_longer_than_the_limit():
    floor = Floor(limit_s=10)
    floor.request(1, UNIT, 0)
    floor.request(2, UNIT, 0)
    for at_s in range(1, 10):
        floor.heard(1, at_s)
        assert floor.tick(at_s + 0.9) == ()
    assert floor.request(1, UNIT, 9.5) == (Granted(1, UNIT, 0.5, is_new=False),)
    assert floor.tick(10) == (Ended(1, BurstEnd.TIME_LIMIT), Granted(2, UNIT, 10))


def test_the_floor_of_a_dead_talker_is_free_within_two_seconds():
    floor = Floor()
    floor.request(1, UNIT, 0)
    floor.heard(1, 4.0)
    assert floor.tick(5.0) == ()
    assert floor.tick(6.0) == (Ended(1, BurstEnd.VANISHED),)
    assert floor.tick(60.0) == ()


def test_media_of_another_keeps_nobody_alive():
    floor = Floor()
    floor.request(1, UNIT, 0)
    floor.heard(2, 1.9)
    assert floor.tick(2.0) == (Ended(1, BurstEnd.VANISHED),)


def test_a_lost_link_frees_the_floor_at_once_and_a_place_in_the_queue_too():
    floor = Floor()
    for talker in (1, 2, 3):
        floor.request(talker, UNIT, 0)
    assert floor.leave(2, 1, BurstEnd.VANISHED) == (Queued(3, 1, holder=1),)
    assert floor.leave(1, 1, BurstEnd.VANISHED) == (Ended(1, BurstEnd.VANISHED), Granted(3, UNIT, 60))


def test_a_closed_call_ends_talking_and_waiting_for_good():
    floor = Floor()
    floor.request(1, UNIT, 0)
    floor.request(2, UNIT, 0)
    assert floor.close() == (Ended(1, BurstEnd.CALL_CLOSED), Denied(2, Denial.CLOSED))
    assert floor.request(3, EMERGENCY, 1) == (Denied(3, Denial.CLOSED),)
    assert floor.tick(100) == ()


def test_where_nobody_may_wait_the_answer_names_who_talks():
    floor = Floor(most_waiting=0)
    floor.request(1, DISPATCHER, 0)
    assert floor.request(2, UNIT, 0) == (Denied(2, Denial.BUSY, holder=1),)
    assert floor.request(3, EMERGENCY, 0)[-1] == Granted(3, EMERGENCY, 60)


def test_a_full_queue_makes_room_for_a_higher_priority():
    floor = Floor(most_waiting=2)
    for talker in (1, 2, 3):
        floor.request(talker, DISPATCHER if talker == 1 else UNIT, 0)
    assert floor.request(4, UNIT, 0) == (Denied(4, Denial.BUSY, holder=1),)
    words = floor.request(5, DISPATCHER, 0)
    assert words == (Queued(5, 1, 1), Queued(2, 2, 1), Denied(3, Denial.BUSY, holder=1))


class FloorMachine(RuleBasedStateMachine):
    """Everybody believes what they are told; all have to believe the same, and it has to be true."""

    def __init__(self) -> None:
        super().__init__()
        self.floor = Floor(limit_s=20, most_waiting=3)
        self.now_s = 0.0
        self.talks: int | None = None
        self.places: dict[int, int] = {}
        self.until_s = self.heard_at = 0.0

    def believe(self, words: Words) -> None:
        for word in words:
            match word:
                case Granted(talker, _, limit_s, is_new):
                    assert self.talks == (None if is_new else talker)
                    assert 0 <= limit_s <= 20
                    self.talks = talker
                    self.places.pop(talker, None)
                    self.until_s = self.now_s + limit_s
                    if is_new:
                        self.heard_at = self.now_s
                case Queued(talker, position, holder):
                    assert holder == self.talks != talker
                    self.places[talker] = position
                case Denied(talker):
                    self.places.pop(talker, None)
                case Ended(talker):
                    assert self.talks == talker
                    self.talks = None

    @rule(talker=st.integers(1, 6), priority=st.sampled_from(Priority))
    def request(self, talker: int, priority: Priority) -> None:
        before = self.floor.holder
        words = self.floor.request(talker, priority, self.now_s)
        if any(isinstance(word, Ended) for word in words):
            assert before is not None and RANK[priority] > RANK[before.priority]
        assert any(getattr(word, "talker", None) == talker for word in words)
        self.believe(words)

    @rule(talker=st.integers(1, 6))
    def release(self, talker: int) -> None:
        words = self.floor.release(talker, self.now_s)
        self.places.pop(talker, None)
        self.believe(words)

    @rule(talker=st.integers(1, 6))
    def lose(self, talker: int) -> None:
        words = self.floor.leave(talker, self.now_s, BurstEnd.VANISHED)
        self.places.pop(talker, None)
        self.believe(words)

    @rule(talker=st.integers(1, 6))
    def hear(self, talker: int) -> None:
        self.floor.heard(talker, self.now_s)
        if talker == self.talks:
            self.heard_at = self.now_s

    @rule(seconds=st.floats(0, 3))
    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.believe(self.floor.tick(self.now_s))

    @precondition(lambda self: self.now_s > 30)
    @rule()
    def close(self) -> None:
        self.believe(self.floor.close())
        assert self.talks is None
        assert not self.places

    @invariant()
    def everybody_believes_what_is_so(self) -> None:
        holder = self.floor.holder
        assert self.talks == (holder.talker if holder is not None else None)
        assert self.places == {talker: i + 1 for i, talker in enumerate(self.floor.waiting)}

    @invariant()
    def nobody_waits_for_a_free_floor(self) -> None:
        assert self.floor.holder is not None or not self.floor.waiting
        assert len(self.floor.waiting) <= 3

    @invariant()
    def nobody_holds_the_floor_for_too_long_or_dead(self) -> None:
        if self.talks is not None:
            assert self.now_s <= self.until_s + 1e-9
            assert self.now_s - self.heard_at < 2


TestFloor = FloorMachine.TestCase
TestFloor.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


def test_nobody_of_the_same_priority_is_passed_over():
    floor = Floor(limit_s=5, silence_s=99)
    for talker in range(1, 9):
        floor.request(talker, UNIT, 0)
    talked = [1]
    for turn in range(1, 8):
        words = floor.tick(5.0 * turn)
        # Who had to stop asks again at once.
        floor.request(talked[-1], UNIT, 5.0 * turn)
        talked += [word.talker for word in words if isinstance(word, Granted)]
    assert talked == list(range(1, 9))
