"""The real nginx as a media server: what it is sent by RTMP is fetched by RTMP and, behind a password, by HLS."""

from __future__ import annotations

import base64
import hashlib
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from installers import peers
from tests.contract.onlooker import until
from tests.ports import free_port

needs_nginx = pytest.mark.skipif(
    bool(peers.missing_rtmp_server()), reason=peers.how_to_get(peers.missing_rtmp_server())
)

NAME, PASSWORD = "guard", "s3cret"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_SETTINGS = """
load_module {module};
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
rtmp {{
    access_log off;
    server {{
        listen 127.0.0.1:{rtmp_port};
        application live {{
            live on;
            hls on;
            hls_path {folder}/live;
            hls_fragment 500ms;
        }}
    }}
}}
http {{
    access_log off;
    {temporary}
    server {{
        listen 127.0.0.1:{http_port};
        root {folder};
        auth_basic cameras;
        auth_basic_user_file {folder}/passwords;
    }}
}}
"""


class MediaServer:
    """Has for others what it is sent as ``/live/NAME``."""

    def __init__(self, folder: Path, rtmp_port: int, http_port: int) -> None:
        self._folder, self._rtmp_port, self._http_port = folder, rtmp_port, http_port

    def rtmp(self, name: str, application: str = "live") -> str:
        return f"rtmp://127.0.0.1:{self._rtmp_port}/{application}/{name}"

    def has_playlist(self, name: str) -> bool:
        return (self._folder / "live" / f"{name}.m3u8").exists()

    def hls(self, name: str, password: str = PASSWORD) -> str:
        return f"http://{NAME}:{password}@127.0.0.1:{self._http_port}/live/{name}.m3u8"


@contextmanager
def media_server(folder: Path) -> Iterator[MediaServer]:
    rtmp_port, http_port = free_port(), free_port()
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    (folder / "passwords").write_text(f"{NAME}:{{SHA}}{digest}\n")
    settings = _SETTINGS.format(
        module=peers.UNPACKED / peers.NGINX_RTMP,
        folder=folder,
        rtmp_port=rtmp_port,
        http_port=http_port,
        temporary=" ".join(f"{name}_temp_path {folder}/{name};" for name in _TEMPORARY),
    )
    (folder / "nginx.conf").write_text(settings)
    command = [str(peers.UNPACKED / peers.NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen([*command, "-e", str(folder / "error.log")], stdin=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or (_answers(rtmp_port) and _answers(http_port)))
        assert process.poll() is None, (folder / "error.log").read_text()
        yield MediaServer(folder, rtmp_port, http_port)
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
