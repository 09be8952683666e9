"""Where makes of cameras and media servers have their video: addresses with blanks to fill in.

Sources: Axis' VAPIX Video Streaming API (``axis-media/media.amp``), Reolink's "Introduction to RTSP", ZLMediaKit's
rules for play URLs, MediaMTX's README; for Hikvision and Dahua, what recorders' guides agree on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressPattern:
    """One make.

    Args:
        main, sub: ``{host}`` is a name or an address, with a port where it is not the usual one; ``{channel}`` a
            number or, at a server, the name of a stream. An empty ``sub``: there is none by rule.
        is_named: streams have names there, not numbers.
        port: that is not the scheme's own.
    """

    name: str
    main: str
    sub: str = ""
    is_named: bool = False
    port: int | None = None

    def addresses(self, host: str, channel: str) -> tuple[str, str]:
        """Main and sub address; both empty while the host is. What is pasted with a scheme loses it."""
        host = host.rpartition("://")[2].rstrip("/")
        if not host:
            return "", ""
        if self.port is not None and not _has_port(host):
            host = f"{host}:{self.port}"
        number = channel or ("stream" if self.is_named else "1")
        return self._filled(self.main, host, number), self._filled(self.sub, host, number)

    def _filled(self, pattern: str, host: str, channel: str) -> str:
        padded = channel.zfill(2)
        return pattern.replace("{host}", host).replace("{channel:2}", padded).replace("{channel}", channel)


PATTERNS = (
    AddressPattern(
        "Hikvision",
        "rtsp://{host}/Streaming/Channels/{channel}01",
        "rtsp://{host}/Streaming/Channels/{channel}02",
    ),
    AddressPattern(
        "Dahua",
        "rtsp://{host}/cam/realmonitor?channel={channel}&subtype=0",
        "rtsp://{host}/cam/realmonitor?channel={channel}&subtype=1",
    ),
    AddressPattern(
        "Axis",
        "rtsp://{host}/axis-media/media.amp?camera={channel}&videocodec=h264",
        "rtsp://{host}/axis-media/media.amp?camera={channel}&videocodec=h264&resolution=640x360",
    ),
    AddressPattern(
        "Reolink",
        "rtsp://{host}/Preview_{channel:2}_main",
        "rtsp://{host}/Preview_{channel:2}_sub",
    ),
    AddressPattern("MediaMTX", "rtsp://{host}/{channel}", is_named=True, port=8554),
    AddressPattern("ZLMediaKit", "rtsp://{host}/live/{channel}", is_named=True),
)


def pattern_of(name: object) -> AddressPattern | None:
    return next((pattern for pattern in PATTERNS if pattern.name == name), None)


def _has_port(host: str) -> bool:
    """Colons inside brackets are an IPv6 address's own."""
    return ":" in host.rpartition("]")[2]
