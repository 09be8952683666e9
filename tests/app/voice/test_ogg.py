from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from shutil import which

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.voice.alignment import realigned
from app.voice.ogg import OggReader, OggWriter
from app.voice.opus import Encoder
from app.voice.recording import outline_of, samples_of
from app.voice.spectrum import intelligibility
from app.voice.toc import duration_samples, is_silence
from app.voice.wave import RATE_HZ
from tests.app.voice.network import Way, spoken
from tests.app.voice.speech import speech

needs_ffprobe = pytest.mark.skipif(which("ffprobe") is None, reason="reads with Debian's package ffmpeg")
needs_opusinfo = pytest.mark.skipif(which("opusinfo") is None, reason="checks with Debian's package opus-tools")
LENGTH_S = speech().size / RATE_HZ


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Speech with its silences left out, over a lossy way that mixes it up."""
    file = tmp_path_factory.mktemp("ogg") / "burst.opus"
    write(file, [packet for _, packet in Way(loss=0.05, jitter_s=0.04).arrivals(spoken(speech()))])
    return file


def write(file: Path, packets) -> None:
    with OggWriter(file, serial=12, comments={"TITLE": "Süd 3", "burst": "12"}) as writer:
        for packet in packets:
            writer.write(packet.payload, packet.timestamp)


def frames_heard(file: Path) -> np.ndarray:
    with av.open(str(file)) as container:
        parts = [frame.to_ndarray().ravel() for frame in container.decode(audio=0)]
    return np.concatenate(parts)


def test_what_was_written_is_read_as_it_was(tmp_path: Path):
    packets = [packet for _, packet in spoken(speech()[: RATE_HZ * 3])]
    write(tmp_path / "a.opus", packets)
    reader = OggReader(tmp_path / "a.opus")
    sent = [packet.payload for packet in packets if not is_silence(packet.payload)]
    assert [payload for payload in reader.packets() if not is_silence(payload)] == sent
    assert reader.comments == {"TITLE": "Süd 3", "BURST": "12"}
    assert (reader.channels, reader.pre_skip) == (1, 312)


def test_a_recording_lasts_as_long_as_the_burst(recorded: Path):
    assert OggReader(recorded).duration_s == pytest.approx(LENGTH_S, abs=0.1)
    assert samples_of(recorded).size / RATE_HZ == pytest.approx(LENGTH_S, abs=0.1)


def test_a_recording_is_what_was_said(recorded: Path):
    assert intelligibility(speech(), realigned(speech(), samples_of(recorded))) > 0.9


@needs_ffprobe
def test_ffprobe_finds_opus_of_the_right_length(recorded: Path):
    command = ["ffprobe", "-v", "warning", "-show_streams", "-show_format", "-of", "json", str(recorded)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    found = json.loads(done.stdout)
    assert not done.stderr
    assert found["streams"][0]["codec_name"] == "opus"
    assert float(found["format"]["duration"]) == pytest.approx(LENGTH_S, abs=0.1)
    assert found["streams"][0]["tags"]["TITLE"] == "Süd 3"


@needs_opusinfo
def test_opusinfo_has_nothing_to_say_against_it(recorded: Path):
    done = subprocess.run(["opusinfo", str(recorded)], capture_output=True, text=True, timeout=30, check=True)
    assert "WARNING" not in done.stdout + done.stderr
    assert "ERROR" not in done.stdout + done.stderr


def test_libav_hears_the_same_as_we_do(recorded: Path):
    theirs, ours = frames_heard(recorded), samples_of(recorded)
    assert theirs.size / RATE_HZ == pytest.approx(ours.size / RATE_HZ, abs=0.03)
    assert intelligibility(ours, realigned(ours, theirs.astype(np.float32))) > 0.9


def test_we_read_what_libav_writes(tmp_path: Path):
    wave = speech()[: RATE_HZ * 4]
    with av.open(str(tmp_path / "theirs.opus"), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray((wave * 32767).astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    reader = OggReader(tmp_path / "theirs.opus")
    assert reader.duration_s == pytest.approx(4, abs=0.03)
    assert intelligibility(wave, realigned(wave, samples_of(tmp_path / "theirs.opus"))) > 0.95


_CHILD = """
import sys, time
from pathlib import Path
from app.voice.ogg import OggWriter
payloads = [bytes.fromhex(line) for line in Path(sys.argv[2]).read_text().split()]
writer = OggWriter(Path(sys.argv[1]), 1)
for i, payload in enumerate(payloads):
    writer.write(payload, 960 * i)
print("written", flush=True)
time.sleep(60)
"""


def test_a_process_that_is_killed_loses_less_than_a_second(tmp_path: Path):
    encoder = Encoder()
    wave = speech()[: RATE_HZ * 6]
    payloads = [encoder.encode(frame) for frame in wave.reshape(-1, 960)]
    (tmp_path / "payloads").write_text("\n".join(payload.hex() for payload in payloads))
    file = tmp_path / "cut.opus"
    command = [sys.executable, "-c", _CHILD, str(file), str(tmp_path / "payloads")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "written\n"
        child.kill()
    assert 5 <= OggReader(file).duration_s <= 6
    assert frames_heard(file).size / RATE_HZ >= 5


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_file_that_is_cut_off_or_damaged_is_read_up_to_there(recorded: Path, tmp_path_factory, data):
    whole = recorded.read_bytes()
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    if damaged and data.draw(st.booleans()):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= 0x55
    file = tmp_path_factory.mktemp("damaged") / "burst.opus"
    file.write_bytes(bytes(damaged))
    all_packets = list(OggReader(recorded).packets())
    # Without its head it is no recording at all.
    with contextlib.suppress(AppError):
        found = list(OggReader(file).packets())
        assert found == all_packets[: len(found)]


@pytest.mark.parametrize("data", [b"", b"OggS", b"RIFF" + bytes(100), bytes(5000)])
def test_what_is_no_recording_is_refused(tmp_path: Path, data: bytes):
    (tmp_path / "no.opus").write_bytes(data)
    with pytest.raises(AppError, match=r"recording\.unreadable"):
        OggReader(tmp_path / "no.opus")


def test_a_recording_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(AppError, match=r"recording\.unreadable"):
        OggReader(tmp_path / "none.opus")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.integers(0, 0xFFFFFFFF), st.integers(0, 300).map(lambda i: 960 * i)),
            st.one_of(st.binary(max_size=1200), st.just(b"\x48" + bytes(40)), st.just(b"\x48" + bytes(1100))),
        ),
        max_size=120,
    )
)
def test_whatever_comes_the_file_is_whole(tmp_path_factory, came):
    file = tmp_path_factory.mktemp("any") / "burst.opus"
    with OggWriter(file, 3) as writer:
        for timestamp, payload in came:
            writer.write(payload, timestamp)
    reader = OggReader(file)
    samples = sum(duration_samples(payload) for payload in reader.packets())
    assert reader.duration_s == pytest.approx(max(0, samples - 312) / RATE_HZ)
    # A gap of ten seconds is filled, at most, for each packet that came.
    assert file.stat().st_size < 2000 + len(came) * 2000 + 600 * len(came)


def test_the_outline_shows_where_somebody_spoke(recorded: Path):
    outline = outline_of(recorded, 400)
    wave = np.abs(speech())
    loud = np.array([part.max() for part in np.array_split(wave, 400)]) > 0.1
    assert outline.shape == (400, 2)
    assert bool((outline[:, 0] <= outline[:, 1]).all())
    shown = outline[:, 1] > 0.05
    assert np.mean(shown == loud) > 0.8
    assert outline_of(recorded, 100_000).shape == (100_000, 2)
