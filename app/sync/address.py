"""A station's address: where its doors are, and which certificates it may show."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import certifi

from app.domain.errors import AppError


@dataclass(frozen=True, slots=True)
class StationAddress:
    """Base URL of a station, ``http(s)://host[:port][/path]``, without a slash at the end.

    Args:
        ca_file: PEM file with the only authorities to trust, for a station whose certificate no public one signed.
            None trusts this machine's store and the public ones. There is no way to trust just anybody.
    """

    base_url: str
    ca_file: str | None = None

    @classmethod
    def parse(cls, text: str, ca_file: str | None = None) -> StationAddress:
        """
        Raises:
            AppError("station.address_malformed"): not an http or https address, or one that carries a password.
        """
        text = text.strip().rstrip("/")
        try:
            parts = urlsplit(text)
            is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            is_sound = False
        if not is_sound or parts.query or parts.fragment or parts.username is not None:
            raise AppError("station.address_malformed")
        return cls(text, ca_file)

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https:")

    @property
    def is_loopback(self) -> bool:
        """This machine itself; a proxy set in the environment is then not asked."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def voice_url(self) -> str:
        """Where a desk talks and hears."""
        return "ws" + self.base_url.removeprefix("http") + "/v1/voice"

    def feed_url(self, station: str, since: int) -> str:
        """The feed of the log ``station`` after the event ``since``."""
        query = urlencode({"since": since, "station": station})
        return f"ws{self.base_url.removeprefix('http')}/v1/feed?{query}"

    def tls(self) -> ssl.SSLContext | None:
        """What both REST and the feed trust; None without TLS.

        Raises:
            AppError("station.ca_file_unusable"): the file is missing or holds no certificate.
        """
        if not self.is_secure:
            return None
        if self.ca_file is None:
            context = ssl.create_default_context()
            context.load_verify_locations(certifi.where())
            return context
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError as error:
            raise AppError("station.ca_file_unusable", file=self.ca_file) from error
