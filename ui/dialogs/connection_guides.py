"""Which guides a terminal needs: phones are told by their app, cameras by what sends, a gateway by its server."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.history import Address
from app.domain.terminal import Terminal, TerminalKind
from ui.dialogs.guide import Guide, Line
from ui.dialogs.phone_setup import owntracks_code, traccar_code
from ui.dialogs.video_guides import ffmpeg_guide, obs_guide
from ui.theme.look import Look

translate = QCoreApplication.translate


def guides(terminal: Terminal, address: Address, look: Look) -> list[tuple[str, Guide]]:
    """Titles and guides, the most usual first."""
    if terminal.kind is TerminalKind.GATEWAY:
        return [("Traccar", _traccar_server(address, look)), ("REST", _batch(address, look))]
    device_id = terminal.device_id or f"terminal-{terminal.number}"
    position = [
        ("Traccar Client", _traccar_client(address, device_id, look)),
        ("OwnTracks", _owntracks(address, device_id, look)),
    ]
    video = [
        ("ffmpeg", ffmpeg_guide(address, look)),
        ("OBS", obs_guide(address, look)),
    ]
    return [*position, *video] if terminal.kind is TerminalKind.PHONE else [*video, *position]


def _traccar_client(address: Address, device_id: str, look: Look) -> Guide:
    lines = (
        Line(translate("guide", "Server URL"), address.osmand_url),
        Line(translate("guide", "Device identifier"), device_id, is_secret=False),
    )
    how = translate(
        "guide",
        "Type both into the app's settings, or scan this code with the scanner in those settings. "
        "Then turn on continuous tracking.",
    )
    return Guide(lines, how, traccar_code(address, device_id), look)


def _owntracks(address: Address, device_id: str, look: Look) -> Guide:
    lines = (
        Line(translate("guide", "URL (mode HTTP)"), address.owntracks_url),
        Line(translate("guide", "User name"), device_id, is_secret=False),
        Line(translate("guide", "Password"), address.token),
    )
    how = translate("guide", "Type these into the app's connection settings, or scan this code with the camera.")
    return Guide(lines, how, owntracks_code(address, device_id), look)


def _traccar_server(address: Address, look: Look) -> Guide:
    lines = (Line("forward.url", address.traccar_url),)
    how = translate("guide", "Set this in the server's configuration, with forward.type json.")
    return Guide(lines, how, "", look)


def _batch(address: Address, look: Look) -> Guide:
    lines = (Line("URL", address.batch_url),)
    how = translate(
        "guide", "Reports go here in batches, as JSON or as a fix frame; the station's /docs says how."
    )
    return Guide(lines, how, "", look)
