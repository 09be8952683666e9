"""A station with a certificate: trusted by its authority's file, refused without."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from websockets.sync.server import serve

from app.domain.errors import AppError
from app.sync.address import StationAddress
from app.sync.feed_connection import open_feed
from app.sync.wire import Wire
from tests.app.sync.peers import FeedPeer, say
from tests.app.sync.web import WebPeer, web_peer

pytestmark = pytest.mark.skipif(which("openssl") is None, reason="makes its certificates with openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


@pytest.fixture
def server_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def station(server_tls: ssl.SSLContext) -> Iterator[WebPeer]:
    with web_peer(server_tls) as peer:
        peer.answers["GET /healthz"] = lambda _: (200, {}, b"{}")
        yield peer


def call(url: str, ca_file: Path | None) -> None:
    wire = Wire(StationAddress(url, None if ca_file is None else str(ca_file)))
    try:
        wire.call("GET", "/healthz")
    finally:
        wire.close()


def test_a_certificate_of_the_given_authority_is_trusted(station: WebPeer, certificate: tuple[Path, Path]) -> None:
    call(station.url.replace("127.0.0.1", "localhost"), certificate[0])


def test_a_certificate_nobody_vouches_for_is_refused(station: WebPeer) -> None:
    with pytest.raises(AppError) as raised:
        call(station.url.replace("127.0.0.1", "localhost"), None)
    assert raised.value.code == "station.tls_refused"
    assert "self-signed" in str(raised.value.params["reason"])


def test_a_certificate_for_another_name_is_refused(station: WebPeer, certificate: tuple[Path, Path]) -> None:
    with pytest.raises(AppError) as raised:
        call(station.url, certificate[0])
    assert raised.value.code == "station.tls_refused"
    assert "not valid for" in str(raised.value.params["reason"])


def test_a_station_without_tls_behind_an_https_address_is_told_as_that() -> None:
    with web_peer() as plain, pytest.raises(AppError, match=r"station\.tls_refused"):
        call(plain.url.replace("http:", "https:"), None)


def test_a_file_without_authorities_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "ca.pem"
    empty.write_text("nothing")
    for file in (empty, tmp_path / "missing.pem"):
        with pytest.raises(AppError) as raised:
            call("https://localhost:1", file)
        assert raised.value.code == "station.ca_file_unusable"


def test_the_feed_trusts_what_rest_trusts(server_tls: ssl.SSLContext, certificate: tuple[Path, Path]) -> None:
    peer = FeedPeer()
    peer.scripts.append(say())
    with serve(peer.play, "localhost", 0, ssl=server_tls) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f"https://localhost:{server.socket.getsockname()[1]}"
            with open_feed(StationAddress(url, str(certificate[0])), "s1", 0, "token") as connection:
                assert connection.recv(timeout=60)
            with pytest.raises(AppError, match=r"station\.tls_refused"):
                open_feed(StationAddress(url), "s1", 0, "token")
        finally:
            server.shutdown()
            thread.join()
