"""An address of video as somebody types it: what is wrong with it, and how user and password go into it."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QCoreApplication

from app.domain.pull import PullUrl

_URL: TypeAdapter[str] = TypeAdapter(PullUrl)
_LONGEST = 1000
_SCHEMES = ("rtsp", "rtsps", "rtmp", "rtmps", "http", "https")
#: What makes call a password in the query of an address, in full or at its beginning.
_SECRET_NAMES = ("pass", "pwd", "token", "secret", "auth", "key", "sign")

translate = QCoreApplication.translate


def fault_of(url: str) -> str:
    """What is wrong with an address, as a sentence that never quotes it; empty when nothing is."""
    if len(url) > _LONGEST:
        return translate("checks", "No longer than {n} characters, please.").format(n=_LONGEST)
    if " " in url or not url.isprintable():
        return translate("checks", "An address has no blanks in it.")
    scheme, colon, _ = url.partition("://")
    if scheme.lower() == "file":
        return _fault_of_file(url)
    if not colon or scheme.lower() not in _SCHEMES:
        return translate(
            "checks", "An address of video begins with rtsp://, rtmp://, http://, https:// or file:///."
        )
    try:
        parts = urlsplit(url)
    except ValueError:
        return translate("checks", "The host cannot be read; an IPv6 address stands in brackets.")
    if not parts.hostname:
        return translate("checks", "The address names no host, such as 192.0.2.7.")
    if _is_port_wrong(parts):
        return translate(
            "checks",
            "The port is no number from 1 to 65535. A password with signs in it belongs in its own field.",
        )
    try:
        _URL.validate_python(url)
    except ValidationError:
        return translate("checks", "This is no address of video.")
    return ""


def _fault_of_file(url: str) -> str:
    try:
        _URL.validate_python(url)
    except ValidationError:
        return translate("checks", "A file is written as file:///folder/name.ts, and is the same on every desk.")
    return ""


def with_credentials(url: str, user: str, password: str) -> str:
    """The address with user and password in it, quoted; those that it has already stay when both are empty.

    A file asks for neither.
    """
    if url.lower().startswith("file:") or (not user and not password):
        return url
    parts = urlsplit(url)
    own = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    return urlunsplit(parts._replace(netloc=f"{own}@{_host(parts)}"))


def split_credentials(url: str) -> tuple[str, str, str]:
    """The address without user and password, and those two as they were before they were quoted."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, "", ""
    if "@" not in parts.netloc:
        return url, "", ""
    bare = urlunsplit(parts._replace(netloc=_host(parts)))
    return bare, unquote(parts.username or ""), unquote(parts.password or "")


def holds_secret(url: str) -> bool:
    """Whether something in this address looks like a password, so that it is not to be read over a shoulder."""
    if "@" in url:
        return True
    _, _, query = url.partition("?")
    return any(name.lower().startswith(_SECRET_NAMES) for name, value in parse_qsl(query) if value)


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _is_port_wrong(parts: SplitResult) -> bool:
    try:
        return parts.port == 0
    except ValueError:
        return True
