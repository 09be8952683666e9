"""Talking and hearing through a real station: who is heard by whom, and what the log says of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from app.domain import voice
from app.domain.audience import TerminalsAudience, UnitsAudience
from app.domain.talk import CallKind, VoicePath
from app.voice.link import Link, LinkPhase
from app.voice.ogg import OggReader
from app.voice.rtcp import SenderReport, unix_time
from tests.bench.city import sign_in
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.contract.voice_end import SPEECH, End, Town, Watcher, until
from tests.contract.voice_quarter import Quarter

#: The station has to start, and who failed to link waits for up to 15 s.
BACK_S = 60.0


@pytest.fixture
def town(voice_town: Town) -> Quarter:
    return Quarter(voice_town)


def _receipts(town: Town, **query: int) -> list[tuple[int, str, str]]:
    """Of the last burst that is noted: end, outcome, reason."""
    found = [receipt for row in town.bursts(**query)[:1] for receipt in row["receipts"]]
    return [(one["number"], one["hearing"], one["reason"]) for one in found]


def _ends(town: Town, call: int) -> list[str]:
    """Why the bursts of a call ended that are noted, the last one first; empty of those that go on."""
    return [row["end"] or "" for row in town.bursts(call=call)]


def test_what_one_says_the_others_of_the_group_hear_and_the_log_tells(town: Town) -> None:
    one, two, other = (
        town.terminal(town.unit(name, agency))
        for name, agency in (("V-1", "Patrol"), ("V-2", "Patrol"), ("T-1", "Traffic"))
    )
    group = town.talkgroup()

    async def talk() -> None:
        talker, hearer, stranger = [await End.at(town.terminal_door(t)) for t in (one, two, other)]
        desk = await End.at(town.desk_door())
        began_at = time.time()
        granted = await talker.floor(group)
        taken = await hearer.told_of(voice.FloorTaken)
        assert (taken.burst, taken.ssrc, taken.by, taken.is_heard) == (granted.burst, granted.ssrc, one, True)
        assert (await desk.told_of(voice.FloorTaken)).is_heard is False
        await talker.speak(granted.ssrc, 20)
        talker.connection.say(voice.ReleaseFloor(call=group))
        idle = await hearer.told_of(voice.FloorIdle)
        assert idle.packets == 20
        await hearer.until(lambda: len(hearer.packets) == 20)
        # And when it was said: the talker's first report is on its way with the first packet.
        await hearer.until(lambda: hearer.reports)
        report = hearer.reports[0]
        assert isinstance(report, SenderReport) and report.ssrc == granted.ssrc
        assert began_at - 0.001 < unix_time(report.ntp) < time.time() + 0.001
        assert [packet.payload for packet in hearer.packets] == [SPEECH] * 20
        assert not stranger.packets and not desk.packets and not talker.packets
        assert not stranger.all(voice.FloorTaken)
        hearer.connection.say(voice.BurstPlayed(burst=granted.burst, share=1.0))
        await until(lambda: _receipts(town, call=group) == [(two, "played", "")])
        assert town.bursts(call=group)[0]["receipts"][0]["share"] == 1.0
        for end in (talker, hearer, stranger, desk):
            await end.close()

    began_s = time.monotonic()
    asyncio.run(talk())
    asyncio.run(until(lambda: _ends(town, group) == ["released"]))
    (row,) = town.bursts(call=group)
    assert (row["call"], row["by"], row["kind"]) == (group, one, "talkgroup")
    assert 0.3 < row["duration_s"] < time.monotonic() - began_s
    client = sign_in(town.station)
    (burst,) = client.bursts(call=group)
    assert burst.by == one and client.burst_audio(burst.number).startswith(b"OggS")
    assert not client.bursts(before=burst.number, call=group) and not client.bursts(call=group + 1)


def test_an_agency_has_a_talkgroup_by_itself_and_others_come_by_order(town: Town) -> None:
    unit = town.unit("V-1", "Campus")
    group = town.talkgroup("Campus")
    audience = {"kind": "units", "units": [unit, 999_999]}
    free = town.order("talkgroup.register", talkgroup={"name": "North", "audience": audience})["talkgroup"]
    assert free["audience"]["units"] == [unit]
    registered = [(event["by"], event["fact"]["talkgroup"]) for event in town.events("talkgroup.registered")]
    audiences = (town.audience("Campus"), free["audience"])
    noted = [(by, known["number"]) for by, known in registered if known["audience"] in audiences]
    assert noted == [("station", group), (noted[1][0], free["number"])]
    assert noted[1][0].startswith("operator:")
    headers = {**town.headers, "Idempotency-Key": "taken"}
    again = {"kind": "talkgroup.register", "talkgroup": {"name": "NORTH", "audience": audience}}
    refused = requests.post(f"{town.station.url}/v1/commands", json=again, headers=headers, timeout=ANSWER_S)
    assert (refused.status_code, refused.json()["code"]) == (409, "talkgroup.name_taken")
    headers["Idempotency-Key"] = "agency"
    retire = {"kind": "talkgroup.retire", "number": group}
    refused = requests.post(f"{town.station.url}/v1/commands", json=retire, headers=headers, timeout=ANSWER_S)
    assert refused.json()["code"] == "talkgroup.of_agency"


def test_a_call_to_chosen_units_reaches_them_and_stands_in_their_histories(town: Town) -> None:
    units = [town.unit(f"V-{number}", f"Agency {number}") for number in range(3)]
    terminals = [town.terminal(unit) for unit in units]

    async def talk() -> None:
        desk = await End.at(town.desk_door())
        inside, outside = [await End.at(town.terminal_door(terminals[i])) for i in (0, 2)]
        audience = UnitsAudience(units=tuple(units[:2]))
        desk.connection.say(voice.OpenCall(request="a", call=CallKind.GROUP, audience=audience))
        opened = await desk.told_of(voice.CallOpenedFor)
        assert opened.hearers == 1
        granted = await desk.floor(opened.call)
        await desk.speak(granted.ssrc, 5)
        desk.connection.say(voice.ReleaseFloor(call=opened.call))
        assert not (await inside.told_of(voice.FloorTaken)).is_shout
        await inside.told_of(voice.FloorIdle)
        inside.connection.say(voice.BurstAcknowledged(burst=granted.burst))
        # The one who opened it hears the answer.
        answer = await inside.floor(opened.call)
        await inside.speak(answer.ssrc, 5)
        inside.connection.say(voice.ReleaseFloor(call=opened.call))
        await desk.until(lambda: len(desk.packets) == 5)
        outside.connection.say(voice.RequestFloor(call=opened.call))
        assert (await outside.told_of(voice.FloorDenied)).code == "call.not_allowed"
        assert not outside.packets
        await until(lambda: len(town.bursts(unit=units[1])) == 2)
        wanted = [(terminals[0], "acknowledged", ""), (terminals[1], "failed", "link_lost")]
        await until(lambda: _receipts(town, before=answer.burst) == wanted)
        desk.connection.say(voice.CloseCall(call=opened.call))
        await until(lambda: opened.call not in [call["number"] for call in town.get("/v1/snapshot")["calls"]])
        for end in (desk, inside, outside):
            await end.close()

    asyncio.run(talk())
    kinds = [[event["fact"]["kind"] for event in town.get("/v1/events", unit=unit)["events"]] for unit in units]
    assert all(kinds[i].count("burst.started") == 2 for i in (0, 1))
    assert "burst.received" in kinds[0] and "burst.started" not in kinds[2]
    other = [event["fact"]["kind"] for event in town.get("/v1/events", unit=units[0], talk=0)["events"]]
    assert "voice.linked" in other and not any(kind.startswith("burst.") for kind in other)


def test_a_shout_says_so_and_a_call_that_makes_no_sense_is_refused(town: Town) -> None:
    unit = town.unit("V-1")
    terminal = town.terminal(unit)

    async def talk() -> None:
        desk, ear = await End.at(town.desk_door()), await End.at(town.terminal_door(terminal))
        say = desk.connection.say
        say(voice.OpenCall(request="1", call=CallKind.SHOUT, audience=TerminalsAudience(terminals=(terminal,))))
        call = (await desk.told_of(voice.CallOpenedFor)).call
        await desk.floor(call)
        assert (await ear.told_of(voice.FloorTaken)).is_shout
        for request, kind, audience in (
            ("2", CallKind.TALKGROUP, UnitsAudience(units=(unit,))),
            ("3", CallKind.GROUP, UnitsAudience(units=(999_999,))),
            ("4", CallKind.PRIVATE, UnitsAudience(units=())),
        ):
            say(voice.OpenCall(request=request, call=kind, audience=audience))
        await desk.told_of(voice.CallRefused, lambda told: told.request == "4")
        refused = {told.request: told.code for told in desk.all(voice.CallRefused)}
        assert refused == {"2": "call.kind_invalid", "3": "call.nobody", "4": "call.kind_invalid"}
        for end in (desk, ear):
            await end.close()

    asyncio.run(talk())


def test_a_burst_is_recorded_and_given_to_those_who_may_hear_it(town: Town, tmp_path: Path) -> None:
    terminal = town.terminal(town.unit("V-1"))
    group = town.talkgroup()
    for role in ("reviewer", "auditor"):
        fields = {"login": role, "name": "", "role": role}
        town.order("operator.register", operator=fields, password="a long password")

    async def talk() -> int:
        talker = await End.at(town.terminal_door(terminal))
        granted = await talker.floor(group)
        await talker.speak(granted.ssrc, 60)
        talker.connection.say(voice.ReleaseFloor(call=group))
        await talker.told_of(voice.FloorIdle)
        await until(lambda: _ends(town, group) == ["released"])
        await talker.close()
        return granted.burst

    burst = asyncio.run(talk())
    url = f"{town.station.url}/v1/bursts/{burst}/audio"
    reviewer = town.station.sign_in("reviewer", "a long password")
    whole = requests.get(url, headers=reviewer, timeout=ANSWER_S)
    assert whole.headers["content-type"] == "audio/ogg"
    file = tmp_path / "burst.opus"
    file.write_bytes(whole.content)
    assert list(OggReader(file).packets()) == [SPEECH] * 60
    part = requests.get(url, headers={**reviewer, "Range": "bytes=10-19"}, timeout=ANSWER_S)
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    auditor = town.station.sign_in("auditor", "a long password")
    assert requests.get(url, headers=auditor, timeout=ANSWER_S).status_code == 403
    assert requests.get(f"{town.station.url}/v1/bursts", headers=auditor, timeout=ANSWER_S).status_code == 403
    absent = requests.get(f"{town.station.url}/v1/bursts/999999/audio", headers=reviewer, timeout=ANSWER_S)
    assert (absent.status_code, absent.json()["code"]) == (404, "recording.absent")


def test_the_picture_knows_which_terminals_can_hear_and_by_which_way(town: Quarter) -> None:
    terminal = town.terminal(town.unit("V-1"))

    def linked() -> int:
        return [event["fact"]["link"]["terminal"] for event in town.events("voice.linked")].count(terminal)

    async def link() -> None:
        end = await End.at(town.terminal_door(terminal))
        await until(lambda: (town.link(terminal) or {}).get("path") == "udp")
        before = linked()
        second = await End.at(town.terminal_door(terminal))
        await end.until(lambda: end.ended)
        assert end.ended is not None and end.ended.code == "voice.taken_over"
        assert town.link(terminal)
        await second.close()
        await until(lambda: not town.link(terminal))
        assert linked() == before
        await end.close()

    asyncio.run(link())
    assert [event["fact"]["terminal"] for event in town.events("voice.unlinked")].count(terminal) == 1


def test_who_comes_later_hears_the_rest(town: Town) -> None:
    unit = town.unit("V-1")
    one, two = town.terminal(unit), town.terminal(unit)
    group = town.talkgroup()

    async def talk() -> None:
        talker, desk = await End.at(town.terminal_door(one)), await End.at(town.desk_door())
        # Asked for before anybody talks: the talker is not attended to meanwhile.
        later = town.terminal_door(two)
        granted = await talker.floor(group)
        packetizer = await talker.speak(granted.ssrc, 5)
        late = await End.at(later, waits_for_udp=False)
        desk.connection.say(voice.Monitor(calls=(group,)))
        for end in (late, desk):
            await end.told_of(voice.FloorTaken, lambda told: told.is_heard)
        for _ in range(5):
            packet = packetizer.packet(SPEECH)
            assert packet is not None
            talker.connection.send(packet)
        for end in (late, desk):
            await end.until(lambda end=end: len(end.packets) == 5)
        desk.told.clear()
        desk.connection.say(voice.Monitor(calls=()))
        assert not (await desk.told_of(voice.FloorTaken)).is_heard
        for end in (talker, desk, late):
            await end.close()

    asyncio.run(talk())


def test_a_burst_has_a_limit(
    monkeypatch: pytest.MonkeyPatch, start_station: Callable[..., StationProcess]
) -> None:
    monkeypatch.setenv("WATCHFLOOR_TALK_LIMIT_S", "5")
    town = Town(start_station())
    terminal = town.terminal(town.unit("V-1"))
    group = town.talkgroup()

    async def talk() -> None:
        talker = await End.at(town.terminal_door(terminal))
        granted = await talker.floor(group)
        assert granted.limit_s == talker.connection.welcome.talk_limit_s == 5
        speaking = asyncio.create_task(talker.speak(granted.ssrc, 400))
        assert (await talker.told_of(voice.FloorRevoked)).reason == "time_limit"
        speaking.cancel()
        await talker.close()

    asyncio.run(talk())


def test_a_link_in_a_thread_comes_back_after_the_station_was_gone(station: StationProcess) -> None:
    town = Town(station)
    door = town.terminal_door(town.terminal(town.unit("V-1")))
    watcher = asyncio.run(_watched())
    link = Link(lambda is_refused: door, watcher)
    link.start()
    try:
        asyncio.run(until(lambda: watcher.paths[-1:] == [VoicePath.UDP]))
        town.station.kill()
        asyncio.run(until(lambda: LinkPhase.DOWN in watcher.phases))
        town.station.start()
        asyncio.run(until(lambda: watcher.phases.count(LinkPhase.UP) == 2, BACK_S))
    finally:
        link.stop()
    asyncio.run(until(lambda: watcher.phases[-1] is LinkPhase.OFF))
    link.stop()


async def _watched() -> Watcher:
    return Watcher()
