from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.media.containers.piece import Piece
from app.media.ring import Ring
from app.media.spill import Spill

#: What a piece of one byte counts.
PIECE = 129


def _put(ring: Ring, letters: str, at_ms: int = 0, step_ms: int = 1000) -> None:
    """A capital letter is a key piece."""
    for index, letter in enumerate(letters):
        ring.put(Piece(letter.encode(), letter.isupper()), b"#", at_ms + index * step_ms)


def _shown(ring: Ring, at_ms: int = 0) -> list[bytes]:
    return [run.data() for run in ring.since(at_ms)]


def test_a_ring_keeps_runs_that_each_begin_with_a_key_piece_and_their_header() -> None:
    ring = Ring()

    _put(ring, "xyAbcDe")

    assert _shown(ring) == [b"#Abc", b"#De"]


def test_a_moment_is_shown_by_the_run_that_it_is_in_and_those_after_it() -> None:
    ring = Ring()
    _put(ring, "AbCdEf")

    assert _shown(ring, at_ms=3_000) == [b"#Cd", b"#Ef"]


def test_what_is_older_than_the_ring_keeps_is_let_go_by_whole_runs() -> None:
    ring = Ring(keep_s=5)

    _put(ring, "AbCdEfGh")
    assert _shown(ring) == [b"#Cd", b"#Ef", b"#Gh"]

    ring.expire(60_000)
    assert _shown(ring) == []


def test_a_run_without_end_is_closed_and_nothing_is_kept_until_the_next_key_piece() -> None:
    ring = Ring(run_bytes=3 * PIECE)

    _put(ring, "AbcdefghIj")

    assert _shown(ring) == [b"#Abc", b"#Ij"]
    assert ring.memory == 5 * PIECE


def test_a_ring_that_is_cut_waits_for_the_next_key_piece() -> None:
    ring = Ring()
    _put(ring, "Ab")
    assert ring.open_bytes == 2 * PIECE
    ring.cut()
    assert ring.open_bytes == 0
    assert len(ring.closed_in_memory()) == 1

    # A moment after the last one: another push.
    _put(ring, "cDe", at_ms=1_100)

    assert _shown(ring) == [b"#Ab", b"#De"]


def test_runs_that_go_on_without_end_are_closed_when_memory_is_short_and_go_to_disk_too(tmp_path: Path) -> None:
    long, usual = Ring(), Ring()
    long.put(Piece(b"A" * 5_000_000, is_key=True), b"#", 0)
    usual.put(Piece(b"A" * 500_000, is_key=True), b"#", 0)
    asyncio.run(Spill(tmp_path, memory=1_000_000).relieve([long, usual]))
    assert (long.memory, usual.open_bytes) == (0, usual.memory)
    assert len(_shown(long)[0]) == 5_000_001


def test_a_flood_of_key_pieces_shares_a_run() -> None:
    ring = Ring()

    _put(ring, "ABCD", step_ms=90)

    assert _shown(ring) == [b"#ABC", b"#D"]


def test_old_runs_of_all_rings_go_to_disk_when_together_they_hold_too_much(tmp_path: Path) -> None:
    one, other = Ring(), Ring()
    _put(one, "AbCdEf")
    _put(other, "UvWx", at_ms=1_500)

    asyncio.run(Spill(tmp_path / "rings", memory=6 * PIECE).relieve([one, other]))

    assert [run.file is not None for run in one] == [True, False, False]
    assert [run.file is not None for run in other] == [True, False]
    assert one.memory + other.memory == 6 * PIECE
    assert _shown(one) == [b"#Ab", b"#Cd", b"#Ef"]


def test_a_run_that_leaves_the_ring_leaves_the_disk(tmp_path: Path) -> None:
    ring = Ring(keep_s=5)
    _put(ring, "AbCdEf")
    asyncio.run(Spill(tmp_path / "rings", memory=0).relieve([ring]))
    assert len(list(tmp_path.rglob("*.run"))) == 2

    ring.expire(8_000)
    assert len(list(tmp_path.rglob("*.run"))) == 1
    ring.close()
    assert not list(tmp_path.rglob("*.run"))


def test_a_run_that_leaves_while_it_is_written_leaves_nothing_behind(tmp_path: Path) -> None:
    ring = Ring()
    _put(ring, "AbC")
    run = next(iter(ring))

    ring.close()
    run.spill(tmp_path / "1.run")

    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses_costs_the_oldest_runs_and_no_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "rings").write_text("not a folder")
    ring = Ring()
    _put(ring, "AbCdEf")

    asyncio.run(Spill(tmp_path / "rings", memory=2 * PIECE).relieve([ring]))

    assert _shown(ring) == [b"#Ef"]
    assert len(caplog.records) == 1


def test_runs_of_an_earlier_station_are_removed(tmp_path: Path) -> None:
    (tmp_path / "7.run").write_bytes(b"old")

    Spill(tmp_path)

    assert not list(tmp_path.iterdir())
