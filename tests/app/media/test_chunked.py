from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.media.chunked import Dechunker


def _encoded(chunks: list[bytes], extension: bytes = b"") -> bytes:
    return b"".join(b"%x%b\r\n%b\r\n" % (len(chunk), extension, chunk) for chunk in chunks if chunk) + b"0\r\n\r\n"


@given(
    st.lists(st.binary(max_size=200), max_size=8), st.lists(st.integers(1, 60)), st.sampled_from([b"", b";x=1"])
)
def test_however_it_is_cut_the_body_comes_out_whole(chunks, cuts, extension):
    coded, chunker, body = _encoded(chunks, extension), Dechunker(), b""
    for size in [*cuts, len(coded)]:
        body += chunker.body(coded[:size])
        coded = coded[size:]
    assert body == b"".join(chunks)
    assert chunker.is_over


def test_a_chunk_without_an_end_gives_what_there_is():
    chunker = Dechunker()
    assert chunker.body(b"ff\r\nabc") == b"abc"
    assert chunker.body(b"def") == b"def"
    assert not chunker.is_over


@pytest.mark.parametrize("coded", [b"xyz\r\nabc", b"-5\r\nabc", b"f" * 16 + b"\r\n", b"1" * 5000])
def test_what_is_not_chunked_is_refused(coded):
    with pytest.raises(AppError, match=r"stream\.interrupted"):
        Dechunker().body(coded)
