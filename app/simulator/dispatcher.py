"""The dispatcher: tells the station by command what the city's crews are doing."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator

from app.domain.command import Command, EndDuty, SetUnitStatus, StartDuty
from app.domain.errors import AppError
from app.domain.unit import UnitStatus
from app.simulator.office import Office, is_shut_out

logger = logging.getLogger(__name__)


class Dispatcher:
    """Orders only what changes: a status that somebody sets at a desk stays until the crew's own next change.

    Units may be told of from several threads, each unit from one.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._told: dict[int, UnitStatus] = {}

    def tell(self, unit: int, status: UnitStatus, known: UnitStatus | None = None) -> None:
        """Bring a unit's status at the station to this one.

        Args:
            known: the status that the station has, where that was just read.
        """
        before = self._told.get(unit, UnitStatus.OFF_DUTY) if known is None else known
        self._told[unit] = status
        if before is status:
            return
        try:
            for command in _orders(unit, before, status):
                self._office.order(command, key=f"demo-{uuid.uuid4().hex}")
        except AppError as error:
            if is_shut_out(error):
                raise
            # An operator was there first: took the unit off duty, retired it. The city lives with that.
            logger.info("unit %d: %s", unit, error.code)


def _orders(unit: int, before: UnitStatus, status: UnitStatus) -> Iterator[Command]:
    if status is UnitStatus.OFF_DUTY:
        yield EndDuty(unit=unit)
        return
    if before is UnitStatus.OFF_DUTY:
        yield StartDuty(unit=unit)
    if before is not UnitStatus.OFF_DUTY or status is not UnitStatus.AVAILABLE:
        yield SetUnitStatus(unit=unit, status=status)
