from __future__ import annotations

import asyncio

from app.media.containers.piece import Piece
from app.media.tail import Tail


def _put(tail: Tail, letters: str) -> None:
    for letter in letters:
        tail.put(Piece(letter.encode(), letter.isupper()), b"#")
    tail.wake()


async def _read(tail: Tail) -> bytes:
    link = await tail.entry()
    if link is None:
        return b""
    read = [link.header]
    while link is not None:
        read.append(link.data)
        link = await tail.after(link)
    return b"".join(read)


def test_a_reader_begins_at_the_last_key_piece_and_reads_to_the_end() -> None:
    async def story() -> tuple[bytes, bytes]:
        tail = Tail()
        _put(tail, "xAbCd")
        early = asyncio.create_task(_read(tail))
        await asyncio.sleep(0)
        _put(tail, "eFg")
        late = asyncio.create_task(_read(tail))
        await asyncio.sleep(0)
        _put(tail, "h")
        tail.close()
        return await early, await late

    assert asyncio.run(story()) == (b"#CdeFgh", b"#Fgh")


def test_a_reader_that_comes_before_the_first_key_piece_waits_for_it() -> None:
    async def story() -> bytes:
        tail = Tail()
        _put(tail, "xy")
        reading = asyncio.create_task(_read(tail))
        await asyncio.sleep(0)
        _put(tail, "zAb")
        tail.close()
        return await reading

    # It was closed in the same breath: what the reader had not begun with is gone.
    assert asyncio.run(story()) in (b"", b"#Ab")


def test_a_reader_of_a_stream_that_ends_without_a_key_piece_ends_too() -> None:
    async def story() -> bytes:
        tail = Tail()
        reading = asyncio.create_task(_read(tail))
        await asyncio.sleep(0)
        tail.close()
        return await reading

    assert asyncio.run(story()) == b""


def test_a_key_piece_too_far_back_is_no_place_to_begin() -> None:
    async def story() -> bytes:
        tail = Tail()
        _put(tail, "Abcdefgh")
        tail.forget_far_entry(3)
        reading = asyncio.create_task(_read(tail))
        await asyncio.sleep(0)
        _put(tail, "Ij")
        await asyncio.sleep(0)
        tail.close()
        return await reading

    assert asyncio.run(story()) == b"#Ij"
