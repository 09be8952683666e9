"""GStreamer's RTSP server for the demo's fixed cameras: a script for the system's Python, which has the bindings.

``rtsp_server.py NAME …`` takes RTP with H.264 for each name at a local port, serves it at ``/NAME`` on a free port
of this machine, prints that port and those, and ends when its standard input does.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtspServer  # noqa: E402

_LAUNCH = (
    "( udpsrc name=line close-socket=false "
    'caps="application/x-rtp,media=video,clock-rate=90000,encoding-name=H264,payload=96" '
    "! rtph264depay ! video/x-h264,stream-format=byte-stream,alignment=au "
    "! rtph264pay name=pay0 pt=96 config-interval=-1 )"
)


def main(*names: str) -> None:
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    lines = [_line() for _ in names]
    for name, (line, _) in zip(names, lines, strict=True):
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(_LAUNCH)
        factory.connect("media-configure", _take_from, line)
        factory.set_shared(True)
        factory.set_latency(0)
        server.get_mount_points().add_factory(f"/{name}", factory)
    if not server.attach(None):
        raise SystemExit("no port is free")
    print(server.get_bound_port(), *(line.getsockname()[1] for line, _ in lines), flush=True)
    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IOCondition.HUP, lambda *_: loop.quit())
    loop.run()


def _line() -> tuple[socket.socket, socket.socket]:
    """Where RTP comes in, at an even port, and RTCP, at the next.

    Held from the beginning: what GStreamer would take only when somebody looks may be another program's by then.
    """
    while True:
        rtp, rtcp = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        rtp.setblocking(False)
        rtp.bind(("127.0.0.1", 0))
        port = rtp.getsockname()[1]
        with suppress(OSError):
            if port % 2 == 0:
                rtcp.bind(("127.0.0.1", port + 1))
                return rtp, rtcp
        rtp.close()
        rtcp.close()


def _take_from(_: object, media: GstRtspServer.RTSPMedia, line: socket.socket) -> None:
    with suppress(BlockingIOError):
        # What came while nobody looked is old.
        while line.recv(65536):
            pass
    source = media.get_element().get_by_name("line")
    source.set_property("socket", Gio.Socket.new_from_fd(os.dup(line.fileno())))


if __name__ == "__main__":
    main(*sys.argv[1:])
