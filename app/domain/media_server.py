"""A media server: has the video of many terminals, at addresses that follow a pattern (``PullPattern``)."""

from __future__ import annotations

from app.domain.model import Model, ShortText
from app.domain.terminal import Terminal, TerminalKind


class MediaServer(Model):
    """What the picture holds of the one that the station's settings name; the pattern may hold a password.

    Args:
        pulls_from: its scheme, host and port.
        is_by_device_id: it knows terminals by their ``device_id``, so it has none without.
    """

    pulls_from: ShortText
    is_by_device_id: bool

    def serves(self, terminal: Terminal) -> bool:
        """Whether a desk may try to fetch this terminal's video there; only trying shows whether it is."""
        return terminal.kind is not TerminalKind.GATEWAY and (bool(terminal.device_id) or not self.is_by_device_id)
