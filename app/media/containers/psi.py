"""The tables of MPEG-TS that say what is in it: PAT and PMT.

Source: ISO/IEC 13818-1 (2022) 2.4.4; stream types table 2-34; Opus in TS: ETSI TS Opus 0.1.3-draft.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Longest PAT or PMT section, with its three bytes in front.
_SECTION_BYTES = 1024

_VIDEO = {0x01: "mpeg1video", 0x02: "mpeg2video", 0x10: "mpeg4", 0x1B: "h264", 0x24: "hevc", 0x33: "vvc"}
_AUDIO = {0x03: "mp2", 0x04: "mp2", 0x0F: "aac", 0x11: "aac_latm", 0x81: "ac3", 0x87: "eac3"}
#: Private data says by a registration descriptor what it is.
_REGISTERED_VIDEO = {b"AV01": "av1", b"HEVC": "hevc"}
_REGISTERED_AUDIO = {b"Opus": "opus", b"AC-3": "ac3", b"EAC3": "eac3"}


@dataclass(frozen=True, slots=True)
class Program:
    """PIDs of the first video and the first sound of a program; 0 where there is none."""

    video_pid: int = 0
    video_codec: str = ""
    audio_pid: int = 0
    audio_codec: str = ""


class Sections:
    """Puts the sections of one PID together, with the packets that carried the last whole one."""

    def __init__(self) -> None:
        self.packets = b""
        self._gathered: list[bytes] = []
        self._section = bytearray()

    def put(self, packet: bytes, payload: bytes, is_start: bool) -> bytes | None:
        """The section that this packet completes, with its three bytes in front."""
        if is_start:
            self._gathered = []
            self._section = bytearray(payload[1 + payload[0] :] if payload else b"")
        elif not self._gathered:
            return None
        else:
            self._section += payload
        self._gathered.append(packet)
        if len(self._section) < 3:
            return None
        length = 3 + (int.from_bytes(self._section[1:3], "big") & 0x0FFF)
        if length > _SECTION_BYTES:
            self._gathered = []
            return None
        if len(self._section) < length:
            return None
        self.packets, self._gathered = b"".join(self._gathered), []
        return bytes(self._section[:length])


def pmt_pid(section: bytes) -> int:
    """The PID of the first program's map, from a PAT; 0 when there is none."""
    if len(section) < 12 or section[0] != 0:
        return 0
    for at in range(8, len(section) - 7, 4):
        if section[at : at + 2] != b"\0\0":
            return int.from_bytes(section[at + 2 : at + 4], "big") & 0x1FFF
    return 0


def program(section: bytes) -> Program | None:
    """What a PMT announces; None when it is no PMT."""
    if len(section) < 16 or section[0] != 2:
        return None
    video_pid, audio_pid = 0, 0
    video_codec, audio_codec = "", ""
    at, end = 12 + (int.from_bytes(section[10:12], "big") & 0x0FFF), len(section) - 4
    while at + 5 <= end:
        pid = int.from_bytes(section[at + 1 : at + 3], "big") & 0x1FFF
        length = int.from_bytes(section[at + 3 : at + 5], "big") & 0x0FFF
        registered = _registration(section[at + 5 : min(at + 5 + length, end)])
        video = _VIDEO.get(section[at]) or _REGISTERED_VIDEO.get(registered, "")
        audio = _AUDIO.get(section[at]) or _REGISTERED_AUDIO.get(registered, "")
        if video and not video_pid:
            video_pid, video_codec = pid, video
        elif audio and not audio_pid:
            audio_pid, audio_codec = pid, audio
        at += 5 + length
    return Program(video_pid, video_codec, audio_pid, audio_codec)


def _registration(descriptors: bytes) -> bytes:
    at = 0
    while at + 2 <= len(descriptors):
        if descriptors[at] == 0x05:
            return descriptors[at + 2 : at + 6]
        at += 2 + descriptors[at + 1]
    return b""
