"""The ticket office: where an operator reads the video of a terminal or a camera, as things are now."""

from __future__ import annotations

import asyncio

from app.domain.errors import AppError
from app.domain.model import from_ms
from app.domain.operator import Operator
from app.domain.pull import Pull, PullPattern
from app.domain.roles import may_watch
from app.domain.stream import StreamTicket
from app.picture.picture import Picture
from app.station.airtime import check_may_show
from app.station.commands import Commands
from app.station.metrics import Metrics
from app.station.relay import Relay
from app.station.tickets import Tickets


class TicketOffice:
    """Lives on the event loop.

    A terminal that pushes is read from the relay; else from its own address; else where ``pattern`` says that the
    media server has it. A camera is read from its address.
    """

    def __init__(
        self, commands: Commands, relay: Relay, tickets: Tickets, pattern: PullPattern | None, metrics: Metrics
    ) -> None:
        self._commands, self._relay, self._tickets = commands, relay, tickets
        self._pattern, self._metrics = pattern, metrics

    async def issue(self, operator: Operator, source: int) -> StreamTicket:
        """
        Raises:
            AppError("role.not_allowed"): this operator sees no live video.
            AppError("stream.absent"): it does not push, and no address of it is known.
            AppError("stream.off_duty"), ("stream.no_unit"): a terminal is seen while its unit is on duty.
        """
        if not may_watch(operator.role):
            raise AppError("role.not_allowed", role=operator.role.value)
        if source in self._picture.terminals:
            check_may_show(self._picture, source)
        if source in self._relay:
            return self._counted("relay", self._of_relay(operator, source))
        pull = await asyncio.to_thread(self._commands.pulls.of, source)
        if pull is not None:
            return self._counted("pull", _of_pull(pull))
        terminal = self._picture.terminals.get(source)
        if terminal is not None and self._pattern is not None:
            main, sub = self._pattern.addresses(terminal)
            if main:
                return self._counted("media_server", StreamTicket(url=main, sub_url=sub))
        raise AppError("stream.absent")

    @property
    def _picture(self) -> Picture:
        return self._commands.state.picture

    def _of_relay(self, operator: Operator, terminal: int) -> StreamTicket:
        given, until_ms = self._tickets.issue(operator, terminal)
        return StreamTicket(url=f"/v1/streams/{terminal}?ticket={given}", expires_at=from_ms(until_ms))

    def _counted(self, origin: str, ticket: StreamTicket) -> StreamTicket:
        self._metrics.tickets.labels(origin).inc()
        return ticket


def _of_pull(pull: Pull) -> StreamTicket:
    return StreamTicket(url=pull.main, sub_url=pull.sub or "", transport=pull.transport)
