"""Limits: how much of this machine and of its line live video may take."""

from __future__ import annotations

import psutil

from app.media.budget import Limits

#: Map, lists and painting need this much of a core, whatever is watched.
_DESK_CORES = 0.6
#: Of what is left; the rest is for whatever else this machine does.
_CORE_SHARE = 0.85
#: Where the network says nothing of itself.
_USUAL_BPS = 60e6
#: Of a network's nominal speed.
_LINE_SHARE = 0.6


def machine_limits(cores: float | None = None, downlink_mbps: float | None = None) -> Limits:
    """What this machine can give to video, unless the settings say otherwise.

    Args:
        cores: of its processor; None: what it has, without what the desk needs.
        downlink_mbps: megabits a second; None: the greater part of its fastest network's speed.
    """
    if cores is None:
        cores = max(0.4, ((psutil.cpu_count() or 2) - _DESK_CORES) * _CORE_SHARE)
    return Limits(cores, downlink_mbps * 1e6 if downlink_mbps is not None else _line_bps())


def _line_bps() -> float:
    networks = psutil.net_if_stats()
    # Megabits a second; 0 where it is not known, as for loopback and most wireless ones.
    speeds = [network.speed for network in networks.values() if network.isup and 0 < network.speed < 65535]
    return max(speeds) * 1e6 * _LINE_SHARE if speeds else _USUAL_BPS
