from __future__ import annotations

from typing import get_args

import pytest

from app.domain import command as orders
from app.domain import event as facts
from app.domain.event import Event
from app.domain.operator import Operator, Role
from app.domain.snapshot import Snapshot
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.talk import VoiceLink, VoicePath
from app.domain.terminal import PushFault, Terminal, TerminalKind
from app.domain.unit import Force, UnitFields, UnitStatus
from app.picture.history import is_told, unit_of
from app.picture.picture import Picture
from tests.ui.models.crowd import NOON, a_unit
from ui.fleet.event_words import author_text, fact_text, order_text, status_of

PHONE = Terminal(number=12, kind=TerminalKind.PHONE, unit=7, label="Pixel")
VIDEO = Stream(terminal=12, number=3, container=Container.MPEG_TS, started_at=NOON)
LINKED = facts.VoiceLinked(link=VoiceLink(terminal=12, path=VoicePath.UDP))
FORM = UnitFields(callsign="V-07", force=Force.VOLUNTEER, agency="Volunteers")


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (facts.UnitStatusSet(unit=7, status=UnitStatus.EN_ROUTE), "En route"),
        (facts.DutyStarted(unit=7), "On duty"),
        (facts.DutyEnded(unit=7), "Off duty"),
        (facts.UnitRegistered(unit=a_unit(7)), "Unit registered"),
        (facts.UnitChanged(unit=a_unit(7)), "Details changed"),
        (facts.UnitRetired(unit=7), "Unit retired"),
        (facts.TerminalRegistered(terminal=PHONE), "Phone Pixel registered"),
        (facts.TerminalChanged(terminal=PHONE), "Phone Pixel changed"),
        (facts.TerminalHeard(terminal=12, protocol="osmand"), "First report by OsmAnd"),
    ],
)
def test_a_fact_is_told_in_few_words(fact: facts.Fact, text: str) -> None:
    assert fact_text(fact) == text


def test_the_end_of_a_video_is_told_with_its_reason() -> None:
    told = {fact_text(facts.StreamEnded(terminal=12, number=3, reason=reason)) for reason in StreamEnd}
    assert len(told) == len(StreamEnd)
    assert {"Video broke off", "Video ended with the duty"} < told


def test_every_fact_of_a_units_history_has_words() -> None:
    kinds = get_args(get_args(facts.Fact)[0])
    of_units = {kind for kind in kinds if {"unit", "terminal"} & set(kind.model_fields)}
    told = [
        facts.UnitStatusSet(unit=7, status=UnitStatus.BUSY),
        facts.DutyStarted(unit=7),
        facts.DutyEnded(unit=7),
        facts.UnitRegistered(unit=a_unit(7)),
        facts.UnitChanged(unit=a_unit(7)),
        facts.UnitRetired(unit=7),
        facts.TerminalRegistered(terminal=PHONE),
        facts.TerminalChanged(terminal=PHONE),
        facts.TerminalHeard(terminal=12, protocol="osmand"),
        facts.TerminalRetired(terminal=12),
        facts.TerminalPullSet(terminal=12, pulls_from="rtsp://10.0.0.5:554"),
        facts.StreamStarted(stream=VIDEO),
        facts.StreamEnded(terminal=12, number=3, reason=StreamEnd.CLOSED),
        facts.PushRefused(terminal=12, fault=PushFault.MALFORMED),
        facts.VoiceUnlinked(terminal=12),
        LINKED,
    ]
    assert {type(fact) for fact in told} == of_units | {facts.StreamStarted, facts.VoiceLinked}
    assert all(fact_text(fact) != fact.kind for fact in told)


def test_a_fact_stands_in_the_history_of_its_unit() -> None:
    picture = Picture.from_snapshot(Snapshot(seq=1, at=NOON, station="s", units=(a_unit(7),), terminals=(PHONE,)))
    assert unit_of(facts.DutyStarted(unit=7), picture) == 7
    assert unit_of(facts.UnitChanged(unit=a_unit(7)), picture) == 7
    assert unit_of(facts.TerminalRegistered(terminal=PHONE), picture) == 7
    assert unit_of(facts.TerminalHeard(terminal=12, protocol="osmand"), picture) == 7
    assert unit_of(facts.TerminalHeard(terminal=13, protocol="osmand"), picture) is None
    assert unit_of(facts.StreamStarted(stream=VIDEO), picture) == 7
    assert unit_of(facts.PushRefused(terminal=12, fault=PushFault.MALFORMED), picture) == 7
    assert unit_of(LINKED, picture) == 7
    assert unit_of(facts.VoiceUnlinked(terminal=12), picture) == 7
    assert unit_of(facts.OperatorRetired(operator=7), picture) is None


def test_a_link_that_only_got_worse_is_not_told() -> None:
    picture = Picture.from_snapshot(
        Snapshot(seq=1, at=NOON, station="s", terminals=(PHONE,), voice_links=(LINKED.link,))
    )
    worse = LINKED.link.model_copy(update={"loss": 0.2})
    assert not is_told(facts.VoiceLinked(link=worse), picture)
    assert is_told(facts.VoiceLinked(link=worse.model_copy(update={"path": VoicePath.WEBSOCKET})), picture)
    assert is_told(LINKED, Picture())


def test_a_fact_that_sets_a_status_is_told_with_its_sign() -> None:
    assert status_of(facts.UnitStatusSet(unit=7, status=UnitStatus.BUSY)) is UnitStatus.BUSY
    assert status_of(facts.DutyStarted(unit=7)) is UnitStatus.AVAILABLE
    assert status_of(facts.DutyEnded(unit=7)) is UnitStatus.OFF_DUTY
    assert status_of(facts.UnitChanged(unit=a_unit(7))) is None


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("operator:1", "Night shift"),
        ("operator:2", "mika"),
        ("operator:99", "former operator"),
        ("terminal:12", "Phone"),
        ("terminal:99", "former terminal"),
        ("station", ""),
    ],
)
def test_who_did_it_is_told_by_name(by: str, text: str) -> None:
    picture = Picture.from_snapshot(
        Snapshot(
            seq=1,
            at=NOON,
            station="harbour",
            terminals=(PHONE,),
            operators=(
                Operator(number=1, login="anna", name="Night shift", role=Role.DISPATCHER),
                Operator(number=2, login="mika", role=Role.DISPATCHER),
            ),
        )
    )

    assert author_text(Event(seq=2, at=NOON, by=by, fact=facts.DutyStarted(unit=7)), picture) == text


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (orders.SetUnitStatus(unit=7, status=UnitStatus.ON_SCENE), "On scene"),
        (orders.StartDuty(unit=7), "On duty"),
        (orders.EndDuty(unit=7), "Off duty"),
        (orders.ChangeUnit(number=7, unit=FORM), "Change of details"),
        (orders.RetireUnit(number=7), "Retirement"),
    ],
)
def test_an_order_is_told_by_what_it_wants(order: orders.Command, text: str) -> None:
    assert order_text(order) == text
