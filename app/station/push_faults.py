"""Why a terminal that sends is not seen: what of that the log is told, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.errors import AppError
from app.domain.terminal import PushFault
from app.picture.picture import Picture
from app.station.airtime import check_may_show

#: That a push is refused for another reason than before is told this often at most.
_EVERY = timedelta(minutes=1)
_FAULTS = {
    "terminal.unauthorised": PushFault.UNAUTHORISED,
    "stream.container_unknown": PushFault.CONTAINER_UNKNOWN,
    "stream.malformed": PushFault.MALFORMED,
    "stream.oversized": PushFault.OVERSIZED,
}


def fault_to_tell(picture: Picture, number: int, error: AppError, now: datetime) -> PushFault | None:
    """What a refused push of a terminal is to the log.

    None where it is no news (whoever is refused tries again, with or without the secret), and where the picture
    says why without it: that the unit is off duty, say.
    """
    if error.code not in _FAULTS:
        return None
    try:
        check_may_show(picture, number)
    except AppError:
        return None
    terminal = picture.terminals[number]
    reason = error.params.get("reason")
    fault = PushFault(reason) if reason in set(PushFault) else _FAULTS[error.code]
    at = terminal.push_fault_at
    return None if fault is terminal.push_fault or (at is not None and now - at < _EVERY) else fault
