"""GStreamer's RTSP server for the demo's fixed cameras: a script for the system's Python, which has the bindings.

``rtsp_server.py NAME=PORT …`` takes RTP with H.264 from each local port, serves it at ``/NAME`` on a free port of
this machine, prints that port, and ends when its standard input does.
"""

from __future__ import annotations

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

_LAUNCH = (
    "( udpsrc address=127.0.0.1 port={port} "
    'caps="application/x-rtp,media=video,clock-rate=90000,encoding-name=H264,payload=96" '
    "! rtph264depay ! video/x-h264,stream-format=byte-stream,alignment=au "
    "! rtph264pay name=pay0 pt=96 config-interval=-1 )"
)


def main(*served: str) -> None:
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    for name, port in (each.split("=") for each in served):
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(_LAUNCH.format(port=port))
        factory.set_shared(True)
        factory.set_latency(0)
        server.get_mount_points().add_factory(f"/{name}", factory)
    if not server.attach(None):
        raise SystemExit("no port is free")
    print(server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IOCondition.HUP, lambda *_: loop.quit())
    loop.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
