"""A camera: GStreamer's RTSP server with one live stream. Runs on the system's Python, which has the bindings.

``rtsp_server.py PORT NAME:PASSWORD KIND…`` prints its port; 0 takes a free one. Each KIND is served at ``/KIND``.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

#: One colour (0xAARRGGBB) that a test finds again, or what no desk should decode.
_SOURCE = (
    "videotestsrc is-live=true pattern={pattern} ! video/x-raw,width={width},height={height},framerate={rate}/1"
)
_H264 = (
    "x264enc tune=zerolatency speed-preset=ultrafast key-int-max={rate} ! rtph264pay name=pay0 config-interval=1"
)
KINDS = {
    "green": ("solid-color foreground-color=0xff20c040", 320, 180, 15),
    "moving": ("ball", 640, 360, 15),
    "8k": ("black", 7680, 4320, 1),
    "udp": ("ball", 320, 180, 15),
}


def _factory(kind: str) -> "GstRtspServer.RTSPMediaFactory":
    pattern, width, height, rate = KINDS[kind]
    fields = {"pattern": pattern, "width": width, "height": height, "rate": rate}
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {_SOURCE.format(**fields)} ! {_H264.format(**fields)} )")
    factory.set_shared(True)
    if kind == "udp":
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_role("guard")
    for permission in ("media.factory.access", "media.factory.construct"):
        permissions.add_permission_for_role("guard", permission, True)
    factory.set_permissions(permissions)
    return factory


def _guard(login: str) -> "GstRtspServer.RTSPAuth":
    """Digest, as cameras ask for it."""
    name, _, password = login.partition(":")
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "guard")
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest(name, password, token)
    return auth


def main(port: str, login: str, *kinds: str) -> None:
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    for kind in kinds:
        server.get_mount_points().add_factory(f"/{kind}", _factory(kind))
    server.set_auth(_guard(login))
    if not server.attach(None):
        raise SystemExit("the port is taken")
    print(server.get_bound_port(), flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
